"""What a pricing rule works with: one resource, its plan, its prices, its usage.

A rule says what is counted and under which key it is priced; the quote looks the price up, splits
tiers, multiplies, and turns a price that is missing into an unpriced line that names the key.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from groundplan.cost.line_item import HOURS_PER_MONTH, Kind, LineItem, Scenario
from groundplan.cost.price import Price
from groundplan.cost.price_list import GLOBAL, PriceList, PriceMissing
from groundplan.cost.usage import ResourceUsage
from groundplan.plan import Plan, PlannedResource


class RegionMissing(ValueError):
    """The plan names no region and none was given."""


@dataclass(frozen=True, kw_only=True)
class Quote:
    """The lines of one resource in one scenario. Every method yields lines, and nothing else."""

    resource: PlannedResource
    plan: Plan
    prices: PriceList
    usage: ResourceUsage
    as_of: date
    region: str | None
    scenario: Scenario = "expected"
    noun: str = ""

    def at(self, region: str) -> "Quote":
        """Give this quote with prices of another region (`global` for services without one)."""
        return replace(self, region=region)

    @property
    def worldwide(self) -> "Quote":
        """Give this quote with the prices that no region has."""
        return self.at(GLOBAL)

    def hours(
        self, item: str, key: str, count: Decimal | int = 1, *, note: str | None = None
    ) -> Iterator[LineItem]:
        """Yield count of something that runs all month."""
        return self.fixed(item, key, HOURS_PER_MONTH * count, note=note)

    def fixed(
        self, item: str, key: str, quantity: Decimal | int = 1, *, note: str | None = None
    ) -> Iterator[LineItem]:
        """Yield a quantity that the plan itself decides."""
        return self._priced("fixed", item, key, Decimal(quantity), note=note)

    def metered(
        self, item: str, key: str, usage_key: str, *, times: Decimal | int = 1,
        free: Decimal | int = 0,
    ) -> Iterator[LineItem]:  # fmt: skip
        """Yield a quantity that usage decides: (figure x times - free), never below nothing."""
        figure = self.figure(usage_key)
        things = None if figure is None else max(figure * times - free, Decimal(0))
        return self.used(item, key, things, usage_key)

    def used(
        self, item: str, key: str, things: Decimal | None, *drivers: str, note: str | None = None
    ) -> Iterator[LineItem]:
        """Yield a number of things used (requests, GB), brought to the price's unit."""
        return self._priced("usage", item, key, things, note=note, drivers=drivers)

    def figure(self, usage_key: str) -> Decimal | None:
        """Give the usage under a key in this scenario, or None where nobody said."""
        return self.usage.quantity(usage_key, self.scenario)

    def price_of(self, key: str) -> Price:
        """Give the first tier's price. Raises PriceMissing."""
        return self.prices.find(self._region(), key)[0]

    def has(self, key: str) -> bool:
        """Whether the price list has key in this region."""
        try:
            self.prices.find(self._region(), key)
        except PriceMissing:
            return False
        return True

    def unpriced(self, item: str, reason: str, unit: str = "") -> LineItem:
        """Give the line that says: this costs money, and the estimate cannot tell how much."""
        return self._line("unpriced", item, unit, assumption=reason, region=self.region)

    def free(self, reason: str, item: str = "no charge") -> LineItem:
        """Give the line that says why something costs nothing by itself."""
        return self._line("free", item, "", monthly=Decimal(0), assumption=reason)

    def at_price(
        self, kind: Kind, item: str, price: Price, quantity: Decimal | None, note: str | None = None
    ) -> LineItem:
        """Give a line at a price that the rule made from one on the list, and says so in note."""
        return self._line(
            kind, item, price.unit, quantity=quantity, unit_price=price.usd, assumption=note,
            monthly=None if quantity is None else quantity * price.usd, grade=price.grade,
            price_key=price.key, region=self.region, effective=price.effective,
            source=price.source,
        )  # fmt: skip

    def _priced(
        self, kind: Kind, item: str, key: str, things: Decimal | None, *,
        note: str | None = None, drivers: tuple[str, ...] = (),
    ) -> Iterator[LineItem]:  # fmt: skip
        try:
            tiers = self.prices.find(self._region(), key)
        except PriceMissing as missing:
            yield replace(
                self.unpriced(item, str(missing)), price_key=key, quantity=things, drivers=drivers
            )
            return
        quantity = None if things is None else things / tiers[0].things_per_unit
        note = self._reasons(note, drivers)
        for label, price, share in _split(tiers, quantity):
            line = self.at_price(kind, f"{item}{label}", price, share, note)
            yield replace(line, drivers=drivers)

    def _reasons(self, note: str | None, drivers: tuple[str, ...]) -> str | None:
        reasons = [note] if note else []
        for driver in drivers:
            figure, reason = self.figure(driver), self.usage.reason(driver)
            if figure is not None:
                shown = f"{figure.normalize():f}"
                reasons.append(f"{driver} = {shown}" + (f": {reason}" if reason else " (given)"))
        if not reasons and drivers:
            return f"no usage given: {' or '.join(drivers)}"
        return "; ".join(reasons) or None

    def _region(self) -> str:
        if self.region is None:
            raise RegionMissing(
                f"{self.resource.name}: the plan names no region to price it in: set aws:region in "
                "the stack file, or pass --config aws:region=..."
            )
        return self.region

    def _line(self, kind: Kind, item: str, unit: str, **told: object) -> LineItem:
        told = {"quantity": None, "unit_price": None, "monthly": None} | told
        return LineItem(
            urn=self.resource.urn, resource_type=self.resource.type, item=item, unit=unit,
            kind=kind, noun=self.noun, **told,  # pyright: ignore[reportArgumentType]
        )  # fmt: skip


def _split(
    tiers: tuple[Price, ...], quantity: Decimal | None
) -> Iterator[tuple[str, Price, Decimal | None]]:
    """Yield (label, price, share of the quantity in this tier); only the tiers that are reached."""
    if len(tiers) == 1 or quantity is None:
        yield "", tiers[0], quantity
        return
    ends = [price.from_quantity for price in tiers[1:]]
    for price, end in zip(tiers, [*ends, None], strict=True):
        reached = quantity if end is None else min(quantity, end)
        if reached > price.from_quantity or not price.from_quantity:
            label = f" (from {price.from_quantity:,f})" if price.from_quantity else ""
            yield label, price, reached - price.from_quantity
