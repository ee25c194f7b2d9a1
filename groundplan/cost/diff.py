"""What a change costs: two plans and their bills, resource by resource.

Says for each resource whether it came, went or changed, how its money moves, and why: the
properties that differ, the usage that differs, or a price that moved while nothing else did.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Literal

from groundplan.cost.bill import Bill
from groundplan.cost.line_item import LineItem, Spread
from groundplan.plan import MISSING, UNKNOWN, Plan, PlannedResource

LONGEST_SHOWN = 60
MOST_DECIMALS = 3

Cause = Literal["added", "removed", "changed", "usage", "price"]


@dataclass(frozen=True)
class Change:
    """One resource whose bill moves. `money` is head less base, in USD per month."""

    urn: str
    name: str
    resource_type: str
    cause: Cause
    money: Spread
    reasons: tuple[str, ...]
    unpriced: int


@dataclass(frozen=True)
class CostDiff:
    """The changes, those that move most money first, and the sum of them."""

    changes: tuple[Change, ...]
    money: Spread

    @property
    def at_least(self) -> bool:
        """Whether something in it has no price, so that the sum is not the whole."""
        return any(change.unpriced for change in self.changes)


def diff(base: tuple[Plan, Bill], head: tuple[Plan, Bill]) -> CostDiff:
    """Compare two plans with their bills. Twice the same gives no change."""
    before, after = base[0].by_urn, head[0].by_urn
    old, new = _by_urn(base[1]), _by_urn(head[1])
    changes = [
        change
        for urn in sorted(old.keys() | new.keys())
        if (change := _change(before.get(urn), after.get(urn), old.get(urn, ()), new.get(urn, ())))
    ]
    changes.sort(key=lambda change: (-abs(change.money.expected), change.urn))
    return CostDiff(tuple(changes), head[1].total - base[1].total)


def _by_urn(bill: Bill) -> Mapping[str, tuple[LineItem, ...]]:
    found: dict[str, tuple[LineItem, ...]] = {}
    for line in bill.items:
        found[line.urn] = (*found.get(line.urn, ()), line)
    return found


def _change(
    before: PlannedResource | None,
    after: PlannedResource | None,
    old: tuple[LineItem, ...],
    new: tuple[LineItem, ...],
) -> Change | None:
    money = _sum(new) - _sum(old)
    resource = after or before
    unpriced = _unpriced(new) - _unpriced(old)
    if resource is None or (money == Spread.none() and not unpriced):
        return None
    cause, reasons = _why(before, after, old, new)
    return Change(
        urn=resource.urn, name=resource.name, resource_type=resource.type, cause=cause,
        money=money, reasons=reasons, unpriced=max(unpriced, 0),
    )  # fmt: skip


def _why(
    before: PlannedResource | None,
    after: PlannedResource | None,
    old: tuple[LineItem, ...],
    new: tuple[LineItem, ...],
) -> tuple[Cause, tuple[str, ...]]:
    if before is None:
        return "added", ()
    if after is None:
        return "removed", ()
    moved = tuple(_prices(old, new))
    properties = tuple(_properties(before.inputs, after.inputs))
    if properties:
        return "changed", (*properties, *moved)
    quantities = tuple(_quantities(old, new))
    if quantities and not moved:
        return "usage", quantities
    return "price", moved


def _properties(before: Any, after: Any, path: str = "") -> Iterator[str]:
    """Yield `path: from -> to` for every property that differs, at any depth."""
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            place = f"{path}.{key}" if path else key
            yield from _properties(before.get(key, MISSING), after.get(key, MISSING), place)
    elif before != after:
        yield f"{path}: {_shown(before)} -> {_shown(after)}"


def _shown(value: Any) -> str:
    if value is MISSING:
        return "not set"
    text = "not known yet" if value is UNKNOWN else str(value)
    return text if len(text) <= LONGEST_SHOWN else f"{text[:LONGEST_SHOWN]}…"


def _prices(old: tuple[LineItem, ...], new: tuple[LineItem, ...]) -> Iterator[str]:
    was = {(line.item, line.price_key): line for line in old}
    for line in new:
        twin = was.get((line.item, line.price_key))
        if twin is not None and twin.unit_price != line.unit_price:
            yield f"price of {line.item}: {twin.unit_price} -> {line.unit_price} per {line.unit}"


def _quantities(old: tuple[LineItem, ...], new: tuple[LineItem, ...]) -> Iterator[str]:
    was = {line.item: line for line in old}
    for line in new:
        twin = was.get(line.item)
        if twin is None or twin.quantity != line.quantity:
            before = _amount(twin.quantity if twin else None)
            yield f"{line.item}: {before} -> {_amount(line.quantity)} {line.unit}"
        elif twin.price_key != line.price_key:
            yield f"{line.item}: {twin.price_key} -> {line.price_key}"


def _amount(quantity: Decimal | None) -> str:
    return "none" if quantity is None else f"{round(quantity, MOST_DECIMALS).normalize():f}"


def _sum(lines: tuple[LineItem, ...]) -> Spread:
    total = Spread.none()
    for line in lines:
        total += line.money
    return total


def _unpriced(lines: tuple[LineItem, ...]) -> int:
    return sum(line.kind == "unpriced" for line in lines)
