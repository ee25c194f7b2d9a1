"""The life of a small stack on the real engine: built, unchanged, changed, removed."""

import json
from collections import Counter
from pathlib import Path

import pytest

from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace
from tests.engine.conftest import CANARY

RESOURCES = 8


def ops(result: RunResult) -> Counter[str]:
    assert result.exit_code == 0, result.errors
    return Counter(step.op for step in result.steps)


def test_a_stack_is_previewed_built_left_alone_changed_and_removed(workspace: Workspace) -> None:
    assert ops(workspace.preview()) == {"create": RESOURCES}
    assert ops(workspace.up()) == {"create": RESOURCES}
    assert ops(workspace.preview(expect_no_changes=True)) == {"same": RESOURCES}

    workspace.configure("small:hostnames", "true")
    changed = workspace.up()

    assert [(step.op, step.urn.split("::")[-1]) for step in changed.changes] == [("update", "vpc")]
    assert ops(workspace.destroy()) == {"delete": RESOURCES}
    assert "resources" not in workspace.export()["deployment"]


def test_a_replacement_reaches_everything_that_refers_to_the_resource(workspace: Workspace) -> None:
    workspace.up()
    workspace.configure("small:cidr", "10.30.0.0/16")

    replaced = {step.urn.split("::")[-1] for step in workspace.up().steps if step.op == "replace"}

    assert replaced == {"vpc", "subnet", "web"}, "a new VPC has a new id"


def test_no_secret_is_readable_in_state_or_output(workspace: Workspace) -> None:
    runs = [workspace.preview(), workspace.up()]
    password = json.loads(workspace.reveal("password"))
    state = json.dumps(workspace.export())
    runs += [workspace.preview(), workspace.destroy()]

    assert len(password) == 32
    said = state + "".join(result.stdout + result.stderr for result in runs)
    assert CANARY not in said
    assert password not in said


def test_the_password_survives_an_update(workspace: Workspace) -> None:
    workspace.up()
    before = workspace.reveal("password")
    workspace.configure("small:hostnames", "true")
    workspace.up()

    assert workspace.reveal("password") == before


def test_the_users_files_are_not_touched(workspace: Workspace, project: Path) -> None:
    def files() -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in project.iterdir() if file.is_file()}

    before = files()
    workspace.preview()
    workspace.configure("small:hostnames", "true")
    workspace.up()

    assert files() == before


def test_what_a_program_calls_like_a_module_of_ours_is_its_own(
    workspace: Workspace, project: Path
) -> None:
    (project / "groundplan.py").write_text('OURS = "no"\n')
    program = project / "__main__.py"
    program.write_text(f"import groundplan\nassert groundplan.OURS == 'no'\n{program.read_text()}")

    assert ops(workspace.up()) == {"create": RESOURCES}


def test_a_property_that_aws_does_not_know_fails_the_preview(workspace: Workspace) -> None:
    workspace.configure("small:ingress_sources", "cidr_block")

    result = workspace.preview()

    assert result.exit_code != 0
    assert (
        "groundplan stand-in: aws:ec2/securityGroup:SecurityGroup ingress[0].cidr_block is unknown;"
        " did you mean cidrBlocks?"
    ) in result.errors


def test_no_aws_account_is_in_reach_of_the_program(
    workspace: Workspace, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (project / "__main__.py").write_text("import os\nassert 'AWS_PROFILE' not in os.environ\n")
    monkeypatch.setenv("AWS_PROFILE", "production")

    assert ops(workspace.preview()) == {"create": 1}
