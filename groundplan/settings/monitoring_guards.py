"""Guards of the alarms: a threshold that would always be passed, or never."""

from collections.abc import Iterator

from groundplan.settings.database_guards import connections_by_service
from groundplan.settings.fargate_service import FargateSettings
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def tasks_are_counted(settings: Settings) -> Iterator[Problem]:
    """ECS itself has no metric of running tasks: the alarm on too few reads Container Insights.

    Source: CloudWatch User Guide, Amazon ECS Container Insights metrics.
    """
    compute = settings.compute
    if isinstance(compute, FargateSettings) and compute.container_insights == "disabled":
        yield Problem(
            ("compute", "container_insights"),
            "the alarms on running tasks read Container Insights and would always fire; "
            "write enabled",
            "disabled",
        )


def connections_alarm_has_a_limit(settings: Settings) -> Iterator[Problem]:
    """The alarm on connections is a share of max_connections."""
    for name, database in settings.rds_databases.items():
        if connections_by_service(settings, name):
            continue  # the guard of the connection budget asks for the same
        if database.connection_limit is None:
            yield Problem(
                ("database", name, "instance_class"),
                "the memory of this class is not known here, so monitoring.database."
                "connections_percent has nothing to be a share of; state max_connections",
                database.instance_class,
            )


def storage_alarm_comes_after_growth(settings: Settings) -> Iterator[Problem]:
    """Storage grows when a tenth is left. Source: RDS User Guide, storage autoscaling."""
    alarm_gib = settings.monitoring.database.free_storage_gib
    for name, database in settings.rds_databases.items():
        most_gib = max(database.storage_gib // 10, 1)
        grows = database.max_storage_gib > database.storage_gib
        if grows and alarm_gib > most_gib:
            yield Problem(
                ("monitoring", "database", "free_storage_gib"),
                f"RDS lets storage_gib {database.storage_gib} of {name} grow when a tenth of it is "
                f"left, so the alarm would fire before every growth; write {most_gib} or less",
                alarm_gib,
            )
