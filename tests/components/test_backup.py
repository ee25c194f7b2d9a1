"""Backups: made daily, kept apart, locked by setting, copied and tried out."""

import json
from collections.abc import Mapping
from typing import Any

from components.backup import Backup, BackupArgs
from components.labels import Labels
from groundplan.plan import MISSING, Plan
from tests.components.recorded import KEY_ARN, of, only, recorded, used

VAULT = "aws:backup/vault:Vault"
LOCK = "aws:backup/vaultLockConfiguration:VaultLockConfiguration"
VAULT_POLICY = "aws:backup/vaultPolicy:VaultPolicy"
PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"
RESTORE_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
RESTORE_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"
KEY = "aws:kms/key:Key"

DATABASE_ARN = "arn:aws:rds:eu-west-1:111122223333:db:shop-test-database"
COPY = {"copy_region": "eu-central-1", "copy_retention_days": 60}


def build(labels: Labels) -> None:
    resources = {"RDS": [DATABASE_ARN]}
    Backup("backup", BackupArgs(labels, labels.settings.backup, KEY_ARN, resources))


def backup(changes: Mapping[str, Any] | None = None) -> Plan:
    return recorded(build, {"backup": changes or {}})


def test_everything_that_holds_data_is_backed_up_once_a_day() -> None:
    plan = backup({"start_hour_utc": 5, "retention_days": 45})
    (rule,) = only(plan, PLAN).read("rules")

    assert only(plan, SELECTION).read("resources") == [DATABASE_ARN]
    assert rule["schedule"] == "cron(0 5 * * ? *)"
    assert rule["lifecycle"] == {"deleteAfter": 45}
    assert only(plan, VAULT).read("kmsKeyArn") == KEY_ARN


def test_old_points_go_to_cold_storage_by_setting() -> None:
    plan = backup({"retention_days": 120, "cold_after_days": 30})
    (rule,) = only(plan, PLAN).read("rules")

    assert rule["lifecycle"] == {"deleteAfter": 120, "coldStorageAfter": 30}


def test_a_copy_lies_in_another_region_under_a_key_of_that_region() -> None:
    plan = backup(COPY)
    (rule,) = only(plan, PLAN).read("rules")
    copy = of(plan, VAULT)["backup-copy"]

    assert copy.read("region") == "eu-central-1"
    assert only(plan, KEY).read("region") == "eu-central-1"
    assert used(plan, copy, "kmsKeyArn") == {"backup-copy"}
    assert rule["copyActions"][0]["lifecycle"] == {"deleteAfter": 60}
    assert used(plan, only(plan, PLAN), "rules") == {"backup", "backup-copy"}


def test_a_locked_vault_lets_nobody_delete_and_an_open_one_can_be_destroyed() -> None:
    locked, is_open = backup({"lock_days": 7}), backup({"lock_days": None})
    (statement,) = json.loads(only(locked, VAULT_POLICY).read("policy"))["Statement"]

    assert only(locked, LOCK).read("minRetentionDays") == 7
    assert only(locked, LOCK).read("changeableForDays") is MISSING, "compliance mode is for ever"
    assert (statement["Effect"], statement["Principal"]) == ("Deny", "*")
    assert "backup:DeleteRecoveryPoint" in statement["Action"]
    assert only(locked, VAULT).read("forceDestroy") is False
    assert only(is_open, VAULT).read("forceDestroy") is True
    assert of(is_open, LOCK) == {}


def test_restores_are_tried_by_setting() -> None:
    plan = backup({"restore_test": "monthly"})

    assert only(plan, RESTORE_PLAN).read("scheduleExpression") == "cron(0 8 1 * ? *)"
    assert only(plan, RESTORE_PLAN).read("name") == "shop_test_restores"
    assert only(plan, RESTORE_SELECTION).read("protectedResourceType") == "RDS"
    assert of(backup({"restore_test": "never"}), RESTORE_PLAN) == {}


def test_aws_backup_may_work_before_the_selection_starts_it() -> None:
    plan = backup()

    assert used(plan, only(plan, SELECTION), "iamRoleArn") == {
        "backup",
        "backup-backup",
        "backup-restores",
    }
