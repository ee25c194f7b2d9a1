"""Load balancers: hours, capacity units from their dimensions, public addresses, data out.

Source: aws.amazon.com/elasticloadbalancing/pricing. One capacity unit (LCU) covers, per hour, the
largest of: 25 new connections per second, 3,000 active ones, 1 GB, 1,000 rule evaluations per
second (ALB); 800 new and 100,000 active TCP connections, 1 GB (NLB). The charge is per hour.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


@dataclass(frozen=True)
class Family:
    """A type of load balancer, and how much of each dimension one capacity unit covers."""

    title: str
    key: str
    unit_covers: Mapping[str, Decimal]


NEW_PER_SECOND = "new_connections"
ACTIVE = "active_connections"
RULES_PER_SECOND = "rule_evaluations"
LOAD_BALANCER = "aws:lb/loadBalancer:LoadBalancer"
GB_PER_MONTH = "processed_bytes_gb"

FAMILIES = {
    "application": Family(
        "Application load balancer",
        "elb/alb",
        {NEW_PER_SECOND: Decimal(25), ACTIVE: Decimal(3000), RULES_PER_SECOND: Decimal(1000)},
    ),
    "network": Family(
        "Network load balancer",
        "elb/nlb",
        {NEW_PER_SECOND: Decimal(800), ACTIVE: Decimal(100_000)},
    ),
    "gateway": Family(
        "Gateway load balancer",
        "elb/gwlb",
        {NEW_PER_SECOND: Decimal(600), ACTIVE: Decimal(60_000)},
    ),
}


def load_balancer(balancer: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield hours, capacity units, then what being public costs."""
    family = FAMILIES.get(kind := inputs.text(balancer, "loadBalancerType", "application"))
    if family is None:
        yield quote.unpriced(f"Load balancer of type {kind}", f"no such type: {kind}")
        return
    yield from balancer_lines(family, quote)
    if not inputs.flag(balancer, "internal") and kind != "gateway":
        yield from _public(balancer, quote)


def balancer_lines(family: Family, quote: Quote) -> Iterator[LineItem]:
    """Yield the hours of a balancer, and its capacity units."""
    yield from quote.hours(family.title, f"{family.key}/hours")
    drivers = (*family.unit_covers, GB_PER_MONTH)
    yield from quote.used(
        "Load balancer capacity units", f"{family.key}/lcu", capacity_unit_hours(family, quote),
        *drivers,
    )  # fmt: skip


def capacity_unit_hours(family: Family, quote: Quote) -> Decimal | None:
    """Give the capacity units of a month: the largest dimension, times 730 hours."""
    units = [
        figure / covers
        for key, covers in family.unit_covers.items()
        if (figure := quote.figure(key)) is not None
    ]
    gigabytes = quote.figure(GB_PER_MONTH)
    if gigabytes is not None:
        units.append(gigabytes / HOURS_PER_MONTH)
    return max(units) * HOURS_PER_MONTH if units else None


def _public(balancer: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield one address per zone at least (more as it grows), and the data that leaves."""
    zones = len(inputs.items(balancer, "subnets"))
    zones += sum("allocationId" not in one for one in inputs.blocks(balancer, "subnetMappings"))
    yield from public_addresses(zones, quote)
    yield from data_out(quote)


def public_addresses(zones: int, quote: Quote) -> Iterator[LineItem]:
    """Yield an address per zone; without a quantity where the plan does not tell the zones."""
    hours = HOURS_PER_MONTH * zones if zones else None
    yield from quote.used(
        "Public IPv4 addresses", "ipv4/hours", hours,
        note="one per zone; AWS adds more while the load is high",
    )  # fmt: skip


def data_out(quote: Quote) -> Iterator[LineItem]:
    """Yield the data that leaves for the internet."""
    yield from quote.metered(
        "Data transfer out to the internet", "transfer/out", "monthly_outbound_internet_gb"
    )


def classic(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield hours and data of a load balancer of the first generation."""
    yield from quote.hours("Classic load balancer", "elb/classic/hours")
    yield from quote.metered("Data processed", "elb/classic/data", "monthly_data_processed_gb")


RULES: Mapping[str, PricingRule] = {
    LOAD_BALANCER: load_balancer,
    "aws:elb/loadBalancer:LoadBalancer": classic,
}
