"""What is demanded of database engines and their parameters."""

from collections.abc import Callable

from policies.condition import where
from policies.kinds import (
    DATABASE,
    DATABASE_CLUSTER,
    DATABASE_CLUSTER_PARAMETERS,
    DATABASE_PARAMETERS,
)
from policies.parameter import parameter, parameter_is, parameters
from policies.properties import number
from policies.reliability.database import engine
from policies.rule import ADVICE, ALWAYS, PROD_FIRST, Rule
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


def is_postgres(database: Subject) -> bool:
    """Whether the engine is PostgreSQL; a replica has the engine of its source."""
    return engine(database) in ("postgres", "aurora-postgresql")


def _logs_slow_queries(database: Subject) -> Verdict | None:
    return all_of(
        [
            lambda: parameter_is(database, "log_min_duration_statement", lambda one: one != "-1"),
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
        name="rds-slow-query-time-sound",
        control="RDS-08",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DATABASE, DATABASE_CLUSTER),
        graph=True,
        check=where(
            is_postgres, lambda one: parameter_is(one, "log_min_duration_statement", _is_slow)
        ),
        problem="every query or hardly any counts as slow",
        why="logging all of them costs more than the queries, and 5 seconds is too late",
        fix='parameters log_min_duration_statement="500" (100 to 1000 ms)',
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
)
