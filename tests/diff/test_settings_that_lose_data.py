"""Settings of a stack without protection: what loses data says so, and what need not does not."""

from pathlib import Path
from typing import Any

import pytest
from ruamel.yaml import YAML

from groundplan.diff import PlanDiff, compare
from groundplan.plan import Plan, record
from tests.conftest import ROOT
from tests.settings.stack_files import SERVERLESS, changed

ZONES = ["a", "b", "c"]
ZONE = "network__availability_zones"
WITHOUT_NODES = {"cache__pages": SERVERLESS}
KEPT_BACKUPS = {"storage__backups__force_destroy": False}
MEMORY = "loses what it holds in memory"


def planned(folder: Path, changes: dict[str, Any]) -> Plan:
    folder.mkdir()
    (folder / "Pulumi.yaml").write_text(f"name: groundplan\nruntime: python\nmain: {ROOT}\n")
    YAML().dump({"config": changed("staging", changes)}, folder / "Pulumi.staging.yaml")
    return record(folder, "staging")


def lost(diff: PlanDiff) -> dict[str, str | None]:
    return {one.resource.name: one.data_loss for one in diff.losses}


@pytest.mark.parametrize(
    ("changes", "losses"),
    [
        ({"cache__sessions__engine_version": "8.0"}, {"cache-sessions": MEMORY}),
        ({"cache__sessions__engine_version": "9.1"}, {}),
        ({"database__main__name": "other"}, {"database-main-primary": "loses its data"}),
        ({"database__main__engine_version": "18"}, {}),
        ({ZONE: ZONES}, {}),
    ],
    ids=["a cache back a version", "a cache up", "another database", "a database up", "a zone"],
)
def test_a_changed_setting_says_what_is_lost(
    staging_plan: Plan, tmp_path: Path, changes: dict[str, Any], losses: dict[str, str]
) -> None:
    assert lost(compare(staging_plan, planned(tmp_path / "head", changes))) == losses


@pytest.mark.parametrize(
    ("before", "more"),
    [(WITHOUT_NODES, {ZONE: ZONES}), (KEPT_BACKUPS, {"storage__backups__object_lock_days": 30})],
    ids=["a zone beside a serverless cache", "a lock on a bucket"],
)
def test_what_is_built_can_be_given_more_without_being_built_anew(
    tmp_path: Path, before: dict[str, Any], more: dict[str, Any]
) -> None:
    base, head = planned(tmp_path / "base", before), planned(tmp_path / "head", before | more)

    assert lost(compare(base, head)) == {}
    assert compare(base, head).changes
