"""Elior's containers start with what its settings read: SQLite and files, PostgreSQL and bucket."""

from pathlib import Path
from typing import Any

import pytest
from pydantic_settings import BaseSettings
from ruamel.yaml import YAML
from sqlalchemy.engine import make_url

from groundplan.plan import Plan
from groundplan.plan.project import read_yaml
from tests.conftest import ROOT
from tests.settings.stack_files import refusal
from tests.systems.environment import PLATFORM, STACKS, Started, started_by
from tests.systems.stacks import System

FOLDER = ROOT / "systems/elior"
SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
WEB_ACL = "aws:wafv2/webAcl:WebAcl"
LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"


class Settings(BaseSettings):
    """What the guide says that env.production.example holds: secret, database, domain, origins."""

    environment: str
    domain: str
    cors_origins: str
    jwt_secret: str
    database_url: str


IN_BOTH = {name.upper() for name in Settings.model_fields}
OWN = {
    "prod": {"DB_POOL_SIZE", "UPLOADS_BUCKET", "AWS_REGION"},
    "staging": {"SQLITE_JOURNAL_MODE", "UPLOAD_DIR"},
}


@pytest.fixture(scope="module")
def started() -> Started:
    """Give the variables of each container of each stack."""
    return started_by("systems/elior")


@pytest.fixture
def settings(
    started: Started, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Settings:
    """Give the settings that the application of a stack would have."""
    for name, value in started[request.param]["api"].items():
        monkeypatch.setenv(name, value)
    return Settings()  # pyright: ignore[reportCallIssue] - from the environment


@pytest.mark.parametrize("stack", STACKS)
def test_each_container_gets_its_variables_and_no_others(started: Started, stack: str) -> None:
    own = {name: set(values) for name, values in started[stack].items()}
    jobs = {"migrate": {"ENVIRONMENT", "DATABASE_URL"}} if stack == "prod" else {}

    assert own == {"api": IN_BOTH | OWN[stack] | PLATFORM, **jobs}


@pytest.mark.parametrize("settings", STACKS, indirect=True)
def test_origins_are_named_and_tokens_are_signed_with_a_long_secret(settings: Settings) -> None:
    origins = settings.cors_origins.split(",")

    assert all(one.startswith("https://") for one in origins)
    assert settings.domain.endswith("elior.example.com")
    assert len(settings.jwt_secret) * 8 >= 256


@pytest.mark.parametrize("settings", ["prod"], indirect=True)
def test_prod_keeps_its_data_in_postgresql_over_tls(settings: Settings) -> None:
    url = make_url(settings.database_url)

    assert url.get_dialect().name == "postgresql"
    assert (url.host, url.database) == ("database-main-primary.internal", "elior_fitness")
    assert url.query == {"sslmode": "require"}


@pytest.mark.parametrize("settings", ["staging"], indirect=True)
def test_staging_keeps_its_data_in_a_file_that_outlives_the_task(
    settings: Settings, started: Started
) -> None:
    url = make_url(settings.database_url)
    (task,) = System(FOLDER, "staging").plan.of_kind(TASK)
    (container,) = task.document("containerDefinitions")
    mounted = {one["sourceVolume"]: one["containerPath"] for one in container["mountPoints"]}

    assert url.get_dialect().name == "sqlite"
    assert Path(url.database or "").parent == Path(mounted["data"])
    assert started["staging"]["api"]["UPLOAD_DIR"] == mounted["uploads"]
    assert started["staging"]["api"]["SQLITE_JOURNAL_MODE"] == "DELETE", "no WAL over NFS"


def test_in_staging_there_are_never_two_tasks() -> None:
    (service,) = System(FOLDER, "staging").plan.of_kind(SERVICE)

    assert service.read("desiredCount") == 1
    assert service.read("deploymentMaximumPercent") == 100
    assert service.read("deploymentMinimumHealthyPercent") == 0


def stack_with(folder: Path, stack: str, change: dict[str, Any]) -> Path:
    """Write a stack file of Elior anew with entries of its one web service changed."""
    document = read_yaml(FOLDER / f"Pulumi.{stack}.yaml")
    document["config"]["groundplan:services"]["api"].update(change)
    path = folder / f"Pulumi.{stack}.yaml"
    YAML().dump(document, path)
    return path


def test_sqlite_with_an_overlap_of_deployments_is_refused(tmp_path: Path) -> None:
    (problem,) = refusal(stack_with(tmp_path, "staging", {"deployment": {"strategy": "rolling"}}))

    assert problem.key.startswith("groundplan:services.api.")
    assert "recreate" in problem.message


@pytest.mark.parametrize("stack", STACKS)
def test_both_ways_to_keep_data_are_allowed(stack: str) -> None:
    assert refusal(FOLDER / f"Pulumi.{stack}.yaml") == ()


def limits(plan: Plan) -> dict[str, tuple[int, int]]:
    """Give requests and seconds of each rate-based rule."""
    (acl,) = plan.of_kind(WEB_ACL)
    found = {
        rule["name"]: rule["statement"].get("rateBasedStatement") for rule in acl.read("rules")
    }
    return {name: (one["limit"], one["evaluationWindowSec"]) for name, one in found.items() if one}


@pytest.mark.parametrize("stack", STACKS)
def test_three_zones_of_10_5_and_2_requests_a_second(stack: str) -> None:
    zones = sorted(limits(System(FOLDER, stack).plan).values())

    assert zones == [(120, 60), (300, 60), (600, 60)]


@pytest.mark.parametrize("stack", STACKS)
def test_metrics_are_not_reached_from_outside(stack: str) -> None:
    rules = System(FOLDER, stack).plan.of_kind(LISTENER_RULE)
    first = min(rules, key=lambda one: one.read("priority"))
    (condition,) = first.read("conditions")

    assert "/metrics" in condition["pathPattern"]["values"]
    assert first.read("actions[0].fixedResponse.statusCode") == "404"
