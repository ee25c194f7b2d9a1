"""ParkMe's containers start with what its settings read, in the form they read it."""

import os
import subprocess
from pathlib import Path

import dj_database_url
import environ
import pytest
import redis
from django.http.request import validate_host
from kombu.utils.url import parse_url

from tests.conftest import ROOT
from tests.systems.environment import PLATFORM, STACKS, Started, started_by
from tests.systems.stacks import System

FOLDER = ROOT / "systems/parkme"

GUIDE = {
    *("SECRET_KEY", "DEBUG", "DJANGO_ALLOWED_HOSTS", "DJANGO_SETTINGS_MODULE", "SENTRY_DSN"),
    *(f"DATABASE_{key}" for key in ("NAME", "USER", "PASSWORD", "HOST", "PORT")),
    *("DATABASE_REPLICA1_URL", "DATABASE_REPLICA2_URL"),
    *("REDIS_URL", "CELERY_BROKER_URL", "CELERY_RESULT_BACKEND"),
    *("AWS_STORAGE_BUCKET_NAME", "AWS_S3_REGION_NAME"),
    *(f"EMAIL_{key}" for key in ("BACKEND", "HOST", "PORT", "USE_TLS")),
    *("EMAIL_HOST_USER", "EMAIL_HOST_PASSWORD", "DEFAULT_FROM_EMAIL"),
    *("SECURE_SSL_REDIRECT", "SECURE_HSTS_SECONDS"),
    *("SESSION_COOKIE_SECURE", "CSRF_COOKIE_SECURE"),
}
"""Its environment file without the keys of AWS; the replicas are those of its router."""


@pytest.fixture(scope="module")
def started() -> Started:
    """Give the variables of each container of each stack."""
    return started_by("systems/parkme")


@pytest.mark.parametrize("stack", STACKS)
def test_each_container_gets_the_guide_s_variables_and_no_others(
    started: Started, stack: str
) -> None:
    own = {name: set(values) for name, values in started[stack].items()}

    assert own == {
        "web": GUIDE | PLATFORM,
        **dict.fromkeys(("worker", "beat", "migrate", "collectstatic"), GUIDE),
    }


@pytest.mark.parametrize("stack", STACKS)
def test_django_reads_booleans_lists_and_numbers(started: Started, stack: str) -> None:
    for values in started[stack].values():
        env = environ.Env()
        env.ENVIRON = values

        assert env.bool("DEBUG") is False
        assert env.bool("EMAIL_USE_TLS")
        assert env.bool("SESSION_COOKIE_SECURE")
        assert env.bool("CSRF_COOKIE_SECURE")
        assert env.int("EMAIL_PORT") == 587
        assert env.int("DATABASE_PORT") == 5432
        assert len(env.str("SECRET_KEY")) >= 48
        assert all("parkme.com" in host for host in env.list("DJANGO_ALLOWED_HOSTS"))


@pytest.mark.parametrize("stack", STACKS)
def test_django_answers_the_probe_at_the_task_s_own_address(
    started: Started, stack: str, tmp_path: Path
) -> None:
    (tmp_path / "hostname").write_text("#!/bin/sh\necho 10.20.3.4\n")
    (tmp_path / "hostname").chmod(0o700)
    definitions = System(FOLDER, stack).plan.of_kind("aws:ecs/taskDefinition:TaskDefinition")
    (task,) = (one for one in definitions if one.name == "web")
    shell = task.document("containerDefinitions")[0]["command"][:4]
    env = environ.Env()
    env.ENVIRON = {
        "DJANGO_ALLOWED_HOSTS": subprocess.run(
            [*shell, "printenv", "DJANGO_ALLOWED_HOSTS"],
            env={**started[stack]["web"], "PATH": f"{tmp_path}:{os.environ['PATH']}"},
            capture_output=True,
            text=True,
            check=True,
        ).stdout.strip()
    }
    hosts = env.list("DJANGO_ALLOWED_HOSTS")

    assert validate_host("10.20.3.4", hosts)
    assert validate_host(started[stack]["web"]["DJANGO_ALLOWED_HOSTS"].split(",")[0], hosts)
    assert not validate_host("10.20.3.5", hosts)


def test_the_router_reads_from_each_replica_over_tls(
    started: Started,
) -> None:
    values = started["prod"]["web"]
    for number in (1, 2):
        replica = dj_database_url.parse(values[f"DATABASE_REPLICA{number}_URL"])

        assert replica["ENGINE"] == "django.db.backends.postgresql"
        assert replica["HOST"] == f"database-main-replica-{number}.internal"
        assert replica["NAME"] == values["DATABASE_NAME"]
        assert replica["PASSWORD"] == values["DATABASE_PASSWORD"]
        assert replica["OPTIONS"] == {"sslmode": "require"}


@pytest.mark.parametrize("stack", STACKS)
def test_broker_and_cache_are_two_hosts_that_both_check_certificates(
    started: Started, stack: str
) -> None:
    for values in started[stack].values():
        broker = parse_url(values["CELERY_BROKER_URL"])
        cache = redis.ConnectionPool.from_url(values["REDIS_URL"])

        assert (broker["transport"], broker["hostname"]) == ("rediss", "cache-broker.internal")
        assert broker["virtual_host"] == "0"
        assert values["CELERY_RESULT_BACKEND"] == values["CELERY_BROKER_URL"]
        assert cache.connection_kwargs["host"] == "cache-views.internal"
        assert cache.connection_class is redis.SSLConnection
        assert cache.connection_kwargs["ssl_cert_reqs"] == "required"
