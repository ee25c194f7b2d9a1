"""The parameter group of PostgreSQL."""

from collections.abc import Iterator, Mapping

import pulumi_aws as aws

from groundplan.settings.database import DatabaseMemory, DatabaseSettings

_PAGES_PER_MIB = 128
_KIB_PER_MIB = 1024


def parameters(settings: DatabaseSettings) -> list[aws.rds.ParameterGroupParameterArgs]:
    """TLS only; slow queries, statements that change tables, and sessions in the log.

    Static parameters wait for a restart. Source: RDS User Guide, working with parameters.
    """
    dynamic = {
        "rds.force_ssl": "1",
        "log_min_duration_statement": str(settings.slow_query_milliseconds),
        "log_statement": "ddl",
        "log_connections": "1",
        "log_disconnections": "1",
        **dict(_timeouts(settings)),
        **dict(_dynamic_memory(settings.memory)),
    }
    if settings.audit_log:
        dynamic["pgaudit.log"] = ",".join(settings.audit_log)
    return [
        aws.rds.ParameterGroupParameterArgs(name=name, value=value, apply_method=method)
        for values, method in ((dynamic, "immediate"), (_static(settings), "pending-reboot"))
        for name, value in values.items()
    ]


def _static(settings: DatabaseSettings) -> Mapping[str, str]:
    static = {}
    if settings.max_connections:
        static["max_connections"] = str(settings.max_connections)
    if settings.memory.shared_buffers_mib:
        static["shared_buffers"] = str(settings.memory.shared_buffers_mib * _PAGES_PER_MIB)
    if libraries := _libraries(settings):
        static["shared_preload_libraries"] = ",".join(libraries)
    return static


def _libraries(settings: DatabaseSettings) -> list[str]:
    """What is stated takes the place of RDS's own choice, pg_stat_statements."""
    more = [*(["pgaudit"] if settings.audit_log else []), *settings.preload_libraries]
    return list(dict.fromkeys(["pg_stat_statements", *more])) if more else []


def _timeouts(settings: DatabaseSettings) -> Iterator[tuple[str, str]]:
    """In milliseconds. Source: PostgreSQL documentation, statement behavior."""
    for name, seconds in (
        ("statement_timeout", settings.statement_timeout_seconds),
        ("idle_in_transaction_session_timeout", settings.idle_transaction_seconds),
    ):
        if seconds:
            yield name, str(seconds * 1000)


def _dynamic_memory(memory: DatabaseMemory) -> Iterator[tuple[str, str]]:
    """Pages of 8 kB, and kB. Source: RDS User Guide, parameters of RDS for PostgreSQL."""
    for name, mib, units in (
        ("effective_cache_size", memory.effective_cache_size_mib, _PAGES_PER_MIB),
        ("work_mem", memory.work_mem_mib, _KIB_PER_MIB),
        ("maintenance_work_mem", memory.maintenance_work_mem_mib, _KIB_PER_MIB),
    ):
        if mib:
            yield name, str(mib * units)
