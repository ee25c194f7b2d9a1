"""The disk of an RDS instance: storage by type, and IOPS and throughput above what is included.

Source: docs.aws.amazon.com/AmazonRDS/latest/UserGuide/CHAP_Storage.html: gp3 includes 3,000 IOPS
and 125 MiB/s; from 400 GiB on (Oracle: 200 GiB; SQL Server: never) RDS stripes four volumes and
includes 12,000 IOPS and 500 MiB/s. io1 and io2 charge every provisioned IOPS, 1,000 at least.
"""

from collections.abc import Iterator
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.inputs import NotKnown
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.plan import PlannedResource

SMALLEST_GIB = 20
STRIPED_FROM_GIB = {"oracle": 200, "sqlserver": None}
OTHERS_STRIPED_FROM_GIB = 400
BASELINE = (3_000, 125)
STRIPED_BASELINE = (12_000, 500)
LEAST_PROVISIONED_IOPS = Decimal(1_000)


def disk_lines(
    resource: PlannedResource, source: PlannedResource, engine: str, zones: str, quote: Quote
) -> Iterator[LineItem]:
    """Yield storage, then IOPS and throughput; a replica takes what it does not set from source."""
    size, note = _size_gib(resource, source)
    storage_type = _storage_type(resource, source)
    most = max(_either(resource, source, "maxAllocatedStorage", 0), size)
    if most > size:
        note = "; ".join(filter(None, [note, f"storage autoscaling ends at {most} GiB"]))
    yield from quote.fixed(
        f"Storage ({storage_type}, {zones})",
        f"rds/storage/{storage_type}/{zones}",
        most if quote.scenario == "high" else size,
        note=note,
    )
    if storage_type in {"io1", "io2"}:
        iops = max(_either(resource, source, "iops", 0), LEAST_PROVISIONED_IOPS)
        yield from quote.fixed(
            f"Provisioned IOPS ({storage_type})", f"rds/iops/{storage_type}/{zones}", iops
        )
    if storage_type == "gp3":
        yield from _above_included(resource, source, _included(engine, size), zones, quote)
    if storage_type == "standard":
        yield from quote.metered(
            "I/O requests", "rds/storage/standard/io", "monthly_standard_io_requests"
        )


def _size_gib(resource: PlannedResource, source: PlannedResource) -> tuple[Decimal, str | None]:
    if inputs.is_set(source, "snapshotIdentifier") and not inputs.is_set(
        source, "allocatedStorage"
    ):
        raise NotKnown("allocatedStorage comes from the snapshot")
    for place in (resource, source):
        if inputs.is_set(place, "allocatedStorage"):
            inherited = f"as {source.name}, which it copies" if place is not resource else None
            return inputs.number(place, "allocatedStorage"), inherited
    if inputs.is_set(resource, "replicateSourceDb") and source is resource:
        raise NotKnown("allocatedStorage is that of the source, which is not in the plan")
    note = f"allocatedStorage is not set: {SMALLEST_GIB} GiB, the smallest disk RDS makes"
    return Decimal(SMALLEST_GIB), note


def _storage_type(resource: PlannedResource, source: PlannedResource) -> str:
    """Give the type; RDS takes io1 where only IOPS are set, else gp2."""
    for place in (resource, source):
        if inputs.is_set(place, "storageType"):
            return inputs.text(place, "storageType")
    return "io1" if inputs.is_set(source, "iops") else "gp2"


def _included(engine: str, size_gib: Decimal) -> tuple[int, int]:
    """Give the IOPS and MiB/s that a gp3 disk of this size includes."""
    threshold = STRIPED_FROM_GIB.get(engine.split("-", maxsplit=1)[0], OTHERS_STRIPED_FROM_GIB)
    striped = threshold is not None and size_gib >= threshold
    return STRIPED_BASELINE if striped else BASELINE


def _above_included(
    resource: PlannedResource,
    source: PlannedResource,
    baseline: tuple[int, int],
    zones: str,
    quote: Quote,
) -> Iterator[LineItem]:
    dimensions = (("IOPS", "iops", "iops"), ("throughput", "storageThroughput", "throughput"))
    for (title, path, part), included in zip(dimensions, baseline, strict=True):
        extra = _either(resource, source, path, included) - included
        if extra > 0:
            yield from quote.fixed(
                f"Provisioned gp3 {title} above {included:,}", f"rds/{part}/gp3/{zones}", extra
            )


def _either(resource: PlannedResource, source: PlannedResource, path: str, default: int) -> Decimal:
    place = resource if inputs.is_set(resource, path) else source
    return inputs.number(place, path, default)
