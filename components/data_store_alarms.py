"""Alarms on what holds data: the database's instances and the caches' nodes."""

from collections.abc import Iterator, Mapping

import pulumi

from components.alarm import DEAD, IDLE, Alarms, Limit, Metric
from groundplan.settings.cache import CacheSettings, ServerlessCacheSettings
from groundplan.settings.monitoring import CacheAlarms, DatabaseAlarms
from groundplan.settings.settings import Settings

_GIB = 1024**3


def watch_database(
    alarms: Alarms, stack: Settings, name: str, instances: Mapping[str, pulumi.Input[str]]
) -> None:
    """Tell of an instance that is busy, full, out of connections or behind its source."""
    connections = _connections(stack, name)
    for role, identifier in instances.items():
        instance = f"database-{name}-{role}"
        _watch_instance(alarms, stack.monitoring.database, instance, identifier, connections)
        if role != "primary":
            _watch_lag(alarms, stack.monitoring.database, instance, identifier)


def _watch_lag(
    alarms: Alarms, limits: DatabaseAlarms, name: str, identifier: pulumi.Input[str]
) -> None:
    alarms.on_metric(
        f"{name}-lag",
        _of_instance(identifier, "ReplicaLag", "Maximum"),
        Limit(threshold=limits.replica_lag_seconds, silence=DEAD),
        "The replica answers with old data: look at its CPU and at long queries",
    )


def _watch_instance(
    alarms: Alarms,
    limits: DatabaseAlarms,
    name: str,
    identifier: pulumi.Input[str],
    connections: int,
) -> None:
    alarms.on_metric(
        f"{name}-cpu",
        _of_instance(identifier, "CPUUtilization"),
        Limit(threshold=limits.cpu_percent, silence=DEAD),
        f"{name} is busy, or gone: look at Performance Insights",
    )
    alarms.on_metric(
        f"{name}-free-storage",
        _of_instance(identifier, "FreeStorageSpace", "Minimum"),
        Limit(threshold=limits.free_storage_gib * _GIB, silence=IDLE, is_minimum=True),
        f"{name} fills up, and growing did not help: raise max_storage_gib",
    )
    alarms.on_metric(
        f"{name}-connections",
        _of_instance(identifier, "DatabaseConnections", "Maximum"),
        Limit(threshold=connections, silence=IDLE),
        f"{name} runs out of connections: look for pools that do not give them back",
    )


def _connections(stack: Settings, name: str) -> int:
    limit = stack.rds_databases[name].connection_limit or 0
    return limit * stack.monitoring.database.connections_percent // 100


def _of_instance(identifier: pulumi.Input[str], name: str, statistic: str = "Average") -> Metric:
    dimensions = {"DBInstanceIdentifier": identifier}
    return Metric(namespace="AWS/RDS", name=name, dimensions=dimensions, statistic=statistic)


def watch_cache(alarms: Alarms, stack: Settings, name: str, cache: pulumi.Input[str]) -> None:
    """Tell of a cache that is busy, full, or throws away what it should keep."""
    settings, limits = stack.cache[name], stack.monitoring.cache
    if isinstance(settings, ServerlessCacheSettings):
        _watch_serverless(alarms, limits, settings, name, cache)
        return
    for number, node_id in enumerate(nodes_of(settings, cache), start=1):
        for key, metric, statistic, limit in _signs(settings, limits):
            alarms.on_metric(
                f"cache-{name}-{number}-{key}",
                _of_node(node_id, metric, statistic),
                Limit(threshold=limit, silence=DEAD if key == "cpu" else IDLE),
                f"Node {number} of {name}: {key} above what a healthy {settings.role} needs",
            )


def _signs(settings: CacheSettings, limits: CacheAlarms) -> Iterator[tuple[str, str, str, int]]:
    """A cache is full by design and drops what it likes; a broker that is full takes no job."""
    yield "cpu", "EngineCPUUtilization", "Average", limits.cpu_percent
    if settings.role == "broker":
        yield "memory", "DatabaseMemoryUsagePercentage", "Average", limits.memory_percent
        yield "evictions", "Evictions", "Sum", 0
    else:
        yield "evictions", "Evictions", "Sum", limits.evictions_per_minute


def _watch_serverless(
    alarms: Alarms,
    limits: CacheAlarms,
    settings: ServerlessCacheSettings,
    name: str,
    cache: pulumi.Input[str],
) -> None:
    """Source: ElastiCache User Guide, serverless metrics (dimension clusterName)."""
    full_bytes = settings.max_storage_gib * _GIB * limits.memory_percent // 100
    for key, metric, statistic, limit in (
        ("memory", "BytesUsedForCache", "Maximum", full_bytes),
        ("evictions", "Evictions", "Sum", limits.evictions_per_minute),
        ("throttled", "ThrottledCmds", "Sum", 0),
    ):
        dimensions = {"clusterName": cache}
        alarms.on_metric(
            f"cache-{name}-{key}",
            Metric(
                namespace="AWS/ElastiCache", name=metric, dimensions=dimensions, statistic=statistic
            ),
            Limit(threshold=limit, silence=IDLE),
            f"{name}: {key} above what its limits allow: raise max_storage_gib or "
            "max_units_per_second",
        )


def nodes_of(settings: CacheSettings, group: pulumi.Input[str]) -> list[pulumi.Output[str]]:
    """The ids of a group's nodes. Source: ElastiCache User Guide, finding connection endpoints."""
    endings = [f"-{member:03}" for member in range(1, settings.replicas + 2)]
    if settings.cluster_mode:
        shards = range(1, settings.shards + 1)
        endings = [f"-{shard:04}{member}" for shard in shards for member in endings]
    return [pulumi.Output.concat(group, ending) for ending in endings]


def _of_node(node_id: pulumi.Input[str], name: str, statistic: str) -> Metric:
    dimensions = {"CacheClusterId": node_id}
    return Metric(
        namespace="AWS/ElastiCache", name=name, dimensions=dimensions, statistic=statistic
    )
