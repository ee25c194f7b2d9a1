"""What is demanded of RDS so that data and service survive mistakes and failures."""

from policies.condition import number_is, on, where
from policies.kinds import DATABASE, DATABASE_CLUSTER, DATABASE_CLUSTER_INSTANCE
from policies.properties import is_true
from policies.rule import ADVICE, ALWAYS, PROD_ADVICE, PROD_FIRST, PROD_ONLY, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand, violation

_POSTGRES_LOGS = ("postgresql", "upgrade")
_LONGEST_INTERVAL = 60
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


def _exports_logs(database: Subject) -> Verdict | None:
    wanted = _POSTGRES_LOGS if "postgres" in engine(database) else ()
    exports = database.strings("enabledCloudwatchLogsExports")
    if database.kind == DATABASE_CLUSTER:
        wanted = wanted[:1]
    return demand(
        bool(exports) and all(one in exports for one in wanted), "enabledCloudwatchLogsExports"
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
        fix="multi_az=True; settings: database.multi_az",
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
        fix="backup_retention_period=30; settings: database.backup_retention_days",
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
        fix="backup_retention_period=30; settings: database.backup_retention_days",
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
        fix="deletion_protection=True; settings: database.deletion_protection",
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
        name="rds-logs-exported",
        control="RDS-07",
        ids="FSBP:RDS.9 FSBP:RDS.36 CKV_AWS_129 CKV_AWS_324",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(lambda one: not is_replica(one), _exports_logs),
        problem="logs stay on the instance",
        why="they are gone after days, and nobody is alerted",
        fix='enabled_cloudwatch_logs_exports=["postgresql", "upgrade"]',
    ),
    Rule(
        name="rds-monitoring-detailed",
        control="RDS-09",
        ids="FSBP:RDS.6 CKV_AWS_118",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER_INSTANCE),
        check=number_is("monitoringInterval", lambda one: 0 < one <= _LONGEST_INTERVAL),
        problem="the operating system is not monitored",
        why="CloudWatch alone shows neither processes nor memory",
        fix="monitoring_interval=60, monitoring_role_arn=role.arn",
    ),
    Rule(
        name="rds-performance-insights-on",
        control="RDS-10",
        ids="CKV_AWS_353",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER_INSTANCE),
        check=on("performanceInsightsEnabled"),
        problem="slow queries leave no trace",
        why="seven days of history are free and name the query that was slow",
        fix="performance_insights_enabled=True",
    ),
    Rule(
        name="rds-tags-copied-to-snapshots",
        control="RDS-12",
        ids="FSBP:RDS.17 CKV2_AWS_60 CKV_AWS_313",
        severity="low",
        levels=ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=on("copyTagsToSnapshot"),
        problem="snapshots have no tags",
        why="retention and cost by tag miss them",
        fix="copy_tags_to_snapshot=True",
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
        fix="aws.rds.Instance(replicate_source_db=primary.identifier); settings: database.replicas",
    ),
)
