"""What a team sets for its policies: what counts, and what is refused with which words."""

import json
from pathlib import Path
from typing import Any

import pytest

from groundplan.plan import Plan
from groundplan.policy_config import PolicyConfigInvalid, read_policy_config
from groundplan.review import Finding, judge
from groundplan.review.judge import config_schemas
from policies.example import apply, compliant, plan_document
from tests.conftest import ROOT

SCHEMAS = config_schemas()


def judged(
    folder: Path, *contents: Any, changes: dict[str, Any] | None = None
) -> tuple[Finding, ...]:
    files = [folder / f"{number}.json" for number in range(len(contents))]
    for file, content in zip(files, contents, strict=True):
        file.write_text(json.dumps(content))
    plan = Plan.from_json(plan_document(apply(compliant(), changes or {})))
    return judge(plan, policy_config=read_policy_config(files, SCHEMAS))


def violations(findings: tuple[Finding, ...]) -> set[tuple[str, str]]:
    return {(one.policy, one.level) for one in findings if one.verdict == "violation"}


ONE_ZONE = {"database": {"multiAz": False}}


def test_a_level_counts_instead_of_that_of_the_environment(tmp_path: Path) -> None:
    found = judged(tmp_path, {"rds-multi-az": "advisory"}, changes=ONE_ZONE)

    assert violations(found) == {("rds-multi-az", "advisory")}


def test_a_policy_that_is_disabled_gives_no_finding(tmp_path: Path) -> None:
    found = judged(tmp_path, {"rds-multi-az": {"enforcementLevel": "disabled"}}, changes=ONE_ZONE)

    assert "rds-multi-az" not in {one.policy for one in found}


def test_a_figure_counts_and_the_level_stays(tmp_path: Path) -> None:
    found = judged(tmp_path, {"rds-backups-kept": {"minimum_days": 35}})

    assert violations(found) == {("rds-backups-kept", "mandatory")}


def test_what_is_set_for_all_holds_where_nothing_else_is_set(tmp_path: Path) -> None:
    config = {"rds-multi-az": "mandatory", "all": "disabled"}

    assert {one.policy for one in judged(tmp_path, config)} == {"rds-multi-az"}


def test_a_later_file_goes_over_those_before(tmp_path: Path) -> None:
    first = {"rds-multi-az": "disabled", "rds-backups-kept": {"minimum_days": 35}}
    found = judged(tmp_path, first, {"rds-multi-az": "advisory"}, changes=ONE_ZONE)

    assert violations(found) == {("rds-multi-az", "advisory"), ("rds-backups-kept", "mandatory")}


def test_what_the_packs_are_delivered_with_changes_nothing() -> None:
    plan = Plan.from_json(plan_document(apply(compliant(), ONE_ZONE)))
    packs = ("security", "reliability", "cost")
    files = [ROOT / "policies" / pack / "prod.json" for pack in packs]

    assert judge(plan, policy_config=read_policy_config(files, SCHEMAS)) == judge(plan)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            '{\n "rds-multi-zone": "advisory"}',
            ":2: no policy is called rds-multi-zone, did you mean",
        ),
        (
            '{"rds-multi-az": "strict"}',
            'level of rds-multi-az is "strict": choose mandatory, advisory',
        ),
        ('{"all": "remediate"}', ':1: the level of all is "remediate": choose'),
        ('{"rds-backups-kept":\n {"minimum_day": 7}}', ":2: rds-backups-kept has no figure"),
        ('{"rds-backups-kept": {"minimum_day": 7}}', "did you mean minimum_days?"),
        ('{"rds-multi-az": {"zones": 2}}', ":1: rds-multi-az has no figure zones; its page"),
        ('{"rds-backups-kept": {"minimum_days": "7"}}', 'is "7": write a whole number from 0 on'),
        ('{"rds-backups-kept": {"minimum_days": -1}}', "is -1: write a whole number"),
        ('{"rds-backups-kept": {"minimum_days": true}}', "is true: write a whole number"),
        ('{"resource-tagged": {"tags": ["env", 1]}}', "write a list of texts"),
        ('{"rds-multi-az": 1}', ":1: rds-multi-az is neither a level nor an object"),
        ('["rds-multi-az"]', ":1: write an object with a key per policy"),
        ('{"rds-multi-az": \n', ":2: this is not JSON"),
    ],
)
def test_what_sets_nothing_is_told_with_its_line_and_the_remedy(
    tmp_path: Path, text: str, told: str
) -> None:
    file = tmp_path / "team.json"
    file.write_text(text)

    with pytest.raises(PolicyConfigInvalid) as refused:
        read_policy_config([file], SCHEMAS)

    assert str(refused.value).startswith("team.json:")
    assert told in str(refused.value)
    assert "\n" not in str(refused.value)


def test_a_file_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyConfigInvalid, match=r"gone\.json: cannot be read"):
        read_policy_config([tmp_path / "gone.json"], SCHEMAS)


def test_what_only_the_engine_reads_is_left_to_it(tmp_path: Path) -> None:
    assert judged(tmp_path, {"environments": ["team/keys"]}) == judged(tmp_path)
