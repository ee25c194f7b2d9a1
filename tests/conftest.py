import os
import signal
from pathlib import Path

import hypothesis
import pytest

from groundplan.plan import Plan, record
from tests.repository import PROGRAM, git
from tests.settings.eks_stacks import eks_project

ROOT = Path(__file__).parents[1]
PROGRAMS = ROOT / "tests/programs"

# A slow machine fails no property; CI tries the same examples every time, a laptop new ones.
hypothesis.settings.register_profile(
    "steady", deadline=None, derandomize=os.environ.get("CI") == "true"
)
hypothesis.settings.load_profile("steady")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--rewrite-golden", action="store_true", help="write tests/golden anew")


def pytest_configure() -> None:
    """A runner in the background may start us with Ctrl-C ignored, which children inherit."""
    signal.signal(signal.SIGINT, signal.default_int_handler)


@pytest.fixture(scope="session")
def prod_plan() -> Plan:
    return record(ROOT, "prod")


@pytest.fixture(scope="session")
def staging_plan() -> Plan:
    return record(ROOT, "staging")


@pytest.fixture(scope="session")
def prod_eks_plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return record(eks_project(tmp_path_factory.mktemp("auto"), "auto"), "prod")


@pytest.fixture(scope="session")
def managed_nodes_plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    return record(eks_project(tmp_path_factory.mktemp("managed"), "managed"), "prod")


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A project with two stacks and one commit."""
    folder = tmp_path / "repository"
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text("name: infra\nruntime: python\n")
    for stack in ("prod", "staging"):
        (folder / f"Pulumi.{stack}.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (folder / "__main__.py").write_text(PROGRAM.format(delay=1))
    (folder / ".gitignore").write_text(".venv\npreview\nGITHUB_*\n")
    git(folder, "init", "-q", "-b", "main")
    git(folder, "add", ".")
    git(folder, "commit", "-qm", "first")
    (folder / ".venv").symlink_to(ROOT / ".venv")
    return folder
