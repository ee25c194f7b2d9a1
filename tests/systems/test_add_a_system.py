"""docs/how-to/add-a-system.md, tried on a backend that is none of the five."""

import re
from pathlib import Path
from textwrap import indent

import pytest
import redis
from sqlalchemy.engine import make_url

from groundplan.exemptions import read_exemptions
from groundplan.plan.project import read_yaml
from groundplan.review import review
from tests.conftest import ROOT
from tests.settings.stack_files import refusal
from tests.systems.environment import PLATFORM, STACKS, Started, started_by
from tests.systems.stacks import DAY, System

FOLDER = Path(__file__).parent / "bookshelf"
PAGE = (ROOT / "docs/how-to/add-a-system.md").read_text(encoding="utf-8")
KEYS_OF_AWS = {"AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"}


@pytest.fixture(scope="module")
def started() -> Started:
    """Give the variables of each container of each stack."""
    return started_by(str(FOLDER.relative_to(ROOT)))


@pytest.mark.parametrize("stack", STACKS)
def test_its_stacks_are_ready(stack: str) -> None:
    exemptions = read_exemptions(FOLDER / "policies/exemptions.yaml", DAY)
    result = review(System(FOLDER, stack).plan, as_of=DAY, exemptions=exemptions)

    assert refusal(FOLDER / f"Pulumi.{stack}.yaml") == ()
    assert [one.message for one in result.blocking] == []
    assert [(line.urn, line.item) for line in result.bill.unpriced] == []
    assert not result.is_over_budget


@pytest.mark.parametrize("stack", STACKS)
def test_what_its_environment_file_names_arrives_but_for_keys_of_aws(
    started: Started, stack: str
) -> None:
    lines = (FOLDER / ".env.example").read_text(encoding="utf-8").splitlines()
    named = {line.partition("=")[0] for line in lines if not line.startswith("#")}

    assert {name: set(values) for name, values in started[stack].items()} == {
        "web": (named - KEYS_OF_AWS) | PLATFORM,
        "worker": named - KEYS_OF_AWS,
    }


@pytest.mark.parametrize("stack", STACKS)
def test_addresses_arrive_with_tls(started: Started, stack: str) -> None:
    for values in started[stack].values():
        assert make_url(values["DATABASE_URL"]).query == {"sslmode": "require"}
        jobs = redis.ConnectionPool.from_url(values["REDIS_URL"])
        assert jobs.connection_class is redis.SSLConnection


def test_what_its_compose_file_starts_has_its_place() -> None:
    compose = read_yaml(FOLDER / "compose.yaml")["services"]
    config = read_yaml(FOLDER / "Pulumi.prod.yaml")["config"]
    services, web = config["groundplan:services"], config["groundplan:services"]["web"]
    limits = compose["web"]["deploy"]["resources"]["limits"]

    assert set(compose) == {*services, "postgres", "redis"}
    assert config["groundplan:database"]["main"]["engine_version"] == "17"
    assert config["groundplan:cache"]["jobs"]["role"] == "broker"
    assert compose["web"]["ports"] == [f"{web['port']}:{web['port']}"]
    assert web["cpu_units"] == float(limits["cpus"]) * 1024
    assert (web["memory_mib"], limits["memory"]) == (1024, "1G")


def test_what_the_page_writes_into_stack_files_stands_in_its_stack_file() -> None:
    text = (FOLDER / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    written = re.findall(r"```yaml\n(.*?)```", PAGE, re.DOTALL)

    assert len(written) == 3
    for block in written:
        assert indent(block, "  ") in text, block
