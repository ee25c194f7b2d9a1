"""Block storage: EBS volumes and snapshots, on their own or attached to an instance.

Source: aws.amazon.com/ebs/pricing: per GB by type; io1 and io2 charge every IOPS, gp3 those above
3,000 and throughput above 125 MiB/s; magnetic volumes charge requests.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from groundplan.cost import inputs
from groundplan.cost.inputs import NotKnown
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import MISSING, PlannedResource, is_known

VOLUME = "aws:ebs/volume:Volume"
DEFAULT_GB = Decimal(8)
"""The size of the root volume of Amazon's own Linux images, and of a volume of no stated size."""

INCLUDED_IOPS = Decimal(3_000)
INCLUDED_MBPS = Decimal(125)
_FIELDS = {"size": "volumeSize", "type": "volumeType", "iops": "iops", "throughput": "throughput"}


@dataclass(frozen=True)
class Disk:
    """One volume; `note` says where a figure comes from that the program did not give."""

    device: str
    size_gb: Decimal
    volume_type: str = "gp2"
    iops: Decimal | None = None
    throughput_mbps: Decimal | None = None
    note: str | None = None


def disk_of(block: Mapping[str, Any], device: str) -> Disk:
    """Read the disk of a block device mapping; NotKnown where the cloud decides a figure."""
    for name in _FIELDS.values():
        if name in block and not is_known(block[name]):
            raise NotKnown(f"{device} {name} is known only after deployment")
    size, iops, throughput = (
        _decimal(block.get(_FIELDS[key])) for key in ("size", "iops", "throughput")
    )
    unsized = f"no size given: {DEFAULT_GB} GB, that of Amazon's own images"
    return Disk(
        device=device,
        size_gb=DEFAULT_GB if size is None else size,
        volume_type=str(block.get("volumeType") or "gp2"),
        iops=iops,
        throughput_mbps=throughput,
        note=unsized if size is None else None,
    )


def _decimal(value: Any) -> Decimal | None:
    return None if value in (None, "", MISSING) else Decimal(str(value))


def disk_lines(disk: Disk, count: Decimal, quote: Quote) -> Iterator[LineItem]:
    """Yield storage, IOPS and throughput of count such disks."""
    kind = disk.volume_type
    where = f" ({disk.device})" if disk.device else ""
    yield from quote.fixed(
        f"Storage {kind}{where}", f"ebs/storage/{kind}", disk.size_gb * count, note=disk.note
    )
    iops = disk.iops or Decimal(0)
    if kind == "gp3":
        iops = max(iops - INCLUDED_IOPS, Decimal(0))
        extra = max((disk.throughput_mbps or Decimal(0)) - INCLUDED_MBPS, Decimal(0))
        if extra:
            yield from quote.fixed(f"Throughput{where}", "ebs/throughput/gp3", extra * count)
    if iops and kind in {"gp3", "io1", "io2"}:
        yield from quote.fixed(f"Provisioned IOPS{where}", f"ebs/iops/{kind}", iops * count)
    if kind == "standard":
        yield from quote.metered(
            f"I/O requests{where}", "ebs/requests/standard", "monthly_standard_io_requests"
        )


def volume(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the lines of a volume of its own."""
    yield from disk_lines(_volume_disk(resource), Decimal(1), quote)


def _volume_disk(resource: PlannedResource) -> Disk:
    if inputs.is_set(resource, "snapshotId") and not inputs.is_set(resource, "size"):
        raise NotKnown("size comes from the snapshot")
    block = {name: resource.read(key) for key, name in _FIELDS.items()}
    return disk_of({name: value for name, value in block.items() if value is not MISSING}, "")


def snapshot(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield a snapshot as large as its volume at most, and what reading it block by block costs."""
    given = quote.figure("storage_gb")
    sources = quote.plan.uses(resource, "volumeId")
    if given is None and sources and sources[0].kind == VOLUME:
        yield from quote.fixed(
            "Snapshot storage", "ebs/snapshot", _volume_disk(sources[0]).size_gb,
            note=f"as large as {sources[0].name}: a snapshot holds the blocks in use, at most all",
        )  # fmt: skip
    else:
        yield from quote.metered("Snapshot storage", "ebs/snapshot", "storage_gb")
    yield from quote.metered(
        "Fast snapshot restore", "ebs/fast-restore", "fast_snapshot_restore_hours"
    )
    for title, part, usage_key in (
        ("List blocks", "list", "monthly_list_block_requests"),
        ("Get blocks", "get", "monthly_get_block_requests"),
        ("Put blocks", "put", "monthly_put_block_requests"),
    ):
        yield from quote.metered(title, f"ebs/snapshot-api/{part}", usage_key)


RULES: Mapping[str, PricingRule] = {
    VOLUME: volume,
    "aws:ebs/snapshot:Snapshot": snapshot,
    "aws:ebs/snapshotCopy:SnapshotCopy": snapshot,
}
