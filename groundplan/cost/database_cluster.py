"""Aurora: clusters with their shared storage and I/O, and the instances in them.

Source: aws.amazon.com/rds/aurora/pricing: storage per GB used; I/O per million requests, or none at
all with I/O-Optimized storage, which costs more per GB and makes instances dearer.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.database import (
    FREE_INSIGHTS_DAYS,
    cpu_credits,
    extended_support,
    insights,
)
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.cost.reservation import reserved
from groundplan.plan import PlannedResource

CLUSTER = "aws:rds/cluster:Cluster"
IO_OPTIMIZED = "aurora-iopt1"
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600
ENGINES = {"aurora": "aurora-mysql"}
CAPACITY_UNITS = "capacity_units_per_hr"
BACKTRACK_DRIVERS = (
    "average_statements_per_sec",
    "change_records_per_statement",
    "backtrack_window_hrs",
)


def cluster(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield storage, I/O, backups and exports; the instances are resources of their own."""
    engine = _engine(inputs.text(resource, "engine", "aurora-mysql"))
    if not engine.startswith("aurora"):
        yield quote.unpriced("Multi-AZ DB cluster", f"no price of a Multi-AZ cluster of {engine}")
        return
    if inputs.text(resource, "engineMode", "provisioned") == "serverless":
        yield from _capacity("Serverless v1 capacity", "aurora/serverless-v1", quote)
    yield from _storage(resource, quote)
    days = inputs.number(resource, "backupRetentionPeriod", 1)
    if days > 1:
        yield from quote.metered("Backup storage", "aurora/backup", "backup_snapshot_size_gb")
    yield from _backtrack(resource, engine, quote)
    yield from quote.metered("Snapshot export", "rds/snapshot-export", "snapshot_export_size_gb")


def _backtrack(resource: PlannedResource, engine: str, quote: Quote) -> Iterator[LineItem]:
    """Yield change records, which only provisioned Aurora MySQL can keep, and not everywhere."""
    provisioned = inputs.text(resource, "engineMode", "provisioned") == "provisioned"
    wanted = inputs.number(resource, "backtrackWindow", 0) > 0
    if engine == "aurora-mysql" and provisioned and (wanted or quote.has("aurora/backtrack")):
        yield from quote.used(
            "Backtrack", "aurora/backtrack", _records_kept(quote), *BACKTRACK_DRIVERS
        )


def _records_kept(quote: Quote) -> Decimal | None:
    """Give change records times hours kept: what happens in an hour, over the whole window."""
    statements, per_statement, hours = (quote.figure(key) for key in BACKTRACK_DRIVERS)
    if statements is None or per_statement is None or hours is None:
        return None
    return statements * 3600 * per_statement * hours * HOURS_PER_MONTH


def _storage(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    if inputs.text(resource, "storageType", "") == IO_OPTIMIZED:
        yield from quote.metered(
            "Storage, I/O-Optimized", "aurora/storage/io-optimized", "storage_gb"
        )
        return
    yield from quote.metered("Storage", "aurora/storage", "storage_gb")
    reads, writes = quote.figure("read_requests_per_sec"), quote.figure("write_requests_per_sec")
    known = None if reads is None and writes is None else (reads or 0) + (writes or Decimal(0))
    yield from quote.used(
        "I/O requests", "aurora/io", None if known is None else known * SECONDS_PER_MONTH,
        "read_requests_per_sec", "write_requests_per_sec",
    )  # fmt: skip


def instance(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield one instance of a cluster: by its class, or by capacity where it is serverless."""
    clusters = [
        one for one in quote.plan.uses(resource, "clusterIdentifier") if one.kind == CLUSTER
    ]
    source = clusters[0] if clusters else resource
    engine = _engine(inputs.text(resource, "engine", "") or inputs.text(source, "engine"))
    instance_class = inputs.text(resource, "instanceClass")
    if instance_class == "db.serverless":
        tier = "-io-optimized" if inputs.text(source, "storageType", "") == IO_OPTIMIZED else ""
        key = f"aurora/serverless-v2{tier}/{engine}"
        yield from _capacity("Serverless v2 capacity", key, quote)
        yield from _serverless_insights(resource, quote)
        return
    storage = inputs.text(source, "storageType", "")
    key = f"rds/{instance_class}/{engine}/" + (
        "io-optimized" if storage == IO_OPTIMIZED else "single-az"
    )
    key, bought = reserved(key, quote)
    yield from quote.hours(f"Database instance ({instance_class}, {bought})", key)
    version = inputs.text(
        resource if isinstance(resource.read("engineVersion"), str) else source,
        "engineVersion",
        "",
    )
    yield from extended_support(engine, version, instance_class, "single-az", quote)
    yield from insights(resource, instance_class, quote)
    yield from cpu_credits(instance_class, quote, "aurora/cpu-credits")


def _serverless_insights(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    if not inputs.flag(resource, "performanceInsightsEnabled"):
        return
    if (
        inputs.number(resource, "performanceInsightsRetentionPeriod", FREE_INSIGHTS_DAYS)
        > FREE_INSIGHTS_DAYS
    ):
        yield from quote.metered(
            "Performance Insights, long retention", "rds/insights/serverless", CAPACITY_UNITS
        )
    yield from quote.metered(
        "Performance Insights API", "rds/insights/api",
        "monthly_additional_performance_insights_requests",
    )  # fmt: skip


def _capacity(item: str, key: str, quote: Quote) -> Iterator[LineItem]:
    """Yield the average capacity, all month."""
    return quote.metered(item, key, CAPACITY_UNITS, times=HOURS_PER_MONTH)


def _engine(named: str) -> str:
    return ENGINES.get(named, named)


RULES: Mapping[str, PricingRule] = {
    CLUSTER: cluster,
    "aws:rds/clusterInstance:ClusterInstance": instance,
}
