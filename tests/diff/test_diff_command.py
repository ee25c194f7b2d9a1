"""`groundplan diff` as a user starts it."""

import json
import subprocess
from pathlib import Path

import pytest

from tests.command import groundplan
from tests.diff.plans import plan, resource

BUCKET, DATABASE, QUEUE = (
    "aws:s3/bucket:Bucket",
    "aws:rds/instance:Instance",
    "aws:sqs/queue:Queue",
)
PROGRAM = 'import pulumi_aws as aws\n\naws.sqs.Queue("jobs", delay_seconds={delay})\n'


@pytest.fixture
def files(tmp_path: Path) -> tuple[Path, Path]:
    """A base that loses a bucket and gets a database."""
    database = {"engine": "postgres", "instanceClass": "db.m6g.large", "allocatedStorage": 100}
    base = plan(resource(BUCKET, "data", {}), resource(QUEUE, "jobs", {"delaySeconds": 1}))
    head = plan(resource(DATABASE, "main", database), resource(QUEUE, "jobs", {"delaySeconds": 2}))
    for name, one in (("base.json", base), ("head.json", head)):
        (tmp_path / name).write_text(json.dumps(one.to_json()))
    return tmp_path / "base.json", tmp_path / "head.json"


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project with a first commit, and a change that is not committed."""
    project = tmp_path / "repository/infra"
    project.mkdir(parents=True)
    (project / "Pulumi.yaml").write_text("name: infra\nruntime: python\n")
    (project / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (project / "__main__.py").write_text(PROGRAM.format(delay=1))
    git = ["git", "-C", str(project), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "-q", "-b", "main"], ["add", "."], ["commit", "-qm", "first"]):
        subprocess.run([*git, *words], check=True)
    (project / "__main__.py").write_text(PROGRAM.format(delay=2))
    return project


def test_what_loses_data_is_told_first_and_money_last(files: tuple[Path, Path]) -> None:
    ran = groundplan("diff", *files, "--as-of", "2026-11-01")

    lost, changed, moved = (
        ran.stdout.index(word) for word in ("Data is lost", "What changes", "Money that moves")
    )
    assert lost < changed < moved
    assert "data (Bucket) deleted, loses its objects" in ran.stdout
    assert "delaySeconds: 1 → 2" in ran.stdout
    assert ran.exit_code == 1, "a database without encryption may not be deployed"


def test_json_holds_the_same(files: tuple[Path, Path]) -> None:
    ran = groundplan("diff", *files, "--as-of", "2026-11-01", "--format", "json")
    document = json.loads(ran.stdout)

    assert [(one["kind"], one["data_loss"]) for one in document["resources"]] == [
        ("deleted", "loses its objects (refused as long as it is not empty)"),
        ("changed", None),
        ("added", None),
    ]
    assert float(document["expected_monthly_usd"]) > 100
    assert document["minutes"] > 1, "a database takes longer than a bucket"
    assert f"+{document['minutes']:g} minutes to build it anew" in document["summary"]


def test_markdown_is_folded_and_warns(files: tuple[Path, Path]) -> None:
    text = groundplan("diff", *files, "--as-of", "2026-11-01", "--format", "markdown").stdout

    assert "> [!CAUTION]" in text
    assert text.count("<details>") == text.count("</details>") > 1
    assert "| ~ | jobs (Queue) | changed<br>delaySeconds: 1 → 2 |" in text


def test_the_page_begins_with_the_data_that_is_lost(files: tuple[Path, Path]) -> None:
    text = groundplan("diff", *files, "--as-of", "2026-11-01", "--format", "html").stdout

    heading, lost, added = map(
        text.index, ("This change loses data", "loses its objects", "added, changed")
    )
    assert heading < lost < added
    assert "default-src &#39;none&#39;" in text or "default-src 'none'" in text
    assert "delaySeconds: 1 → 2" in text


def test_equal_plans_change_nothing(files: tuple[Path, Path]) -> None:
    assert "nothing changes" in groundplan("diff", files[0], files[0]).stdout


def test_a_revision_is_compared_with_the_tree_which_stays_as_it_is(repository: Path) -> None:
    def state() -> str:
        command = ["git", "-C", str(repository), "status", "--porcelain=v2", "--branch"]
        return subprocess.run(command, capture_output=True, text=True, check=True).stdout

    before = state()
    ran = groundplan("diff", "main..", repository, "dev")

    assert "delaySeconds: 1 → 2" in ran.stdout
    assert state() == before


def test_two_revisions_are_compared_without_the_tree(repository: Path) -> None:
    assert "nothing changes" in groundplan("diff", "main..main", repository, "dev").stdout


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["gone.."], "git rev-parse"),
        (["..main"], "name the revision"),
        (["gone.json", "."], "gone.json: cannot be read"),
        (["prod"], "`groundplan diff main.. prod`"),
    ],
)
def test_what_names_nothing_is_told(repository: Path, words: list[str], told: str) -> None:
    ran = groundplan("diff", *words, *([] if "." in words else [repository, "dev"]), cwd=repository)

    assert ran.exit_code == 2
    assert told in ran.stderr
