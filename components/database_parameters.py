"""The parameter group of PostgreSQL."""

import pulumi_aws as aws

from groundplan.settings.database import DatabaseSettings


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
    }
    static = {}
    if settings.max_connections:
        static["max_connections"] = str(settings.max_connections)
    return [
        aws.rds.ParameterGroupParameterArgs(name=name, value=value, apply_method=method)
        for values, method in ((dynamic, "immediate"), (static, "pending-reboot"))
        for name, value in values.items()
    ]
