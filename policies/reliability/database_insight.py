"""What is demanded of RDS so that its state can be seen: logs, metrics, queries."""

from policies.condition import number_is, on, where
from policies.kinds import DATABASE, DATABASE_CLUSTER, DATABASE_CLUSTER_INSTANCE
from policies.reliability.database import engine, is_replica
from policies.rule import ADVICE, PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand

_POSTGRES_LOGS = ("postgresql", "upgrade")


_LONGEST_INTERVAL = 60


def _exports_logs(database: Subject) -> Verdict | None:
    wanted = _POSTGRES_LOGS if "postgres" in engine(database) else ()
    exports = database.strings("enabledCloudwatchLogsExports")
    if database.kind == DATABASE_CLUSTER:
        wanted = wanted[:1]
    return demand(
        bool(exports) and all(one in exports for one in wanted), "enabledCloudwatchLogsExports"
    )


def _exports_any(database: Subject) -> Verdict | None:
    exports = database.strings("enabledCloudwatchLogsExports")
    return demand(bool(exports), "enabledCloudwatchLogsExports")


RULES = (
    Rule(
        name="rds-logs-exported",
        control="RDS-07",
        ids="FSBP:RDS.9 FSBP:RDS.36 CKV_AWS_129 CKV_AWS_324",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(lambda one: not is_replica(one), _exports_any),
        problem="logs stay on the instance",
        why="they are gone after days, and nobody is alerted",
        fix='enabled_cloudwatch_logs_exports=["postgresql", "upgrade"]',
    ),
    Rule(
        name="rds-postgres-logs-complete",
        control="RDS-07",
        ids="FSBP:RDS.9 FSBP:RDS.36",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(lambda one: not is_replica(one) and "postgres" in engine(one), _exports_logs),
        problem="a PostgreSQL log stays on the instance",
        why="errors are in one log, and what stopped an upgrade is in the other",
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
)
