"""What the pages say to type beside the real engine runs as written."""

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.isolation import isolated
from groundplan.rehearsal.launchers import write_providers
from tests.command import COMMAND
from tests.conftest import PROGRAMS
from tests.test_how_to import blocks


@pytest.fixture
def environment(engine: Engine, tmp_path: Path) -> dict[str, str]:
    """A shell in which `pulumi` and `groundplan` are installed, and no cloud is asked."""
    (tmp_path / "state").mkdir()
    path = [write_providers(tmp_path / "launchers"), *engine.path, COMMAND.parent]
    given = isolated(tmp_path, COMMAND.with_name("python"), path)
    del given["PULUMI_ENABLE_STREAMING_JSON_PREVIEW"]
    cloud = Cloud(tmp_path / "cloud.db").environment
    return given | cloud | {"PULUMI_SKIP_CONFIRMATIONS": "true"}


def typed(text: str, folder: Path, environment: dict[str, str]) -> str:
    """Type it into a shell; give what it prints."""
    ran = subprocess.run(
        ["bash", "-c", text],
        cwd=folder,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "error" not in ran.stderr, ran.stderr
    return ran.stdout


def test_a_preview_and_a_state_are_reviewed_with_the_commands_of_the_page(
    environment: dict[str, str], tmp_path: Path
) -> None:
    project = shutil.copytree(PROGRAMS / "beside", tmp_path / "project")
    (project / "Pulumi.dev.yaml").rename(project / "Pulumi.prod.yaml")
    *_, block = blocks("adopt.md", "sh")

    before = typed(f"pulumi stack init prod\n{block}", project, environment)
    typed("pulumi up", project, environment)
    after = typed(block, project, environment)

    assert "beside · prod: +3" in " ".join(before.split())
    assert "beside · prod: nothing changes" in after


def test_roles_are_made_with_the_commands_of_the_page(
    environment: dict[str, str], tmp_path: Path
) -> None:
    (commands,), (program,) = (blocks("deploy-roles.md", one) for one in ("sh", "python"))
    folder, rest = commands.split("\n", 1)
    project_file = re.search(r"Pulumi.yaml: (\{.*?\})", folder)
    assert project_file

    typed(folder, tmp_path, environment)
    (tmp_path / "bootstrap/Pulumi.yaml").write_text(project_file[1])
    (tmp_path / "bootstrap/__main__.py").write_text(program)
    made = typed(rest, tmp_path / "bootstrap", environment)

    assert "created" in made
