import os
import signal
from pathlib import Path

import hypothesis
import pytest

from groundplan.plan import Plan, record
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
