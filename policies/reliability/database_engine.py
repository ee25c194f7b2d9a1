"""What is demanded of database engines: versions, room to grow, events."""

from policies.condition import given, one_of, where
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    DATABASE_CLUSTER_INSTANCE,
    DATABASE_EVENTS,
)
from policies.properties import is_true, number
from policies.reliability.database import engine, is_replica
from policies.reliability.database_parameters import is_postgres
from policies.rule import PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_VULNERABLE = {
    "postgres": {"13.2", "13.1", "12.6", "12.5", "12.4", "12.3", "12.2", "11.11", "11.10"}
    | {"11.9", "11.8", "11.7", "11.6", "11.5", "11.4", "11.3", "11.2", "11.1", "10.16"}
    | {"10.15", "10.14", "10.13", "10.12", "10.11", "10.10", "10.9", "10.7", "10.6", "9.6.21"},
    "aurora-postgresql": {"10.11", "10.12", "10.13", "11.6", "11.7", "11.8"},
}
"""Versions in which log_fdw gives files of the host away. Source: AWS security bulletin
AWS-2022-004."""


_EVENTS = {"availability", "failure", "failover", "low storage", "maintenance"}


def _recent(database: Subject) -> Verdict | None:
    if not database.has("engineVersion"):
        return None
    major = number(str(database.get("engineVersion")).partition(".")[0]) or 0
    return demand(major >= database.threshold("minimum_major"), "engineVersion")


def _not_vulnerable(database: Subject) -> Verdict | None:
    bad = _VULNERABLE.get(engine(database), set())
    return demand(str(database.get("engineVersion", "")) not in bad, "engineVersion")


def _room_to_grow(database: Subject) -> Verdict | None:
    size = database.number("allocatedStorage")
    return all_of(
        [
            lambda: one_of("storageType", ("gp3", "io1", "io2"), default="gp2")(database),
            lambda: demand(size >= database.threshold("minimum_gib"), "allocatedStorage"),
            lambda: demand(database.number("maxAllocatedStorage") > size, "maxAllocatedStorage"),
        ]
    )


def _events_told(database: Subject) -> Verdict | None:
    found = [database.other(one) for one in database.plan.of_kind(DATABASE_EVENTS)]
    told = {
        category
        for one in found
        if one.get("sourceType", "db-instance") == "db-instance"
        for category in one.strings("eventCategories") or _EVENTS
    }
    return demand(told >= _EVENTS - {"availability"}, detail="no event subscription tells of it")


RULES = (
    Rule(
        name="rds-performance-insights-encrypted",
        control="RDS-10",
        ids="CKV_AWS_354",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER_INSTANCE),
        check=where(
            lambda one: is_true(one.get("performanceInsightsEnabled")),
            given("performanceInsightsKmsKeyId"),
        ),
        problem="the key is the one that AWS manages",
        why="queries hold values of customers",
        fix="performance_insights_kms_key_id=key.arn",
    ),
    Rule(
        name="rds-engine-recent",
        control="RDS-17",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(is_postgres, _recent),
        thresholds={"minimum_major": 15},
        problem="the PostgreSQL version is too old",
        why="it soon gets no fixes, and extended support is billed per CPU hour",
        fix='engine_version="16" or newer; settings: database.<name>.engine_version',
    ),
    Rule(
        name="rds-engine-without-log-fdw-hole",
        control="RDS-17",
        ids="CKV_AWS_250 CKV_AWS_388",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        check=where(is_postgres, _not_vulnerable),
        problem="the version lets log_fdw read files of the host",
        why="AWS security bulletin AWS-2022-004",
        fix='engine_version="16" or newer',
    ),
    Rule(
        name="rds-storage-grows",
        control="RDS-18",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE,),
        check=where(lambda one: not is_replica(one), _room_to_grow),
        thresholds={"minimum_gib": 100},
        problem="storage is small, old or cannot grow",
        why="a full disk stops the database",
        fix='storage_type="gp3", allocated_storage=100, max_allocated_storage=500; settings: '
        "database.<name>.storage_gib, database.<name>.max_storage_gib",
    ),
    Rule(
        name="rds-events-told",
        control="RDS-22",
        ids="FSBP:RDS.20 FSBP:RDS.21 FSBP:RDS.22",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE,),
        graph=True,
        check=_events_told,
        problem="nobody is told of failures and failovers",
        why="the metrics look normal again before anybody looks",
        fix='aws.rds.EventSubscription(source_type="db-instance", sns_topic=topic.arn)',
    ),
)
