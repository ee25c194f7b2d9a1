import signal
from pathlib import Path

import pytest

from groundplan.plan import Plan, record

ROOT = Path(__file__).parents[1]
PROGRAMS = ROOT / "tests/programs"


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
