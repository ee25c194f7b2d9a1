"""FastVue's containers start with what its settings read, and its pools are counted."""

from pathlib import Path
from typing import Annotated

import pytest
import redis
from pydantic import BeforeValidator, HttpUrl
from pydantic_settings import BaseSettings, NoDecode
from sqlalchemy.engine import make_url

from tests.conftest import ROOT
from tests.settings.stack_files import refusal
from tests.systems.environment import PLATFORM, STACKS, Started, started_by

FOLDER = ROOT / "systems/fastvue"


def _by_comma(text: str) -> list[str]:
    return text.split(",")


Listed = Annotated[list[str], NoDecode, BeforeValidator(_by_comma)]


class FastVueSettings(BaseSettings):
    """The guide's environment file, as an application with pydantic-settings reads it."""

    ENVIRONMENT: str
    DEBUG: bool
    LOG_LEVEL: str
    ALLOWED_HOSTS: Listed
    BACKEND_CORS_ORIGINS: Annotated[list[HttpUrl], NoDecode, BeforeValidator(_by_comma)]
    SECRET_KEY: str
    JWT_SECRET_KEY: str
    DATABASE_URL: str
    DB_POOL_SIZE: int
    DB_MAX_OVERFLOW: int
    DB_POOL_TIMEOUT: int
    DB_POOL_RECYCLE: int
    REDIS_URL: str
    CACHE_ENABLED: bool
    CACHE_DEFAULT_TTL: int
    GOOGLE_CLIENT_ID: str
    GOOGLE_CLIENT_SECRET: str
    GOOGLE_REDIRECT_URI: HttpUrl
    SMTP_HOST: str
    SMTP_PORT: int
    SMTP_USER: str
    SMTP_PASSWORD: str


@pytest.fixture(scope="module")
def started() -> Started:
    """Give the variables of each container of each stack."""
    return started_by("systems/fastvue")


@pytest.mark.parametrize("stack", STACKS)
def test_each_container_gets_the_guide_s_variables_and_no_others(
    started: Started, stack: str
) -> None:
    guide = set(FastVueSettings.model_fields)

    assert {name: set(values) for name, values in started[stack].items()} == {
        "backend": guide | PLATFORM,
        "migrate": guide,
    }


@pytest.mark.parametrize("stack", STACKS)
def test_pydantic_reads_numbers_booleans_lists_and_addresses(
    started: Started, stack: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for values in started[stack].values():
        for name, value in values.items():
            monkeypatch.setenv(name, value)
        read = FastVueSettings()

        assert read.DEBUG is False
        assert read.CACHE_ENABLED is True
        assert all(origin.scheme == "https" for origin in read.BACKEND_CORS_ORIGINS)
        assert (read.DB_POOL_TIMEOUT, read.DB_POOL_RECYCLE) == (30, 3600)
        assert read.GOOGLE_REDIRECT_URI.host == read.ALLOWED_HOSTS[0]
        assert read.SECRET_KEY != "generate-with-openssl-rand-base64-32"


@pytest.mark.parametrize("stack", STACKS)
def test_sqlalchemy_finds_the_database_over_tls(started: Started, stack: str) -> None:
    url = make_url(started[stack]["backend"]["DATABASE_URL"])

    assert url.get_dialect().name == "postgresql"
    assert (url.host, url.port) == ("database-main-primary.internal", 5432)
    assert (url.username, url.database) == ("fastvue_owner", "fastvue")
    assert url.query == {"sslmode": "require"}


@pytest.mark.parametrize("stack", STACKS)
def test_redis_is_asked_over_tls_with_a_token(started: Started, stack: str) -> None:
    pool = redis.ConnectionPool.from_url(started[stack]["backend"]["REDIS_URL"])

    assert pool.connection_class is redis.SSLConnection
    assert pool.connection_kwargs["host"] == "cache-sessions.internal"
    assert pool.connection_kwargs["db"] == 0
    assert pool.connection_kwargs["ssl_cert_reqs"] == "required"
    assert pool.connection_kwargs["password"]


GUIDES_POOL = "pool_size: 20\n          max_overflow: 40"
WORKING_POOL = "pool_size: 5\n          max_overflow: 10"


def prod_with(folder: Path, *changes: tuple[str, str]) -> Path:
    """Write prod's stack file anew with texts replaced by others."""
    text = (FOLDER / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    for old, new in changes:
        assert old in text, old
        text = text.replace(old, new)
    path = folder / "Pulumi.prod.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_the_guide_s_pool_is_refused_with_the_sum_and_a_pool_that_works(tmp_path: Path) -> None:
    (problem,) = refusal(prod_with(tmp_path, (WORKING_POOL, GUIDES_POOL)))

    assert problem.key == "groundplan:database.main.max_connections"
    assert "backend 1920 + migrate 1 + 10 in reserve = 1931" in problem.message
    assert "it takes backend with pool_size 6 and max_overflow 12" in problem.message
    proposed = "pool_size: 6\n          max_overflow: 12"
    assert refusal(prod_with(tmp_path, (WORKING_POOL, proposed))) == ()


@pytest.mark.parametrize(("connections", "refusals"), [(1930, 1), (1931, 0)])
def test_the_guide_s_pool_is_taken_by_a_class_that_is_large_enough(
    connections: int, refusals: int, tmp_path: Path
) -> None:
    large = prod_with(
        tmp_path,
        (WORKING_POOL, GUIDES_POOL),
        ("db.t4g.large", "db.r6g.2xlarge"),
        ("max_connections: 600", f"max_connections: {connections}"),
    )

    assert len(refusal(large)) == refusals
