"""Migrations on the real engine: services keep their revision until the job has succeeded."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.workspace import Workspace
from tests.conftest import ROOT
from tests.engine.conftest import PROGRAMS
from tests.engine.killing import killed_when_a_job_starts

IMAGE = "gate:image"


@pytest.fixture
def stack(engine: Engine, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Workspace]:
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    project = shutil.copytree(PROGRAMS / "gate", tmp_path / "gate")
    with Workspace(project, "dev", engine) as workspace:
        yield workspace


def revision(stack: Workspace) -> str | None:
    """The definition that the service runs; None before there is a service."""
    resources = stack.export()["deployment"].get("resources", [])
    found = [one for one in resources if one["type"] == "aws:ecs/service:Service"]
    return found[0]["outputs"]["taskDefinition"] if found else None


def test_a_preview_runs_no_job(stack: Workspace) -> None:
    assert stack.preview().exit_code == 0
    assert stack.tasks.started == []


def test_the_service_is_built_once_the_job_has_succeeded(stack: Workspace) -> None:
    assert stack.up().exit_code == 0

    assert len(stack.tasks.started) == 1
    assert revision(stack)


def test_a_job_that_succeeded_is_not_run_again_for_its_image(stack: Workspace) -> None:
    stack.up()

    assert stack.up().changes == ()
    assert len(stack.tasks.started) == 1


def test_a_failing_job_leaves_the_old_revision_and_the_next_attempt_goes_on(
    stack: Workspace,
) -> None:
    stack.up()
    before = revision(stack)
    stack.configure(IMAGE, "backend@sha256:02")
    stack.tasks.exit_code, stack.tasks.log = 1, ("relation exists already",)

    failed = stack.up()

    assert failed.exit_code != 0
    assert "migrate ended with exit code 1" in "".join(failed.errors)
    assert "relation exists already" in "".join(failed.errors)
    assert revision(stack) == before

    stack.tasks.exit_code = 0
    assert stack.up().exit_code == 0
    assert revision(stack) != before
    assert len(set(stack.tasks.started)) == 2, "the new image's job has a definition of its own"


def test_a_deployment_that_is_killed_in_the_middle_recovers(stack: Workspace) -> None:
    with killed_when_a_job_starts(stack):
        assert stack.up().exit_code != 0
    assert revision(stack) is None

    stack.cancel()
    assert stack.up().exit_code == 0
    assert revision(stack)
