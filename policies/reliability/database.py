"""What is demanded of RDS so that data and service survive mistakes and failures."""

from policies.condition import number_is, on, where
from policies.kinds import DATABASE, DATABASE_CLUSTER
from policies.properties import is_true
from policies.rule import ALWAYS, PROD_ONLY, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand, violation

_DEFAULT_DAYS = 1


_LEGAL_DAYS = range(1, 36)
"""Source: RDS user guide, "Backup retention period": 0 switches off, 35 is the most."""


def is_replica(instance: Subject) -> bool:
    """Whether it copies another instance, and with it most settings."""
    return instance.has("replicateSourceDb") or instance.has("replicationSourceIdentifier")


def engine(instance: Subject) -> str:
    """The engine's name; empty for a replica that has that of its source."""
    return str(instance.get("engine", ""))


def _kept_long_enough(database: Subject) -> Verdict | None:
    days = database.number("backupRetentionPeriod", _DEFAULT_DAYS)
    return demand(days >= database.threshold("minimum_days"), "backupRetentionPeriod")


def _final_snapshot(database: Subject) -> Verdict | None:
    return demand(
        not is_true(database.get("skipFinalSnapshot")) and database.has("finalSnapshotIdentifier"),
        "skipFinalSnapshot",
    )


def _has_replica(primary: Subject) -> Verdict | None:
    if is_replica(primary) or not engine(primary).startswith("postgres"):
        return None
    replicas = [
        primary.other(one)
        for one, name in primary.plan.users(primary.resource.urn)
        if one.kind == DATABASE and name == "replicateSourceDb"
    ]
    return any_of(lambda one=one: _elsewhere(primary, one) for one in replicas) or violation(
        detail="no read replica copies it"
    )


def _elsewhere(primary: Subject, replica: Subject) -> Verdict | None:
    zones = primary.get("availabilityZone", None), replica.get("availabilityZone", None)
    return all_of(
        [
            lambda: demand(not is_true(replica.get("publiclyAccessible")), "publiclyAccessible"),
            lambda: demand(zones[0] is None or zones[0] != zones[1], "availabilityZone"),
        ]
    )


RULES = (
    Rule(
        name="rds-multi-az",
        control="RDS-03",
        ids="FSBP:RDS.5 CIS5:2.2.4 CKV_AWS_157",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(DATABASE,),
        check=where(lambda one: not is_replica(one), on("multiAz")),
        problem="the database stands in one zone",
        why="when the zone fails, only a restore brings the service back",
        fix="multi_az=True; settings: database.<name>.multi_az",
    ),
    Rule(
        name="rds-backups-on",
        control="RDS-04",
        ids="FSBP:RDS.11 CKV_AWS_133",
        severity="high",
        levels=ALWAYS,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(
            lambda one: not is_replica(one),
            number_is("backupRetentionPeriod", lambda one: one in _LEGAL_DAYS, _DEFAULT_DAYS),
        ),
        never_exempt=True,
        problem="there are no backups",
        why="a wrong DELETE is final",
        fix="backup_retention_period=30; settings: database.<name>.backup_retention_days",
    ),
    Rule(
        name="rds-backups-kept",
        control="RDS-04",
        ids="FSBP:RDS.11",
        severity="high",
        levels=ALWAYS,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(lambda one: not is_replica(one), _kept_long_enough),
        thresholds={"minimum_days": 30},
        in_staging={"minimum_days": 7},
        problem="backups are kept too short",
        why="damage that is found after a month could not be undone",
        fix="backup_retention_period=30; settings: database.<name>.backup_retention_days",
    ),
    Rule(
        name="rds-deletion-protected",
        control="RDS-05",
        ids="FSBP:RDS.8 CKV_AWS_293",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(DATABASE,),
        check=on("deletionProtection"),
        problem="one call deletes the database",
        why="a renamed resource or a wrong destroy is enough",
        fix="deletion_protection=True; settings: database.<name>.deletion_protection",
    ),
    Rule(
        name="rds-cluster-deletion-protected",
        control="RDS-05",
        ids="FSBP:RDS.8 CKV_AWS_139",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(DATABASE_CLUSTER,),
        check=on("deletionProtection"),
        problem="one call deletes the cluster",
        why="a renamed resource or a wrong destroy is enough",
        fix="deletion_protection=True",
    ),
    Rule(
        name="rds-final-snapshot-taken",
        control="RDS-05",
        ids="FSBP:RDS.8",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(lambda one: not is_replica(one), _final_snapshot),
        problem="deleting takes no last snapshot",
        why="the automatic backups are deleted with the instance",
        fix='skip_final_snapshot=False, final_snapshot_identifier="<name>-final"',
    ),
    Rule(
        name="rds-replica-elsewhere",
        control="RDS-19",
        severity="medium",
        levels=PROD_ONLY,
        applies_to=(DATABASE,),
        graph=True,
        check=_has_replica,
        problem="no read replica stands in another zone",
        why="reports and readers would slow down the writer",
        fix="aws.rds.Instance(replicate_source_db=primary.identifier); "
        "settings: database.<name>.read_replicas",
    ),
)
