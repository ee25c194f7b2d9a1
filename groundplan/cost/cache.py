"""Caches: ElastiCache nodes, serverless caches, snapshots.

Source: aws.amazon.com/elasticache/pricing: per node and hour by engine (Valkey costs less than
Redis), one snapshot per cluster free, more per GB; serverless per GB-hour stored and per million
processing units, with a smallest size.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.cost.reservation import reserved
from groundplan.cost.scaling import scaling_target
from groundplan.plan import PlannedResource

SERVERLESS_SMALLEST_GB = {"valkey": Decimal("0.1"), "redis": Decimal(1), "memcached": Decimal(1)}


def replication_group(group: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield shards x (1 + replicas) nodes, or the number of nodes that the group states."""
    engine = inputs.text(group, "engine", "redis")
    if inputs.is_set(group, "numCacheClusters"):
        nodes = inputs.number(group, "numCacheClusters")
    else:
        replicas = _scaled(group, "Replicas", "replicasPerNodeGroup", 0, quote)
        nodes = _scaled(group, "NodeGroups", "numNodeGroups", 1, quote) * (1 + replicas)
    yield from _nodes(group, quote, engine, nodes)


def _scaled(
    group: PlannedResource, dimension: str, path: str, default: int, quote: Quote
) -> Decimal:
    """Give what the group states, or the smallest (at high: largest) size of its autoscaler."""
    target = scaling_target(group, f"elasticache:replication-group:{dimension}", quote)
    if target is None:
        return inputs.number(group, path, default)
    return inputs.number(target, "maxCapacity" if quote.scenario == "high" else "minCapacity")


def cluster(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the nodes of a single cluster; one that joins a group takes the group's settings."""
    groups = quote.plan.uses(resource, "replicationGroupId")
    source = groups[0] if groups else resource
    engine = inputs.text(source, "engine", "redis")
    node_type = inputs.text(source, "nodeType")
    nodes = inputs.number(resource, "numCacheNodes", 1)
    yield from _hours(node_type, engine, nodes, quote)
    yield from _snapshots(source, quote, engine)


def _nodes(group: PlannedResource, quote: Quote, engine: str, nodes: Decimal) -> Iterator[LineItem]:
    node_type = inputs.text(group, "nodeType")
    yield from _hours(node_type, engine, nodes, quote)
    yield from _snapshots(group, quote, engine)


def _hours(node_type: str, engine: str, nodes: Decimal, quote: Quote) -> Iterator[LineItem]:
    """Yield node hours; Memcached nodes have the price of Redis nodes."""
    priced_as = "redis" if engine == "memcached" else engine
    key, bought = reserved(f"elasticache/{node_type}/{priced_as}", quote)
    yield from quote.hours(f"Cache nodes ({node_type}, {engine}, {bought})", key, nodes)


def _snapshots(resource: PlannedResource, quote: Quote, engine: str) -> Iterator[LineItem]:
    """Yield snapshot storage; the newest snapshot is free, so one day of retention is."""
    if engine != "memcached" and inputs.number(resource, "snapshotRetentionLimit", 0) > 1:
        yield from quote.metered("Snapshots", "elasticache/backup", "snapshot_storage_size_gb")


def serverless(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield data stored by the hour, never below the smallest size, and processing units."""
    engine = inputs.text(resource, "engine")
    stored = quote.figure("data_storage_gb")
    least = SERVERLESS_SMALLEST_GB.get(engine, Decimal(1))
    hours = None if stored is None else max(stored, least) * HOURS_PER_MONTH
    yield from quote.used(
        f"Data stored ({engine})",
        f"elasticache/serverless/{engine}/storage",
        hours,
        "data_storage_gb",
        note=f"{least} GB at least",
    )
    yield from quote.metered(
        f"Processing units ({engine})",
        f"elasticache/serverless/{engine}/units",
        "monthly_processing_units",
    )


RULES: Mapping[str, PricingRule] = {
    "aws:elasticache/serverlessCache:ServerlessCache": serverless,
    "aws:elasticache/replicationGroup:ReplicationGroup": replication_group,
    "aws:elasticache/cluster:Cluster": cluster,
}
