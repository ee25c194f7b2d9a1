"""From a plan to a bill: one pass over its resources, each priced by the rule of its type."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache

from groundplan.cost.bill import Bill
from groundplan.cost.free import reason_free
from groundplan.cost.inputs import NotKnown
from groundplan.cost.line_item import LineItem, Spread
from groundplan.cost.price_list import PriceList
from groundplan.cost.quote import Quote
from groundplan.cost.registry import rules
from groundplan.cost.usage import Usage
from groundplan.plan import MISSING, Plan, PlannedResource

KNOWN_LATER = "a region known only after deployment"


@cache
def snapshot() -> PriceList:
    """Give the price list that ships with the product."""
    return PriceList()


def estimate(
    plan: Plan, *, usage: Usage | None = None, as_of: date, region: str | None = None,
    prices: PriceList | None = None,
) -> Bill:  # fmt: skip
    """Give the monthly bill of a plan at the prices of the snapshot.

    Every resource has at least one line: priced, usage-priced, free with the reason, or unpriced
    with the reason. `as_of` decides what depends on the date (extended support). `region` is
    where resources are priced that name no region themselves.

    Raises RegionMissing for a plan without a region, PriceListInvalid for an unsound price list.
    """
    work = _Work(plan, usage or Usage.empty(), as_of, region or plan.region, prices or snapshot())
    items = [line for resource in plan.resources for line in work.lines(resource)]
    return Bill(
        items=tuple(items), as_of=as_of, prices_as_of=work.prices.as_of,
        parents={resource.urn: resource.parent for resource in plan.resources},
    )  # fmt: skip


@dataclass(frozen=True)
class _Work:
    plan: Plan
    usage: Usage
    as_of: date
    region: str | None
    prices: PriceList

    def lines(self, resource: PlannedResource) -> Iterable[LineItem]:
        quote = self._quote(resource)
        entry = rules().get(resource.kind)
        if entry is None:
            return (_without_rule(resource, quote),)
        expected = list(run_rule(resource, replace(quote, noun=entry.noun)))
        if not (quote.usage.varies or resource.kind in SCALES):
            return expected
        if _gaps(expected, resource):
            return expected
        ends = [
            list(run_rule(resource, replace(quote, noun=entry.noun, scenario=scenario)))
            for scenario in ("low", "high")
        ]
        gaps = dict.fromkeys(gap for lines in ends for gap in _gaps(lines, resource))
        low, high = (expected if _gaps(lines, resource) else lines for lines in ends)
        return [*_with_range(expected, low, high), *gaps]

    def _quote(self, resource: PlannedResource) -> Quote:
        return Quote(
            resource=resource, plan=self.plan, prices=self.prices, as_of=self.as_of,
            usage=self.usage.of(resource), region=region_of(resource, self.plan, self.region),
        )  # fmt: skip


SCALES = frozenset(
    {
        "aws:ecs/service:Service",
        "aws:autoscaling/group:Group",
        "aws:eks/nodeGroup:NodeGroup",
        "aws:eks/cluster:Cluster",
        "aws:dynamodb/table:Table",
        "aws:rds/instance:Instance",
        "aws:elasticache/replicationGroup:ReplicationGroup",
    }
)
"""Types whose own plan gives a range of size, without any usage."""


def region_of(resource: PlannedResource, plan: Plan, otherwise: str | None) -> str | None:
    """Give the region of a resource: its own, its provider's, or that of the stack.

    One that is known only later is a region without prices: what needs one becomes unpriced.
    """
    provider = None
    if resource.provider:
        provider = plan.by_urn.get(resource.provider.rsplit("::", 1)[0])
        provider = provider or plan.by_urn.get(resource.provider)
    for place in (resource, provider):
        named = place.read("region") if place else MISSING
        if named is not MISSING:
            return named if isinstance(named, str) else KNOWN_LATER
    return otherwise


def run_rule(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the lines of a type that has a rule; what the plan does not say ends them, unpriced."""
    rule = rules()[resource.kind].rule
    try:
        yield from rule(resource, quote)
    except NotKnown as gap:
        yield quote.unpriced(resource.name, str(gap))


def _without_rule(resource: PlannedResource, quote: Quote) -> LineItem:
    if not resource.custom:
        return quote.free("a component: the resources in it are charged")
    reason = reason_free(resource.kind)
    if reason is not None:
        return quote.free(reason)
    return quote.unpriced(resource.name, f"no pricing rule for the type {resource.type}")


def _gaps(lines: Iterable[LineItem], resource: PlannedResource) -> list[LineItem]:
    """Give the line that tells of an input the plan does not say, if there is one.

    At the ends of a range such a gap leaves the expected figure standing, and is told.
    """
    return [line for line in lines if line.kind == "unpriced" and line.item == resource.name]


def _with_range(
    expected: Iterable[LineItem], low: Iterable[LineItem], high: Iterable[LineItem]
) -> Iterator[LineItem]:
    """Join the three scenarios of a resource line by line; a tier may be reached only in one."""
    at_low, at_high = _placed(low), _placed(high)
    for place, line in _placed(expected).items():
        least, most = at_low.pop(place, None), at_high.pop(place, None)
        yield line if line.monthly is None else _ranged(line, least, most)
    for place in dict.fromkeys([*at_low, *at_high]):
        least, most = at_low.get(place), at_high.get(place)
        line = most or least
        if line is not None:
            nothing = replace(line, quantity=Decimal(0), monthly=Decimal(0))
            yield _ranged(nothing, least, most)


def _ranged(line: LineItem, low: LineItem | None, high: LineItem | None) -> LineItem:
    least, most = _money(low), _money(high)
    return replace(line, monthly_range=Spread(least, line.monthly or Decimal(0), most))


def _money(line: LineItem | None) -> Decimal:
    return (line.monthly if line else None) or Decimal(0)


def _placed(lines: Iterable[LineItem]) -> dict[tuple[str, str | None, int], LineItem]:
    """Index lines by what they are for; two that are for the same keep their order."""
    found: dict[tuple[str, str | None, int], LineItem] = {}
    for line in lines:
        number = 0
        while (place := (line.item, line.price_key, number)) in found:
            number += 1
        found[place] = line
    return found
