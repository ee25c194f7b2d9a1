"""What is wrong in the files of a team is told by the packs under the engine, each thing once."""

import json
import shutil
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from groundplan.exemptions import read_exemptions
from groundplan.plan import record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.run_result import PolicyEvent
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import judge
from tests.conftest import ROOT

TODAY = datetime.now(UTC).date()
URN = "urn:pulumi:prod::small::aws:kms/key:Key::key"
PROGRAM = 'import pulumi_aws as aws\n\naws.kms.Key("key", enable_key_rotation=True)\n'


@pytest.fixture(scope="module")
def policies(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A checkout whose files a test may write."""
    folder = tmp_path_factory.mktemp("checkout") / "policies"
    return shutil.copytree(
        ROOT / "policies", folder, ignore=shutil.ignore_patterns("__pycache__", "examples")
    )


@pytest.fixture(scope="module")
def project(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("small")
    (folder / "Pulumi.yaml").write_text("name: small\nruntime: python\n")
    (folder / "Pulumi.prod.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (folder / "__main__.py").write_text(PROGRAM)
    return folder


@pytest.fixture(scope="module")
def workspace(project: Path, engine: Engine) -> Iterator[Workspace]:
    with Workspace(project, "prod", engine) as opened:
        yield opened


def of_exemptions(workspace: Workspace, policies: Path, text: str) -> list[PolicyEvent]:
    (policies / "exemptions.yaml").write_text(text, encoding="utf-8")
    result = workspace.preview([policies / name for name in ("security", "reliability", "cost")])
    return [one for one in result.policy_events if one.policy.endswith("-exemption-sound")]


def test_a_file_that_cannot_be_read_is_one_mandatory_finding(
    workspace: Workspace, policies: Path
) -> None:
    (event,) = of_exemptions(workspace, policies, "exemptions:\n  - policy: [\n")

    assert event.level == "mandatory"
    assert "no exemption is in force: policies/exemptions.yaml:3: this is not YAML" in event.message
    assert "Traceback" not in event.message


def entry(policy: str, reason: str = "one reason that is long enough", days: int = 30) -> str:
    expires = TODAY + timedelta(days)
    terms = f'urn: "{URN}", reason: {reason}, owner: platform, expires: {expires}'
    return f"  - {{policy: {policy}, {terms}}}\n"


def test_each_entry_that_is_not_sound_is_told_once_in_both_hosts(
    workspace: Workspace, project: Path, policies: Path
) -> None:
    text = "exemptions:\n" + "".join(
        [
            entry("rds-multi-zone"),
            entry("kms-policy-explicit", days=-1),
            entry("kms-key-rotated"),
            entry("kms-policy-explicit", reason="short"),
            entry("kms-policy-not-public"),
            entry("resource-tagged", days=181),
        ]
    )

    events = of_exemptions(workspace, policies, text)

    exemptions = read_exemptions(policies / "exemptions.yaml", TODAY)
    found = judge(record(project, "prod"), exemptions=exemptions)
    faults = [one.message for one in found if one.policy == "exemption-sound"]
    problems = [one.partition("is not sound: ")[2].partition(" · ")[0] for one in faults]
    assert len(problems) == 6
    assert {one.level for one in events} == {"mandatory"}
    assert sorted(one.message.rpartition("): ")[2] for one in events) == sorted(problems)


def test_a_level_that_does_not_exist_stops_the_engine_too(
    workspace: Workspace, policies: Path
) -> None:
    config = {"kms-key-rotated": "strict"}
    (policies / "security/wrong.json").write_text(json.dumps(config), encoding="utf-8")

    result = workspace.preview([policies / "security"], levels="wrong")

    assert result.exit_code != 0
    assert "strict" in result.errors
