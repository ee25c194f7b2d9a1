"""What the engine plans when one setting of staging changes: data is never built anew."""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from groundplan.plan import Plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.run_result import Step
from groundplan.rehearsal.workspace import Workspace
from tests.conftest import ROOT
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
EVERYTHING = pytest.mark.skipif(
    os.environ.get("REHEARSE_ALL") != "1", reason="`make rehearse-all` tries every setting"
)
DATABASE, CACHE, WEB = (
    "groundplan:database.main",
    "groundplan:cache.sessions",
    "groundplan:services.web",
)


@dataclass(frozen=True)
class Change:
    """A setting, its new value and the old one, and a resource that changes with it."""

    key: str
    new: str
    old: str
    changes: str
    type: str | None = None


CHANGES = [
    Change(
        f"{DATABASE}.instance_class",
        "db.t4g.large",
        "db.t4g.medium",
        "update database-main-primary",
    ),
    Change(f"{DATABASE}.read_replicas", "1", "0", "create database-main-replica-1"),
    pytest.param(
        Change("groundplan:network.availability_zones[2]", "c", "", "create network-private-c"),
        marks=EVERYTHING,
    ),
    *(
        pytest.param(change, marks=EVERYTHING)
        for change in (
            Change(f"{DATABASE}.storage_gib", "40", "20", "update database-main-primary"),
            Change(f"{DATABASE}.backup_retention_days", "14", "7", "update database-main-primary"),
            Change(f"{DATABASE}.multi_az", "true", "false", "update database-main-primary"),
            Change(
                f"{DATABASE}.engine_version", "18", "17", "update database-main-primary", "string"
            ),
            Change(
                f"{CACHE}.node_type", "cache.t4g.small", "cache.t4g.micro", "update cache-sessions"
            ),
            Change(f"{CACHE}.replicas", "1", "0", "update cache-sessions"),
            Change(f"{WEB}.cpu_units", "1024", "512", "replace web"),
            Change(f"{WEB}.scaling.max_tasks", "4", "3", "update web"),
            Change(
                "groundplan:load_balancer.idle_timeout_seconds", "61", "60", "update load-balancer"
            ),
        )
    ),
]


@pytest.fixture(scope="module")
def staging(engine: Engine, staging_plan: Plan) -> Iterator[Workspace]:
    with Workspace(ROOT, "staging", engine) as workspace:
        assert workspace.up().exit_code == 0
        made = workspace.cloud.operations
        its_order_is_good(json.dumps(workspace.export()), made, staging_plan)
        yield workspace


def told(step: Step) -> str:
    return f"{step.op} {step.urn.rpartition('::')[2]}"


@pytest.mark.parametrize("change", CHANGES, ids=lambda change: change.key)
def test_a_changed_setting_changes_what_it_names_and_replaces_no_data(
    staging: Workspace, change: Change
) -> None:
    staging.configure(change.key, change.new, kind=change.type)
    plan = staging.preview()
    if change.old:
        staging.configure(change.key, change.old, kind=change.type)
    else:
        staging.unset(change.key)

    assert plan.exit_code == 0, plan.errors
    assert change.changes in {told(step) for step in plan.changes}
    lost = [
        told(one)
        for one in plan.changes
        if "replace" in one.op and one.urn.split("::")[2].endswith(DATA)
    ]
    assert lost == [], "data would be built anew, empty"
