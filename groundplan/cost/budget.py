"""Whether a bill keeps to its budget, and what would bring it back.

The expected total counts: the high one is a ceiling that autoscaling may touch, not a forecast.
"""

from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost.bill import Bill, Subtotal

LARGEST = 3


@dataclass(frozen=True)
class BudgetCheck:
    """A bill against a monthly budget in USD, with the resources that cost most."""

    budget_usd: Decimal
    expected_usd: Decimal
    largest: tuple[Subtotal, ...]
    at_least: bool

    @property
    def over_usd(self) -> Decimal:
        """How much the expected total lies above the budget; nothing where it does not."""
        return max(self.expected_usd - self.budget_usd, Decimal(0))

    @property
    def message(self) -> str:
        """One sentence for a person: kept or not, by how much, and where the money goes."""
        expected = f"{'at least ' if self.at_least else ''}${self.expected_usd:.2f}"
        if not self.over_usd:
            return f"{expected} a month keeps to the budget of ${self.budget_usd:.2f}"
        names = ", ".join(
            f"{one.name.rsplit('::', 1)[-1]} (${one.money.expected:.2f})" for one in self.largest
        )
        return (
            f"{expected} a month is ${self.over_usd:.2f} over the budget of "
            f"${self.budget_usd:.2f}; most of it goes to {names}"
        )


def check_budget(bill: Bill, monthly_budget_usd: Decimal) -> BudgetCheck:
    """Compare the expected total with a budget."""
    largest = bill.by_resource()[:LARGEST]
    return BudgetCheck(monthly_budget_usd, bill.total.expected, largest, bill.at_least)
