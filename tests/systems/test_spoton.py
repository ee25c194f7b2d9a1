"""SpotOn's container starts with what its settings read; its models and its database fit."""

import re
from pathlib import Path
from typing import Annotated, Any

import pytest
import redis
from pydantic import BeforeValidator, HttpUrl
from pydantic_settings import BaseSettings, NoDecode
from ruamel.yaml import YAML
from sqlalchemy.engine import make_url

from groundplan.plan import record
from tests.conftest import ROOT
from tests.settings.stack_files import refusal
from tests.systems.environment import PLATFORM, STACKS, Started, started_by

FOLDER = ROOT / "systems/spoton"
_BLOCK = re.compile(r"^```yaml\n(.*?)^```$", re.MULTILINE | re.DOTALL)


def _by_comma(text: str) -> list[str]:
    return text.split(",")


class SpotOnSettings(BaseSettings):
    """The guide's environment file, as an application with pydantic-settings reads it."""

    APP_NAME: str
    API_V1_PREFIX: str
    DEBUG: bool
    ENABLE_ANALYTICS_ENDPOINTS: bool
    ENABLE_EXPORT_ENDPOINTS: bool
    ENABLE_AUTH_ENDPOINTS: bool
    ENABLE_ADMIN_ENDPOINTS: bool
    PRODUCTION_MODE: bool
    ALLOWED_ORIGINS: Annotated[list[HttpUrl], NoDecode, BeforeValidator(_by_comma)]
    ALLOWED_HOSTS: Annotated[list[str], NoDecode, BeforeValidator(_by_comma)]
    RATE_LIMIT_PER_MINUTE: int
    ENABLE_SECURITY_HEADERS: bool
    ENABLE_REQUEST_LOGGING: bool
    MAX_REQUEST_SIZE_MB: int
    POSTGRES_USER: str
    POSTGRES_PASSWORD: str
    POSTGRES_SERVER: str
    POSTGRES_PORT: int
    POSTGRES_DB: str
    DATABASE_URL: str
    REDIS_HOST: str
    REDIS_PORT: int
    REDIS_DB: int
    REDIS_PASSWORD: str
    REDIS_SESSION_STORE: bool
    S3_ENDPOINT_URL: HttpUrl
    S3_BUCKET_NAME: str
    JWT_SECRET_KEY: str
    JWT_ACCESS_TOKEN_EXPIRE_MINUTES: int
    ENCRYPTION_SECRET_KEY: str
    DETECTOR_TYPE: str
    TRACKER_TYPE: str
    REID_MODEL_TYPE: str
    WEIGHTS_DIR: Path

    REDIS_SSL: bool
    """The guide's Redis has no TLS."""


@pytest.fixture(scope="module")
def started() -> Started:
    """Give the variables of each container of each stack."""
    return started_by("systems/spoton")


@pytest.fixture(params=STACKS)
def settings(
    request: pytest.FixtureRequest, started: Started, monkeypatch: pytest.MonkeyPatch
) -> SpotOnSettings:
    """Read the variables of a stack's only container from the environment."""
    (values,) = started[request.param].values()
    for name, value in values.items():
        monkeypatch.setenv(name, value)
    return SpotOnSettings()


@pytest.mark.parametrize("stack", STACKS)
def test_the_container_gets_the_guide_s_variables_and_no_others(
    started: Started, stack: str
) -> None:
    expected = set(SpotOnSettings.model_fields) | PLATFORM

    assert {name: set(values) for name, values in started[stack].items()} == {"backend": expected}


def test_switches_numbers_and_lists_are_read(settings: SpotOnSettings) -> None:
    assert settings.DEBUG is False
    assert settings.PRODUCTION_MODE is True
    assert settings.ENABLE_ADMIN_ENDPOINTS is False
    assert settings.RATE_LIMIT_PER_MINUTE == 30
    assert settings.MAX_REQUEST_SIZE_MB == 5
    assert settings.JWT_ACCESS_TOKEN_EXPIRE_MINUTES == 60
    assert all(origin.scheme == "https" for origin in settings.ALLOWED_ORIGINS)
    assert settings.S3_ENDPOINT_URL.host == "s3.eu-west-1.amazonaws.com"


def test_the_parts_of_the_database_s_address_are_those_of_its_url(
    settings: SpotOnSettings,
) -> None:
    url = make_url(settings.DATABASE_URL)

    assert url.get_dialect().name == "postgresql"
    assert url.query == {"sslmode": "require"}
    assert (url.host, url.port) == (settings.POSTGRES_SERVER, settings.POSTGRES_PORT)
    assert (url.username, url.password) == (settings.POSTGRES_USER, settings.POSTGRES_PASSWORD)
    assert url.database == settings.POSTGRES_DB


def test_redis_is_asked_over_tls_with_a_token(settings: SpotOnSettings) -> None:
    client = redis.Redis(
        host=settings.REDIS_HOST,
        port=settings.REDIS_PORT,
        db=settings.REDIS_DB,
        password=settings.REDIS_PASSWORD,
        ssl=settings.REDIS_SSL,
    )

    assert client.connection_pool.connection_class is redis.SSLConnection
    assert settings.REDIS_HOST == "cache-sessions.internal"
    assert (settings.REDIS_PORT, settings.REDIS_DB) == (6379, 0)
    assert len(settings.REDIS_PASSWORD) >= 16


def prod() -> Any:
    """Give prod's stack file as data to change."""
    return YAML().load(FOLDER / "Pulumi.prod.yaml")


def written(document: Any, folder: Path) -> Path:
    """Write a stack file and give its path."""
    path = folder / "Pulumi.prod.yaml"
    YAML().dump(document, path)
    return path


def test_the_limit_of_uploads_is_the_one_that_the_application_signs(
    settings: SpotOnSettings,
) -> None:
    uploads = prod()["config"]["groundplan:storage"]["footage"]["uploads"]

    assert uploads["max_mib"] == settings.MAX_REQUEST_SIZE_MB


def test_the_guide_s_four_workers_do_not_fit_with_their_models(tmp_path: Path) -> None:
    document = prod()
    backend = document["config"]["groundplan:services"]["backend"]
    backend["command"][7] = "4"
    backend["processes"]["count"] = 4
    backend["database_pools"]["main"].update(processes=4, pool_size=2, max_overflow=0)
    (problem,) = refusal(written(document, tmp_path))

    assert problem.key == "groundplan:services.backend.processes.count"
    assert "4 processes of 3072 MiB need 12288 MiB, and memory_mib is 4096" in problem.message


def test_timescaledb_on_rds_is_refused_with_three_ways(tmp_path: Path) -> None:
    document = prod()
    document["config"]["groundplan:database"]["main"]["preload_libraries"] = ["timescaledb"]
    (problem,) = refusal(written(document, tmp_path))

    assert problem.key == "groundplan:database.main.preload_libraries"
    for way in ("pg_partman_bgw", "Tiger Cloud", "EC2 or Kubernetes"):
        assert way in problem.message


def test_the_page_s_external_database_takes_the_place_of_rds(tmp_path: Path) -> None:
    page = (FOLDER / "timescale.md").read_text(encoding="utf-8")
    database, variables, secret = (YAML(typ="safe").load(text) for text in _BLOCK.findall(page))
    document = prod()
    config = document["config"]
    backend = config["groundplan:services"]["backend"]
    for name in (*variables["environment"], *variables["secrets"]):
        del backend["secrets"][name]
    backend["environment"].update(variables["environment"])
    backend["secrets"].update(variables["secrets"])
    config["groundplan:secrets_manager"]["secrets"].update(secret)
    config.update(database)
    written(document, tmp_path)
    project = (FOLDER / "Pulumi.yaml").read_text(encoding="utf-8")
    (tmp_path / "Pulumi.yaml").write_text(project.replace("main: ../..", f"main: {ROOT}"))
    plan = record(tmp_path, "prod", timeout_seconds=300)
    out = [one for one in plan.resources if one.read("cidrIpv4") == "203.0.113.16/28"]

    assert not [one for one in plan.resources if one.type.startswith("aws:rds/")]
    assert [(one.read("fromPort"), one.read("toPort")) for one in out] == [(33012, 33012)]
