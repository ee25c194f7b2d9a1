"""The containers of supply-chain AI start with what FastAPI and n8n read, in the form they do."""

from pathlib import Path
from urllib.parse import urlsplit

import pytest
import redis
from pydantic_settings import BaseSettings
from pymongo.uri_parser import parse_uri
from ruamel.yaml import YAML

from groundplan.plan import Plan, record
from groundplan.plan.project import read_yaml
from groundplan.settings import read
from tests.conftest import ROOT
from tests.systems.environment import PLATFORM, STACKS, Started, started_by
from tests.systems.stacks import System

FOLDER = ROOT / "systems/supply-chain-ai"

LISTENER_RULE = "aws:lb/listenerRule:ListenerRule"

GUIDE = {
    *("MONGODB_URL", "DATABASE_NAME", "COLLECTION_NAME"),
    *("JWT_SECRET", "JWT_EXPIRES_IN_HOURS"),
    *("REDIS_HOST", "REDIS_PORT"),
    *("PORT", "ENVIRONMENT"),
}
ENCRYPTED_REDIS = {"REDIS_PASSWORD", "REDIS_SSL"}
"""What the guide's Redis has no need of, and one that is not open to everybody has."""

N8N = {
    *(f"N8N_{key}" for key in ("HOST", "PORT", "PROTOCOL", "PROXY_HOPS", "USER_FOLDER")),
    *("N8N_ENCRYPTION_KEY", "N8N_DIAGNOSTICS_ENABLED", "WEBHOOK_URL"),
    *("EXECUTIONS_DATA_PRUNE", "EXECUTIONS_DATA_MAX_AGE", "DB_TYPE"),
    *(f"DB_POSTGRESDB_{key}" for key in ("HOST", "PORT", "DATABASE", "USER", "PASSWORD")),
    *("DB_POSTGRESDB_POOL_SIZE", "DB_POSTGRESDB_SSL_CA_FILE"),
}


class Backend(BaseSettings):
    """The guide's environment file, as FastAPI applications read one."""

    mongodb_url: str
    database_name: str
    collection_name: str
    jwt_secret: str
    jwt_expires_in_hours: int
    redis_host: str
    redis_port: int
    redis_password: str
    redis_ssl: bool
    port: int
    environment: str


@pytest.fixture(scope="module")
def started() -> Started:
    """Give the variables of each container of each stack."""
    return started_by("systems/supply-chain-ai")


@pytest.fixture
def backend(
    started: Started, request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch
) -> Backend:
    """Give the settings that the application of a stack would have."""
    for name, value in started[request.param]["backend"].items():
        monkeypatch.setenv(name, value)
    return Backend()  # pyright: ignore[reportCallIssue] - from the environment


@pytest.mark.parametrize("stack", STACKS)
def test_each_container_gets_its_variables_and_no_others(started: Started, stack: str) -> None:
    own = {name: set(values) for name, values in started[stack].items()}

    assert own == {"backend": GUIDE | ENCRYPTED_REDIS | PLATFORM, "n8n": N8N | PLATFORM}


@pytest.mark.parametrize("backend", STACKS, indirect=True)
def test_the_driver_finds_documentdb_with_tls_and_without_what_it_lacks(
    backend: Backend, tmp_path: Path
) -> None:
    in_the_image = tmp_path / "global-bundle.pem"
    in_the_image.touch()
    uri = backend.mongodb_url.replace("/etc/ssl/rds/global-bundle.pem", str(in_the_image))
    found = parse_uri(uri)

    assert found["nodelist"] == [("document-database-main.internal", 27017)]
    assert found["database"] == backend.database_name == "n8n_Test"
    assert backend.collection_name == "n8n_Users"
    assert found["options"]["tls"] is True
    assert found["options"]["tlsCAFile"] == str(in_the_image)
    assert found["options"]["retryWrites"] is False


@pytest.mark.parametrize("backend", STACKS, indirect=True)
def test_sessions_are_reached_by_host_and_port_over_tls(backend: Backend) -> None:
    client = redis.Redis(
        host=backend.redis_host,
        port=backend.redis_port,
        password=backend.redis_password,
        ssl=backend.redis_ssl,
    )
    reached = client.connection_pool.connection_kwargs

    assert (reached["host"], reached["port"]) == ("cache-sessions.internal", 6379)
    assert client.connection_pool.connection_class is redis.SSLConnection
    assert len(backend.redis_password) >= 16


@pytest.mark.parametrize("backend", STACKS, indirect=True)
def test_the_backend_listens_on_8080_and_signs_with_256_bits(backend: Backend) -> None:
    assert backend.port == 8080
    assert backend.jwt_expires_in_hours == 24
    assert len(backend.jwt_secret) * 8 >= 256


@pytest.mark.parametrize("stack", STACKS)
def test_n8n_has_a_database_a_key_and_an_address_for_webhooks_of_its_own(
    started: Started, stack: str
) -> None:
    values, backend = started[stack]["n8n"], started[stack]["backend"]
    webhooks = urlsplit(values["WEBHOOK_URL"])

    assert values["DB_TYPE"] == "postgresdb"
    assert values["DB_POSTGRESDB_HOST"] == "database-n8n-primary.internal"
    assert values["DB_POSTGRESDB_DATABASE"] == "n8n"
    assert (webhooks.scheme, webhooks.hostname) == (values["N8N_PROTOCOL"], values["N8N_HOST"])
    assert values["N8N_PORT"] == values["PORT"] == "5678"
    assert len(values["N8N_ENCRYPTION_KEY"]) >= 32
    assert "MONGODB_URL" not in values
    assert "N8N_ENCRYPTION_KEY" not in backend


def test_n8n_is_never_two_and_only_its_webhooks_are_open() -> None:
    plan = System(FOLDER, "prod").plan
    scaled = {
        one.read("spec.scaleTargetRef.name")
        for one in plan.of_kind("kubernetes:autoscaling/v2:HorizontalPodAutoscaler")
    }
    (rule,) = [one for one in plan.of_kind(LISTENER_RULE) if one.name == "load-balancer-n8n"]
    open_to = {next(iter(one)): one for one in rule.read("conditions")}

    assert scaled == {"backend"}
    assert open_to["pathPattern"]["pathPattern"]["values"] == [
        "/webhook/*",
        "/webhook-waiting/*",
    ]
    assert open_to["hostHeader"]["hostHeader"]["values"] == ["n8n.supply-chain-ai.com"]


ATLAS = {
    "kind": "external",
    "secret": "atlas-uri",
    "port": 27017,
    "cidr_blocks": ["203.0.113.0/28"],
}


@pytest.fixture(scope="module")
def with_atlas(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give the project with prod's documents at Atlas: one entry, its secret, the name as text."""
    folder = tmp_path_factory.mktemp("atlas")
    document = read_yaml(FOLDER / "Pulumi.prod.yaml")
    config = document["config"]
    config["groundplan:document_database"] = {"main": ATLAS}
    config["groundplan:secrets_manager"]["secrets"]["atlas-uri"] = {
        "kind": "external",
        "description": "The mongodb+srv address of the Atlas cluster",
    }
    service = config["groundplan:services"]["backend"]
    service["environment"]["DATABASE_NAME"] = "n8n_Test"
    del service["secrets"]["DATABASE_NAME"]
    project = f"name: supply-chain-ai\nruntime: python\nmain: {ROOT}\n"
    (folder / "Pulumi.yaml").write_text(project)
    YAML().dump(document, folder / "Pulumi.prod.yaml")
    return folder


@pytest.fixture(scope="module")
def atlas_plan(with_atlas: Path) -> Plan:
    """Give its plan."""
    return record(with_atlas, "prod")


def test_with_atlas_nothing_is_built_but_the_way_out_to_it(
    with_atlas: Path, atlas_plan: Plan
) -> None:
    read(with_atlas / "Pulumi.prod.yaml")
    policy = next(
        one
        for one in atlas_plan.of_kind("kubernetes:networking.k8s.io/v1:NetworkPolicy")
        if one.name == "backend"
    )
    ways = [
        (one["to"][0]["ipBlock"]["cidr"], one["ports"][0]["port"])
        for one in policy.read("spec.egress")
    ]

    assert list(atlas_plan.of_kind("aws:docdb/cluster:Cluster")) == []
    assert ("203.0.113.0/28", 27017) in ways
