"""What the engine plans when one setting of staging changes: data is never built anew."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

import pytest

from groundplan.plan import Plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.recovery import settle_creates
from groundplan.rehearsal.run_result import RunResult, Step
from groundplan.rehearsal.workspace import Workspace
from tests.conftest import ROOT
from tests.engine.extent import EVERYTHING
from tests.engine.killing import killed_when_a_job_starts
from tests.engine.order import its_order_is_good

DATA = (
    "aws:backup/vault:Vault",
    "aws:docdb/cluster:Cluster",
    "aws:dynamodb/table:Table",
    "aws:efs/fileSystem:FileSystem",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:kms/key:Key",
    "aws:rds/cluster:Cluster",
    "aws:rds/instance:Instance",
    "aws:s3/bucket:Bucket",
    "aws:secretsmanager/secret:Secret",
)
DATABASE, CACHE, WEB = (
    "groundplan:database.main",
    "groundplan:cache.sessions",
    "groundplan:services.web",
)
MEDIA, BACKUPS = "groundplan:storage.media", "groundplan:storage.backups"
SIGNING_KEY = "groundplan:secrets_manager.secrets.app-signing-key"
THIRD_ZONE = ("groundplan:network.availability_zones[2]", "c")
REPLICAS = (f"{DATABASE}.read_replicas", "2")
IMAGE = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/backend@sha256:"

EKS = {
    "kind": "eks",
    "administrators[0]": "arn:aws:iam::111122223333:role/deploy",
    "public_access_cidrs[0]": "203.0.113.0/24",
    "nodes.capacity": "auto",
    "nodes.max_vcpus": "23",
    "log_retention_days": "30",
    "deletion_protection": "false",
}


@dataclass(frozen=True)
class Change:
    """A setting, its new value and the old one, and what the engine does with a resource then."""

    key: str
    new: str
    old: str
    changes: str
    type: str | None = None


SAMPLE = (
    Change(f"{DATABASE}.instance_class", "db.t4g.large", "db.t4g.medium", "update {}-primary"),
    Change(REPLICAS[0], "1", REPLICAS[1], "delete {}-replica-2"),
    Change(THIRD_ZONE[0], "", THIRD_ZONE[1], "delete network-private-c"),
    Change(f"{CACHE}.engine_version", "8.0", "8.2", "replace cache-sessions", "string"),
)
REST = (
    Change(REPLICAS[0], "3", REPLICAS[1], "create {}-replica-3"),
    Change("groundplan:network.availability_zones[3]", "d", "", "create network-private-d"),
    Change(f"{DATABASE}.storage_gib", "40", "20", "update {}-primary"),
    Change(f"{DATABASE}.backup_retention_days", "14", "7", "update {}-primary"),
    Change(f"{DATABASE}.log_retention_days", "60", "30", "update {}-primary-postgresql"),
    Change(f"{DATABASE}.multi_az", "true", "false", "update {}-primary"),
    Change(f"{DATABASE}.engine_version", "18", "17", "update {}-primary", "string"),
    Change(f"{DATABASE}.password_version", "2", "", "update {}-primary"),
    Change(f"{DATABASE}.password_version", "3", "", "replace web"),
    Change(f"{CACHE}.password_version", "2", "", "update cache-sessions"),
    Change(f"{CACHE}.password_version", "3", "", "replace worker"),
    Change(f"{SIGNING_KEY}.version", "2", "", "replace scheduler"),
    Change(f"{CACHE}.node_type", "cache.t4g.small", "cache.t4g.micro", "update cache-sessions"),
    Change(f"{CACHE}.engine_version", "9.1", "8.2", "update cache-sessions", "string"),
    Change(f"{CACHE}.snapshot_retention_days", "3", "1", "update cache-sessions"),
    Change(f"{CACHE}.replicas", "1", "0", "update cache-sessions"),
    Change(f"{MEDIA}.noncurrent_expire_after_days", "14", "7", "update storage-media"),
    Change(f"{BACKUPS}.expire_after_days", "100", "90", "update storage-backups"),
    Change(
        f"{WEB}.image",
        f"{IMAGE}{'0' * 64}",
        f"{IMAGE}9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "replace web",
    ),
    Change(f"{WEB}.memory_mib", "2048", "1024", "replace web"),
    Change("groundplan:services.worker.spot_percent", "30", "100", "update worker"),
    Change(f"{WEB}.scaling.max_tasks", "4", "3", "update web"),
    Change("groundplan:load_balancer.idle_timeout_seconds", "61", "60", "update load-balancer"),
)
CHANGES = [*SAMPLE, *(pytest.param(one, marks=EVERYTHING) for one in REST)]


@pytest.fixture(scope="module")
def staging(engine: Engine, staging_plan: Plan) -> Iterator[Workspace]:
    """Staging after it has grown by two replicas and a zone."""
    with Workspace(ROOT, "staging", engine) as workspace:
        assert workspace.up().exit_code == 0
        made = workspace.cloud.operations
        its_order_is_good(json.dumps(workspace.export()), made, staging_plan)
        workspace.configure(*THIRD_ZONE)
        workspace.configure(*REPLICAS)
        grown = workspace.up()
        assert grown.exit_code == 0, grown.errors
        assert lost(grown) == set()
        yield workspace


def told(step: Step) -> str:
    return f"{step.op} {step.urn.rpartition('::')[2]}"


def lost(result: RunResult) -> set[str]:
    """Give what holds data and would be deleted, or built anew and empty."""
    return {
        told(one)
        for one in result.changes
        if one.op in ("delete", "replace") and one.urn.split("::")[2].endswith(DATA)
    }


def stores(stack: Workspace) -> set[str]:
    """Give the ids of what holds data in the account."""
    return {one.id for one in stack.cloud.built if one.type in DATA}


@contextmanager
def changed(stack: Workspace, change: Change) -> Iterator[None]:
    def write(value: str) -> None:
        if value:
            stack.configure(change.key, value, kind=change.type)
        else:
            stack.unset(change.key)

    write(change.new)
    try:
        yield
    finally:
        write(change.old)


@pytest.mark.parametrize("change", CHANGES, ids=lambda one: f"{one.key}={one.new}")
def test_a_changed_setting_changes_what_it_names_and_replaces_no_data(
    staging: Workspace, change: Change
) -> None:
    with changed(staging, change):
        plan = staging.preview()

    expected = change.changes.format("database-main")
    assert plan.exit_code == 0, plan.errors
    assert expected in {told(step) for step in plan.changes}
    assert lost(plan) <= {expected}, "data would be gone, or built anew and empty"


def revisions(stack: Workspace) -> dict[str, str]:
    """Give the definition that each service runs."""
    resources = stack.export()["deployment"]["resources"]
    return {
        one["urn"]: one["outputs"]["taskDefinition"]
        for one in resources
        if one["type"] == "aws:ecs/service:Service"
    }


def test_a_migration_that_fails_or_is_killed_leaves_every_service_and_the_next_rolls_out(
    staging: Workspace,
) -> None:
    before = revisions(staging)
    for service in ("web", "worker", "scheduler", "migrate"):
        staging.configure(f"groundplan:services.{service}.image", f"{IMAGE}{'1' * 64}")
    staging.tasks.exit_code = 1

    assert "migrate ended with exit code 1" in staging.up().errors
    assert revisions(staging) == before

    staging.tasks.exit_code = 0
    with killed_when_a_job_starts(staging):
        assert staging.up().exit_code < 0
    staging.cancel()
    settle_creates(staging)
    assert revisions(staging) == before

    assert staging.up().exit_code == 0
    after = revisions(staging)
    assert after.keys() == before.keys()
    assert after.items().isdisjoint(before.items())


def test_a_setting_that_is_refused_is_told_in_its_own_words(staging: Workspace) -> None:
    with changed(staging, Change(f"{WEB}.cpu_units", "1024", "512", "nothing")):
        plan = staging.preview()

    assert plan.exit_code != 0
    assert "groundplan:services.web" in plan.errors
    assert "Traceback" not in plan.errors


@EVERYTHING
def test_a_stack_that_shrinks_is_changed_and_then_left_alone(staging: Workspace) -> None:
    staging.configure(REPLICAS[0], "0")
    staging.unset(THIRD_ZONE[0])

    shrunk = staging.up()

    assert shrunk.exit_code == 0, shrunk.errors
    assert lost(shrunk) == {f"delete database-main-replica-{number}" for number in (1, 2)}
    assert staging.preview(expect_no_changes=True).exit_code == 0


def test_other_compute_moves_the_services_and_no_data(staging: Workspace) -> None:
    for key in ("container_insights", "execute_command"):
        staging.unset(f"groundplan:compute.{key}")
    for key, value in EKS.items():
        staging.configure(f"groundplan:compute.{key}", value)
    staging.configure("groundplan:compute.version", "1.35", kind="string")
    before = stores(staging)

    moved = staging.up()

    assert moved.exit_code == 0, moved.errors
    assert {"delete web", "create web"} <= {told(step) for step in moved.changes}
    assert lost(moved) == set()
    assert before <= stores(staging)
