"""The bill of a plan: its lines, and the totals that people ask for."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from functools import cached_property

from groundplan.cost.line_item import Kind, LineItem, Spread
from groundplan.cost.price_list import GLOBAL


@dataclass(frozen=True)
class Subtotal:
    """The money of one component, noun or resource, with how many lines of it have no price."""

    name: str
    money: Spread
    unpriced: int


@dataclass(frozen=True)
class Driver:
    """One usage figure of one resource, with the money of the lines that it decides.

    `swing` is what half as much or half as much again would change.
    """

    urn: str
    key: str
    reason: str
    money: Spread

    @property
    def swing(self) -> Decimal:
        """The change at plus or minus 50 %, in USD per month."""
        return self.money.expected / 2


@dataclass(frozen=True)
class Bill:
    """Lines in the order of their resources. Money is USD per month, before tax and discounts.

    Where anything is unpriced, every total is a lower bound: print it as such (`at_least`).
    """

    items: tuple[LineItem, ...]
    as_of: date
    prices_as_of: str = ""
    parents: Mapping[str, str | None] = field(default_factory=dict)

    @cached_property
    def fixed(self) -> Spread:
        """What the plan itself decides: low and high differ where it scales."""
        return _sum(self._of("fixed"))

    @cached_property
    def usage(self) -> Spread:
        """What usage decides, as far as it was given or assumed."""
        return _sum(self._of("usage"))

    @cached_property
    def total(self) -> Spread:
        """Fixed and usage together."""
        return self.fixed + self.usage

    @cached_property
    def unpriced(self) -> tuple[LineItem, ...]:
        """The lines that cost money which this bill cannot tell."""
        return self._of("unpriced")

    @cached_property
    def open_usage(self) -> tuple[LineItem, ...]:
        """The lines with a price whose quantity nobody gave."""
        return tuple(line for line in self._of("usage") if line.quantity is None)

    @property
    def at_least(self) -> bool:
        """Whether the totals are lower bounds."""
        return bool(self.unpriced)

    @property
    def price_age_days(self) -> int | None:
        """How old the price list is on the day of the bill; None for prices given by hand."""
        try:
            return (self.as_of - date.fromisoformat(self.prices_as_of)).days
        except ValueError:
            return None

    @cached_property
    def grades(self) -> Mapping[str, Spread]:
        """The money at prices of each grade: A from a price list or bill, C unverified."""
        priced = (line for line in self.items if line.grade)
        return {one.name: one.money for one in _grouped(priced, lambda line: line.grade or "")}

    @cached_property
    def regions(self) -> tuple[str, ...]:
        """The regions whose prices are in this bill, sorted; services without one left out."""
        named = {line.region for line in self.items if line.price_key}
        return tuple(sorted(one for one in named if one and one != GLOBAL))

    def by_noun(self) -> tuple[Subtotal, ...]:
        """Subtotals by what is built (network, database, ...), dearest first."""
        return _grouped(self._charged(), lambda line: line.noun or "other")

    def by_resource(self) -> tuple[Subtotal, ...]:
        """Subtotals by URN, dearest first."""
        return _grouped(self._charged(), lambda line: line.urn)

    def by_component(self) -> tuple[Subtotal, ...]:
        """Subtotals by the outermost component's URN (or the resource's own), dearest first."""
        return _grouped(self._charged(), lambda line: self.component_of(line.urn))

    def drivers(self) -> tuple[Driver, ...]:
        """The usage figures behind this bill, assumed or given, by the money they decide."""
        groups: dict[tuple[str, tuple[str, ...]], list[LineItem]] = defaultdict(list)
        for line in self._of("usage"):
            if line.drivers and line.monthly is not None:
                groups[line.urn, line.drivers].append(line)
        found = (
            Driver(urn, " or ".join(keys), group[0].assumption or "", _sum(group))
            for (urn, keys), group in groups.items()
        )
        return tuple(sorted(found, key=lambda one: (-one.money.expected, one.urn, one.key)))

    def component_of(self, urn: str) -> str:
        """Give the outermost parent of a resource that the plan itself has."""
        while (parent := self.parents.get(urn)) is not None and parent in self.parents:
            urn = parent
        return urn

    def _of(self, kind: Kind) -> tuple[LineItem, ...]:
        return tuple(line for line in self.items if line.kind == kind)

    def _charged(self) -> Iterable[LineItem]:
        return (line for line in self.items if line.kind != "free")


def _sum(lines: Iterable[LineItem]) -> Spread:
    total = Spread.none()
    for line in lines:
        total += line.money
    return total


def _grouped(lines: Iterable[LineItem], name_of: Callable[[LineItem], str]) -> tuple[Subtotal, ...]:
    groups: dict[str, list[LineItem]] = defaultdict(list)
    for line in lines:
        groups[name_of(line)].append(line)
    subtotals = (
        Subtotal(name, _sum(group), sum(line.kind == "unpriced" for line in group))
        for name, group in groups.items()
    )
    return tuple(sorted(subtotals, key=lambda one: (-one.money.expected, one.name)))
