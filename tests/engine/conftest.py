"""The real engine for the tests of this folder."""

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import Engine, build, locate
from groundplan.rehearsal.workspace import Workspace

CANARY = "canary-7f3b9d"
PROGRAMS = Path(__file__).parent / "programs"


@pytest.fixture(scope="session")
def engine() -> Engine:
    found = locate()
    if found is not None:
        return found
    if os.environ.get("CI") == "true":
        return build()
    pytest.skip("no Pulumi engine on this machine: run `make engine`")


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """The small program, in a folder without a virtual environment."""
    return shutil.copytree(
        PROGRAMS / "small", tmp_path / "small", ignore=shutil.ignore_patterns("__pycache__")
    )


@pytest.fixture
def workspace(engine: Engine, project: Path) -> Iterator[Workspace]:
    with Workspace(project, "dev", engine, secret_config={"small:canary": CANARY}) as workspace:
        yield workspace
