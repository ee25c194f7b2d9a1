"""Alarms on the instances of a document database: their load, and the pools of their clients."""

from collections.abc import Mapping, Sequence

import pulumi

from components.alarm import DEAD, IDLE, Alarms, Limit, Metric
from groundplan.settings.settings import Settings


def watch_documents(
    alarms: Alarms,
    stack: Settings,
    name: str,
    instances: Sequence[pulumi.Input[str]],
    running: Mapping[str, Metric],
) -> None:
    """Tell of an instance that is busy, or whose clients have used up their pools.

    `running` are the tasks of each service by name: a pool belongs to each of them. Source:
    DocumentDB Developer Guide, monitoring with CloudWatch.
    """
    limits = stack.monitoring.database
    for number, identifier in enumerate(instances, start=1):
        instance = f"document-database-{name}-{number}"
        alarms.on_metric(
            f"{instance}-cpu",
            _of_instance(identifier, "CPUUtilization", "Average"),
            Limit(threshold=limits.cpu_percent, silence=DEAD),
            f"{instance} is busy, or gone: look at the profiler's log",
        )
        expression, most = _room(stack, name, identifier, running)
        alarms.on_expression(
            f"{instance}-connections",
            f"100 * connections / ({expression})",
            {"connections": _of_instance(identifier, "DatabaseConnections", "Maximum"), **most},
            Limit(threshold=limits.connections_percent, silence=IDLE),
            f"{instance} runs out of connections: look for pools that do not give them back",
        )


def _room(
    stack: Settings, name: str, identifier: pulumi.Input[str], running: Mapping[str, Metric]
) -> tuple[str, dict[str, Metric]]:
    """The pools of the tasks that run; where no service states one, what the instance takes."""
    pools = {
        service: settings.document_pools[name].connections_per_task
        for service, settings in stack.running_services.items()
        if name in settings.document_pools
    }
    if not pools:
        return "most", {"most": _of_instance(identifier, "DatabaseConnectionsLimit", "Minimum")}
    keys = {service: service.replace("-", "_") for service in pools}
    terms = (f"{connections} * {keys[service]}" for service, connections in pools.items())
    return " + ".join(terms), {key: running[service] for service, key in keys.items()}


def _of_instance(identifier: pulumi.Input[str], name: str, statistic: str) -> Metric:
    dimensions = {"DBInstanceIdentifier": identifier}
    return Metric(namespace="AWS/DocDB", name=name, dimensions=dimensions, statistic=statistic)
