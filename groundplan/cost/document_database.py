"""DocumentDB: instances, the cluster's storage and I/O, backups.

Source: aws.amazon.com/documentdb/pricing: storage and I/O per cluster; backups free up to the size
of the cluster's storage. Burstable instances pay for CPU credits above those earned.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.instance_size import is_burstable
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def cluster(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield backups above the free size; storage and I/O stand on the instances."""
    if inputs.number(resource, "backupRetentionPeriod", 1) > 1:
        yield from quote.metered("Backup storage", "docdb/backup", "backup_storage_gb")
    else:
        yield quote.free("backups of one day are free; its instances carry the charges")


def instance(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the instance, and what usage says of the storage and I/O behind it."""
    instance_class = inputs.text(resource, "instanceClass")
    yield from quote.hours(f"Database instance ({instance_class})", f"docdb/{instance_class}")
    yield from quote.metered("Storage", "docdb/storage", "data_storage_gb")
    yield from quote.metered("I/O requests", "docdb/io", "monthly_io_requests")
    if is_burstable(instance_class):
        yield from quote.metered("CPU credits", "docdb/cpu-credits", "monthly_cpu_credit_hrs")


def snapshot(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the storage of a manual snapshot."""
    yield from quote.metered("Backup storage", "docdb/backup", "backup_storage_gb")


RULES: Mapping[str, PricingRule] = {
    "aws:docdb/cluster:Cluster": cluster,
    "aws:docdb/clusterInstance:ClusterInstance": instance,
    "aws:docdb/clusterSnapshot:ClusterSnapshot": snapshot,
}
