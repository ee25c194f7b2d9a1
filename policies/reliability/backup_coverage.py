"""That everything which holds data is backed up."""

from policies.backup_selection import selects
from policies.kinds import (
    BACKUP_SELECTION,
    DATABASE,
    DATABASE_CLUSTER,
    DOCUMENT_CLUSTER,
    DYNAMODB_TABLE,
    EBS_VOLUME,
    FILE_SYSTEM,
)
from policies.properties import is_true
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import PASS, Verdict, any_of, demand, violation


def _selects_something(selection: Subject) -> Verdict | None:
    names = ("resources", "selectionTags", "conditions")
    return demand(any(selection.has(one) for one in names), "resources")


def _in_a_plan(resource: Subject) -> Verdict | None:
    found = [resource.other(one) for one in resource.plan.of_kind(BACKUP_SELECTION)]
    return any_of(lambda one=one: demand(selects(one, resource)) for one in found) or violation(
        detail="no backup selection names it"
    )


def _backed_up(store: Subject) -> Verdict | None:
    if store.has("replicateSourceDb") or store.has("replicationSourceIdentifier"):
        return None
    days = store.number("backupRetentionPeriod", 0)
    if days >= store.threshold("minimum_days"):
        return PASS
    return _in_a_plan(store)


def _point_in_time(table: Subject) -> Verdict | None:
    return demand(is_true(table.get("pointInTimeRecovery.enabled")), "pointInTimeRecovery.enabled")


def _covered(name: str, ids: str, kind: str) -> Rule:
    return Rule(
        name=name,
        control="X-08",
        ids=ids,
        severity="high",
        levels=PROD_FIRST,
        applies_to=(kind,),
        graph=True,
        check=_in_a_plan,
        problem="no backup plan covers it",
        why="what nobody selected is found missing on the day of the restore",
        fix="aws.backup.Selection(resources=[<its arn>]) or a tag that a selection names",
    )


RULES = (
    Rule(
        name="backup-selection-not-empty",
        control="X-08",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(BACKUP_SELECTION,),
        check=_selects_something,
        problem="the selection selects nothing",
        why="the plan runs every night and keeps nothing",
        fix="resources=[...] or selection_tags=[...]",
    ),
    Rule(
        name="store-backed-up",
        control="X-08",
        ids="FSBP:RDS.26",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DOCUMENT_CLUSTER),
        graph=True,
        check=_backed_up,
        thresholds={"minimum_days": 30},
        in_staging={"minimum_days": 7},
        problem="neither its own backups nor a plan keep 30 days",
        why="what nobody selected is found missing on the day of the restore",
        fix="backup_retention_period=30, or an aws.backup.Selection that names it",
    ),
    _covered("database-cluster-in-backup-plan", "FSBP:RDS.26 CKV2_AWS_8", DATABASE_CLUSTER),
    _covered("volume-in-backup-plan", "FSBP:EC2.28 CKV2_AWS_9", EBS_VOLUME),
    _covered("file-system-in-backup-plan", "FSBP:EFS.2 CKV2_AWS_18", FILE_SYSTEM),
    Rule(
        name="dynamodb-point-in-time-recovery-on",
        control="X-08",
        ids="CKV_AWS_28",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(DYNAMODB_TABLE,),
        check=_point_in_time,
        problem="there is no way back to a minute ago",
        why="a wrong batch job overwrites every item",
        fix='point_in_time_recovery={"enabled": True}',
    ),
)
