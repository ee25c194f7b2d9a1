"""What is demanded of database engines and their parameters."""

from collections.abc import Callable

from policies.condition import given, one_of, where
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    DATABASE_CLUSTER_INSTANCE,
    DATABASE_CLUSTER_PARAMETERS,
    DATABASE_EVENTS,
    DATABASE_PARAMETERS,
)
from policies.parameter import parameter, parameter_is, parameters
from policies.properties import is_true, number
from policies.reliability.database import engine, is_replica
from policies.rule import ADVICE, ALWAYS, PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_SLOW_MS = range(100, 1001)
_LIBRARIES = {
    *("pg_stat_statements", "auto_explain", "pg_cron", "pgaudit", "pg_hint_plan", "pg_tle"),
    *("pg_partman_bgw", "pglogical", "pg_similarity", "rdsutils", "orafce", "pgactive"),
    *("pg_transport", "plprofiler", "plrust", "pg_prewarm", "decoder_raw", "pg_ad_mapping"),
}
"""Libraries that RDS for PostgreSQL can preload; timescaledb is not among them.

Source: RDS for PostgreSQL release notes, "Extensions supported"; shared_preload_libraries in
`aws rds describe-db-parameters`.
"""

_STATIC = ("shared_preload_libraries", "max_connections", "shared_buffers", "wal_buffers")
_VULNERABLE = {
    "postgres": {"13.2", "13.1", "12.6", "12.5", "12.4", "12.3", "12.2", "11.11", "11.10"}
    | {"11.9", "11.8", "11.7", "11.6", "11.5", "11.4", "11.3", "11.2", "11.1", "10.16"}
    | {"10.15", "10.14", "10.13", "10.12", "10.11", "10.10", "10.9", "10.7", "10.6", "9.6.21"},
    "aurora-postgresql": {"10.11", "10.12", "10.13", "11.6", "11.7", "11.8"},
}
"""Versions in which log_fdw gives files of the host away. Source: AWS security bulletin
AWS-2022-004."""

_EVENTS = {"availability", "failure", "failover", "low storage", "maintenance"}


def is_postgres(database: Subject) -> bool:
    """Whether the engine is PostgreSQL; a replica has the engine of its source."""
    return engine(database) in ("postgres", "aurora-postgresql")


def _logs_slow_queries(database: Subject) -> Verdict | None:
    return all_of(
        [
            lambda: parameter_is(database, "log_min_duration_statement", _is_slow),
            lambda: parameter_is(database, "log_statement", lambda one: one != "none"),
        ]
    )


def _is_slow(value: object) -> bool:
    text = str(value).removesuffix("ms")
    return number(text) in _SLOW_MS


def _set(name: str) -> Callable[[Subject], Verdict | None]:
    return lambda database: parameter_is(database, name, lambda one: (number(one) or 0) > 0)


def _gives_up_in_time(database: Subject) -> Verdict | None:
    names = ("statement_timeout", "idle_in_transaction_session_timeout")
    return all_of(lambda name=name: _set(name)(database) for name in names)


def _known_libraries(group: Subject) -> Verdict | None:
    entry = parameter(group, "shared_preload_libraries")
    if entry is None or "postgres" not in str(group.get("family", "")):
        return None
    wanted = {one.strip() for one in str(entry.get("value")).split(",") if one.strip()}
    return demand(wanted <= _LIBRARIES, entry.at("value"))


def _static_wait(group: Subject) -> Verdict | None:
    return all_of(
        lambda one=one: demand(
            one.get("applyMethod", "immediate") == "pending-reboot", one.at("applyMethod")
        )
        for one in parameters(group)
        if one.get("name") in _STATIC
    )


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
        name="rds-slow-queries-logged",
        control="RDS-08",
        ids="CKV2_AWS_30 CKV2_AWS_27",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        graph=True,
        check=where(is_postgres, _logs_slow_queries),
        problem="slow queries leave no trace",
        why="nobody can tell which query made the service slow",
        fix='parameters log_min_duration_statement="500" (100 to 1000 ms) and log_statement="ddl"',
    ),
    Rule(
        name="rds-connections-logged",
        control="RDS-08",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE,),
        graph=True,
        check=where(
            is_postgres,
            lambda one: parameter_is(
                one, "log_connections", lambda found: str(found) in ("1", "on", "true", "all")
            ),
        ),
        problem="connections are not logged",
        why="nobody can tell who came in, and from where",
        fix='parameters log_connections="1"',
    ),
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
        fix='engine_version="16" or newer; settings: database.engine_version',
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
        "database.storage_gib, max_storage_gib",
    ),
    Rule(
        name="rds-statements-end",
        control="RDS-20",
        severity="low",
        levels=ADVICE,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        graph=True,
        check=where(is_postgres, _gives_up_in_time),
        problem="a query or transaction may run for ever",
        why="one forgotten transaction holds locks and stops vacuum",
        fix='parameters statement_timeout="30000", idle_in_transaction_session_timeout="30000"',
    ),
    Rule(
        name="rds-libraries-known",
        control="RDS-21",
        severity="medium",
        levels=ALWAYS,
        applies_to=(DATABASE_PARAMETERS, DATABASE_CLUSTER_PARAMETERS),
        check=_known_libraries,
        problem="a library is preloaded that RDS does not have",
        why="the database does not start again (TimescaleDB is not on RDS)",
        fix="shared_preload_libraries only from the RDS list, such as pg_stat_statements",
    ),
    Rule(
        name="rds-static-parameters-wait",
        control="RDS-21",
        severity="medium",
        levels=ALWAYS,
        applies_to=(DATABASE_PARAMETERS, DATABASE_CLUSTER_PARAMETERS),
        check=_static_wait,
        problem="a static parameter is to be applied at once",
        why="AWS refuses it: static parameters need a restart",
        fix='"apply_method": "pending-reboot"',
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
