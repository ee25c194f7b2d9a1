"""One line of a bill, and the three figures a range of money or quantity is told in."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

Kind = Literal["fixed", "usage", "free", "unpriced"]
"""Fixed: decided by the plan. Usage: decided by traffic. Free: declared, with the reason.
Unpriced: costs money that this estimate cannot tell; never counted as nothing."""

Scenario = Literal["low", "expected", "high"]

HOURS_PER_MONTH = Decimal(730)
"""AWS's own convention (365 x 24 / 12), used by its calculator and by every public price page."""


@dataclass(frozen=True)
class Spread:
    """A low, an expected and a high figure; for money in USD per month."""

    low: Decimal
    expected: Decimal
    high: Decimal

    @staticmethod
    def of(figure: Decimal) -> "Spread":
        """Give the spread of a figure that does not vary."""
        return Spread(figure, figure, figure)

    @staticmethod
    def none() -> "Spread":
        """Give the empty sum."""
        return Spread.of(Decimal(0))

    def __add__(self, other: "Spread") -> "Spread":
        return Spread(self.low + other.low, self.expected + other.expected, self.high + other.high)

    def __sub__(self, other: "Spread") -> "Spread":
        return Spread(self.low - other.low, self.expected - other.expected, self.high - other.high)

    def at(self, scenario: Scenario) -> Decimal:
        """Give the figure of one scenario."""
        return {"low": self.low, "expected": self.expected, "high": self.high}[scenario]

    def map(self, change: Callable[[Decimal], Decimal]) -> "Spread":
        """Apply change to each of the three figures."""
        return Spread(change(self.low), change(self.expected), change(self.high))


@dataclass(frozen=True, kw_only=True)
class LineItem:
    """What one resource costs for one thing in one month, in USD.

    `quantity` is counted in `unit`, and is None where it depends on usage that nobody gave;
    `monthly` is None wherever there is no sum to tell. `monthly` is quantity times unit price,
    unrounded. `range` is the money at low and high usage and scale.
    """

    urn: str
    resource_type: str
    item: str
    unit: str
    quantity: Decimal | None
    unit_price: Decimal | None
    monthly: Decimal | None
    kind: Kind
    assumption: str | None = None
    grade: str | None = None
    price_key: str | None = None
    region: str | None = None
    effective: str | None = None
    source: str | None = None
    drivers: tuple[str, ...] = ()
    noun: str = ""
    monthly_range: Spread | None = None

    @property
    def money(self) -> Spread:
        """What the line adds to a total; nothing where there is no sum to tell."""
        if self.monthly_range is not None:
            return self.monthly_range
        return Spread.none() if self.monthly is None else Spread.of(self.monthly)
