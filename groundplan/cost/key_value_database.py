"""DynamoDB tables: capacity by the hour or by request, storage, backups, replicas.

Source: aws.amazon.com/dynamodb/pricing. A table that an autoscaler drives costs its smallest
capacity at least; the account's free 25 GB are not taken off.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.cost.scaling import scaling_target
from groundplan.plan import PlannedResource


def table(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield throughput as the table is billed, then storage and what protects it."""
    by_request = inputs.text(resource, "billingMode", "PROVISIONED") == "PAY_PER_REQUEST"
    for part in ("write", "read"):
        if by_request:
            yield from quote.metered(
                f"{part.title()} requests",
                f"dynamodb/{part}-requests",
                f"monthly_{part}_request_units",
            )
        else:
            yield from _capacity(resource, part, quote)
    yield from quote.metered("Data storage", "dynamodb/storage", "storage_gb")
    if inputs.flag(resource, "pointInTimeRecovery.enabled"):
        yield from quote.metered(
            "Point-in-time recovery", "dynamodb/pitr", "pitr_backup_storage_gb"
        )
    yield from quote.metered("On-demand backups", "dynamodb/backup", "on_demand_backup_storage_gb")
    yield from quote.metered("Data restored", "dynamodb/restore", "monthly_data_restored_gb")
    yield from quote.metered(
        "Streams reads", "dynamodb/streams", "monthly_streams_read_request_units"
    )
    for replica in inputs.blocks(resource, "replicas"):
        yield from _replica(resource, str(replica["regionName"]), quote, by_request=by_request)


def _capacity(resource: PlannedResource, part: str, quote: Quote) -> Iterator[LineItem]:
    given = quote.figure(f"{part}_capacity_units")
    target = scaling_target(
        resource,
        f"dynamodb:table:{part.title()}CapacityUnits",
        quote,
        named=f"table/{resource.read('name')}",
    )
    if target is not None and given is None:
        least, most = inputs.number(target, "minCapacity"), inputs.number(target, "maxCapacity")
        units = most if quote.scenario == "high" else least
        note = f"autoscaled between {least} and {most}: the smallest is expected"
    else:
        units, note = (
            given if given is not None else inputs.number(resource, f"{part}Capacity", 0),
            None,
        )
    yield from quote.fixed(
        f"{part.title()} capacity", f"dynamodb/{part}-capacity", units * HOURS_PER_MONTH, note=note
    )


def _replica(
    resource: PlannedResource, region: str, quote: Quote, *, by_request: bool
) -> Iterator[LineItem]:
    """Yield the writes that are repeated in a replica's region, at that region's price."""
    there, item = quote.at(region), f"Replicated writes ({region})"
    if by_request:
        yield from there.metered(item, "dynamodb/write-requests", "monthly_write_request_units")
    else:
        units = inputs.number(resource, "writeCapacity", 0)
        yield from there.fixed(item, "dynamodb/write-capacity", units * HOURS_PER_MONTH)


RULES: Mapping[str, PricingRule] = {"aws:dynamodb/table:Table": table}
