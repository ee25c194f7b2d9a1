"""What a user sees of the command: exit codes, messages, streams."""

import json
import os
import signal
import subprocess
from pathlib import Path

import pytest

from tests.command import COMMAND, groundplan
from tests.conftest import PROGRAMS, ROOT

CLEAN, NOT_READY, BROKEN, FAILED, INTERRUPTED = 0, 1, 2, 3, 130


def project(folder: Path, config: str = "config: {}\n", program: str = "") -> Path:
    (folder / "Pulumi.yaml").write_text("name: shop\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text(config)
    (folder / "__main__.py").write_text(program)
    return folder


def one_line(text: str) -> str:
    (line,) = text.splitlines()
    return line


def test_an_empty_program_is_clean(tmp_path: Path) -> None:
    ran = groundplan("review", project(tmp_path, "config:\n  aws:region: eu-west-1\n"), "dev")

    assert ran.exit_code == CLEAN
    assert ran.stdout.splitlines()[-1].startswith("Ready")


def test_mandatory_findings_end_in_1_and_are_printed() -> None:
    ran = groundplan("review", PROGRAMS / "foreign", "dev")

    assert ran.exit_code == NOT_READY
    assert "Not ready" in ran.stdout.splitlines()[-1]
    assert "s3-public-access-blocked" in ran.stdout


def test_a_type_without_a_price_is_told_and_never_costs_nothing() -> None:
    ran = groundplan("review", PROGRAMS / "foreign", "dev")

    assert "lower bounds: orders" in " ".join(ran.stdout.split())


def test_a_type_that_no_rule_looks_at_is_told() -> None:
    ran = groundplan("review", PROGRAMS / "foreign", "dev")

    assert "No rule looks at acme:queues/queue:Queue" in ran.stdout


def test_a_pipe_gets_no_colour_codes() -> None:
    ran = groundplan("review", PROGRAMS / "foreign", "dev")

    assert "\x1b[" not in ran.stdout + ran.stderr


def test_a_plan_made_once_is_reviewed_without_the_program(tmp_path: Path) -> None:
    first = groundplan("review", PROGRAMS / "foreign", "dev", "--output", tmp_path)
    again = groundplan("review", "--plan", tmp_path / "plan.json")

    assert again.stdout == first.stdout.partition("Wrote ")[0]


def test_a_document_goes_out_alone_and_what_was_written_is_told_beside_it(tmp_path: Path) -> None:
    ran = groundplan(
        "review", PROGRAMS / "foreign", "dev", "--format", "sarif", "--output", tmp_path
    )

    assert ran.exit_code == NOT_READY
    assert ran.stdout == (tmp_path / "findings.sarif").read_text()
    assert f"Wrote {tmp_path / 'findings.sarif'}" in ran.stderr


def test_a_form_that_does_not_exist_is_refused_with_those_that_do() -> None:
    ran = groundplan("review", PROGRAMS / "foreign", "dev", "--format", "xml")

    assert ran.exit_code == BROKEN
    assert "'junit'" in ran.stderr


def test_a_finding_points_at_the_line_of_the_program_seen_from_here() -> None:
    ran = groundplan("review", ".", "dev", "--format", "github", cwd=PROGRAMS / "foreign")

    assert "::error file=__main__.py,line=17,title=s3-public-access-blocked::" in ran.stdout


def test_a_usage_file_changes_the_bill(tmp_path: Path) -> None:
    usage = tmp_path / "usage.yaml"
    usage.write_text("resource_usage:\n  theirs:\n    standard:\n      storage_gb: 1000\n")
    ran = groundplan("review", PROGRAMS / "foreign", "dev", "--usage", usage)

    assert "$23.00" in ran.stdout, "1000 GB x $0.023"


@pytest.mark.parametrize(
    ("words", "exit_code", "told"),
    [
        (("nowhere", "prod"), BROKEN, "nowhere: no Pulumi.yaml here"),
        (("prdo",), BROKEN, "did you mean prod?"),
        ((str(PROGRAMS / "raising"), "dev"), BROKEN, "__main__.py:4: KeyError: 'large'"),
        (("--plan", "missing.json"), BROKEN, "missing.json: cannot be read"),
        (("prod", "--usage", "missing.yaml"), BROKEN, "missing.yaml"),
    ],
)
def test_what_is_broken_is_told_in_one_line_without_a_traceback(
    words: tuple[str, ...], exit_code: int, told: str
) -> None:
    ran = groundplan("review", *words)

    assert ran.exit_code == exit_code
    assert told in one_line(ran.stderr)


def test_verbose_shows_the_traceback_of_the_program() -> None:
    ran = groundplan("review", PROGRAMS / "raising", "dev", "--verbose")

    assert 'print(sizes["large"])' in ran.stderr


def test_broken_yaml_is_told_with_its_place(tmp_path: Path) -> None:
    ran = groundplan("review", project(tmp_path, "config:\n  a: [1\n  b: 2\n"), "dev")

    assert ran.exit_code == BROKEN
    assert "Pulumi.dev.yaml:3:4" in one_line(ran.stderr)


def test_a_wrong_stack_file_is_told_whole_before_the_program_runs(tmp_path: Path) -> None:
    text = (ROOT / "Pulumi.prod.yaml").read_text()
    text = text.replace("multi_az: true", "multi_az: maybe").replace("nat: per_zone", "nta: one")
    ran = groundplan("review", project(tmp_path, text, "raise SystemExit(9)"), "dev")

    assert ran.exit_code == BROKEN
    assert "Pulumi.dev.yaml has 3 problems" in ran.stderr
    assert "did you mean nat?" in ran.stderr
    assert "groundplan:database.main.multi_az" in ran.stderr


def test_a_plan_cut_in_the_middle_is_told_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text('{"groundplan_plan": 1,\n "resources": [')
    ran = groundplan("review", "--plan", file)

    assert ran.exit_code == BROKEN
    assert "plan.json:2: this is not JSON" in one_line(ran.stderr)


@pytest.mark.parametrize("text", ["{}", "[]", '"plan"'])
def test_json_that_is_no_plan_is_told_what_would_be_one(tmp_path: Path, text: str) -> None:
    (tmp_path / "some.json").write_text(text)
    ran = groundplan("review", "--from-export", tmp_path / "some.json")

    assert ran.exit_code == BROKEN
    assert "neither a plan.json" in one_line(ran.stderr)


def test_a_plan_of_a_newer_version_is_refused_with_the_remedy(tmp_path: Path) -> None:
    file = tmp_path / "plan.json"
    file.write_text(json.dumps({"groundplan_plan": 9}))
    ran = groundplan("review", "--plan", file)

    assert ran.exit_code == BROKEN
    assert "upgrade groundplan" in one_line(ran.stderr)


def test_an_output_folder_that_refuses_is_told_before_any_work(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("in the way")
    ran = groundplan("review", PROGRAMS / "raising", "dev", "--output", tmp_path / "file/out")

    assert ran.exit_code == FAILED
    assert "cannot be written to" in one_line(ran.stderr)


def test_an_interrupted_review_says_so_and_writes_nothing(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = (PROGRAMS / "endless/__main__.py").read_text()
    folder = project(tmp_path, f"config:\n  shop:pipe: {pipe}\n", program)
    command = subprocess.Popen(
        [str(COMMAND), "review", str(folder), "dev", "--output", str(tmp_path / "out")],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    with pipe.open() as told:
        told.readline()
    command.send_signal(signal.SIGINT)
    _, stderr = command.communicate(timeout=20)

    assert command.returncode == INTERRUPTED
    assert one_line(stderr) == "error: interrupted; nothing was written"
    assert not list((tmp_path / "out").iterdir())


def test_cost_shows_components_assumptions_and_what_would_cost_less() -> None:
    ran = groundplan("cost", "prod")
    words = " ".join(ran.stdout.split())

    assert ran.exit_code == CLEAN
    assert "database-main (Database)" in words
    assert "KB per response" in words, "an assumption"
    assert "one NAT gateway for all zones" in words, "an alternative"


def test_cost_tells_the_first_month_apart_from_the_settled_state() -> None:
    ran = groundplan("cost", "prod")
    words = " ".join(ran.stdout.split())

    assert "Total, month 1" in words
    assert "keeps to the budget" in words


KEYS = """
import pulumi, pulumi_aws as aws
for number in range(pulumi.Config().require_int("keys")):
    aws.kms.Key(f"key-{number}")
"""


def test_cost_of_two_stacks_stands_side_by_side_at_every_scale(tmp_path: Path) -> None:
    region = "config:\n  aws:region: eu-west-1\n"
    folder = project(tmp_path, f"{region}  shop:keys: 1\n", KEYS)
    (folder / "Pulumi.live.yaml").write_text(f"{region}  shop:keys: 3\n")
    ran = groundplan("cost", folder, "dev", "--compare", "live")
    lines = [" ".join(line.split()) for line in ran.stdout.splitlines()]

    assert ran.exit_code == CLEAN
    assert "Noun dev live" in lines
    for title in ("at minimum scale", "expected", "at maximum scale", "expected, month 1"):
        assert f"Total {title} $1.00 $3.00" in lines


def test_two_stacks_do_not_share_a_usage_file(tmp_path: Path) -> None:
    ran = groundplan("cost", "staging", "--compare", "prod", "--usage", tmp_path / "usage.yaml")

    assert ran.exit_code == BROKEN
    assert "--usage is for one stack" in one_line(ran.stderr)


def test_a_stack_above_its_budget_ends_with_1_and_says_where_money_goes(tmp_path: Path) -> None:
    text = "config:\n  aws:region: eu-west-1\n  shop:keys: 3\n"
    groundplan("review", project(tmp_path, text, KEYS), "dev", "--output", tmp_path)
    plan = json.loads((tmp_path / "plan.json").read_text())
    plan["config"]["groundplan:stack"] = {"monthly_budget_usd": 2}
    (tmp_path / "dear.json").write_text(json.dumps(plan))
    ran = groundplan("cost", "--plan", tmp_path / "dear.json")
    words = " ".join(ran.stdout.split())

    assert ran.exit_code == NOT_READY
    assert "$3.00 a month is $1.00 over the budget of $2.00; most of it goes to key-0" in words


def test_cost_against_a_base_tells_what_moves_and_why(tmp_path: Path) -> None:
    text = (ROOT / "Pulumi.staging.yaml").read_text()
    folder = project(tmp_path, text)
    (folder / "Pulumi.yaml").write_text(f"name: shop\nruntime: python\nmain: {ROOT}\n")
    groundplan("review", folder, "dev", "--output", tmp_path / "base")
    bigger = text.replace("instance_class: db.t4g.medium", "instance_class: db.t4g.large")
    (folder / "Pulumi.dev.yaml").write_text(bigger)
    ran = groundplan("cost", folder, "dev", "--base", tmp_path / "base/plan.json")
    words = " ".join(ran.stdout.split())

    assert "database-main-primary (Instance) +$50.37" in words, "730 h x ($0.138 - $0.069)"
    assert "instanceClass: db.t4g.medium -> db.t4g.large" in words


def test_cost_of_the_same_plan_twice_moves_nothing(tmp_path: Path) -> None:
    groundplan("review", PROGRAMS / "foreign", "dev", "--output", tmp_path)
    plan = tmp_path / "plan.json"

    assert groundplan("cost", "--base", plan, "--head", plan).stdout == "Nothing moves.\n"


def test_a_rule_explains_itself() -> None:
    ran = groundplan("explain", "rds-storage-encrypted")

    assert "GP:RDS-01" in ran.stdout
    assert "storage_encrypted=True" in ran.stdout


def test_a_control_is_explained_by_its_rules_or_by_where_it_is_decided() -> None:
    assert "rds-multi-az (reliability pack" in groundplan("explain", "RDS-03").stdout
    assert "GOV-05 is decided by no rule: it is about" in groundplan("explain", "gov-05").stdout


def test_a_rule_tells_the_figures_that_a_team_may_set() -> None:
    assert "minimum_days 30" in groundplan("explain", "rds-backups-kept").stdout


def test_a_misspelt_rule_is_told_the_nearest() -> None:
    ran = groundplan("explain", "rds-storage-encripted")

    assert ran.exit_code == BROKEN
    assert "did you mean rds-storage-encrypted" in one_line(ran.stderr)


def test_the_schema_goes_to_standard_output() -> None:
    assert json.loads(groundplan("schema").stdout)["title"] == "Groundplan stack file"


def test_help_teaches_by_example() -> None:
    ran = groundplan("review", "--help")

    assert "groundplan review prod" in " ".join(ran.stdout.split())


def test_the_version_is_told() -> None:
    assert groundplan("--version").stdout.startswith("groundplan ")


def test_what_has_no_price_is_listed_with_the_reason() -> None:
    ran = groundplan("cost", PROGRAMS / "foreign", "dev")

    assert "Without a price" in ran.stdout
    assert "Total, at least" in ran.stdout
    assert "no pricing rule for the type" in ran.stdout


def test_a_team_sets_levels_in_a_file_that_the_engine_takes_too(tmp_path: Path) -> None:
    file = tmp_path / "team.json"
    file.write_text('{"all": "advisory"}')
    ran = groundplan("review", PROGRAMS / "foreign", "dev", "--policy-config", file)

    assert ran.exit_code == CLEAN
    assert "s3-public-access-blocked" in ran.stdout


@pytest.mark.parametrize("command", [("review",), ("diff", "plan.json")])
def test_a_policy_config_for_nothing_is_refused_before_any_work(
    tmp_path: Path, command: tuple[str, ...]
) -> None:
    file = tmp_path / "team.json"
    file.write_text('{"rds-multi-zone": "advisory"}')
    ran = groundplan(*command, PROGRAMS / "raising", "dev", "--policy-config", file)

    assert ran.exit_code == BROKEN
    assert "team.json:1: no policy is called rds-multi-zone" in one_line(ran.stderr)


def test_exemptions_that_cannot_be_read_are_told_with_their_line(tmp_path: Path) -> None:
    folder = project(tmp_path, "config:\n  aws:region: eu-west-1\n")
    (folder / "policies").mkdir()
    (folder / "policies/exemptions.yaml").write_text("exemptions:\n  - policy: [a\n")
    ran = groundplan("review", folder, "dev")

    assert ran.exit_code == BROKEN
    assert "exemptions.yaml:" in one_line(ran.stderr)
