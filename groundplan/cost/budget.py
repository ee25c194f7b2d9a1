"""Whether a bill keeps to its budget, and what would bring it back.

The expected total counts: the high one is a ceiling that autoscaling may touch, not a forecast.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost.bill import Bill, Subtotal
from groundplan.cost.money import usd
from groundplan.cost.usage import Usage
from groundplan.cost.way_back import WayBack, way_back
from groundplan.plan import Plan

STACK_SECTION = "groundplan:stack"
LARGEST = 3


@dataclass(frozen=True)
class BudgetCheck:
    """A bill against a monthly budget in USD, with the resources that cost most.

    `back` is only looked for where the budget is exceeded.
    """

    budget_usd: Decimal
    expected_usd: Decimal
    largest: tuple[Subtotal, ...]
    at_least: bool
    back: WayBack | None = None

    @property
    def over_usd(self) -> Decimal:
        """How much the expected total lies above the budget; nothing where it does not."""
        return max(self.expected_usd - self.budget_usd, Decimal(0))

    @property
    def message(self) -> str:
        """What a person needs to know: kept or not, by how much, why, and what would help."""
        expected = f"{'at least ' if self.at_least else ''}{usd(self.expected_usd)}"
        if not self.over_usd:
            return f"{expected} a month keeps to the budget of {usd(self.budget_usd)}"
        return (
            f"{expected} a month is {usd(self.over_usd)} over the budget of "
            f"{usd(self.budget_usd)}; most of it goes to {self._largest}; {self._remedy}"
        )

    @property
    def _largest(self) -> str:
        return ", ".join(
            f"{one.name.rsplit('::', 1)[-1]} ({usd(one.money.expected)})" for one in self.largest
        )

    @property
    def _remedy(self) -> str:
        if self.back is None:
            return "no three changes known here bring it back: take something out, or raise it"
        changes = "; ".join(self.back.changes)
        return f"{usd(self.back.expected_usd)} with: {changes}"


def budget_of(plan: Plan) -> Decimal | None:
    """Give `monthly_budget_usd` of the stack's own section; None where it names none."""
    section = plan.config.get(STACK_SECTION)
    usd = section.get("monthly_budget_usd") if isinstance(section, Mapping) else None
    return Decimal(str(usd)) if isinstance(usd, int | float) else None


def check_budget(
    plan: Plan, bill: Bill, usage: Usage, budget_usd: Decimal | None = None
) -> BudgetCheck | None:
    """Compare the expected total with a budget, the stack's own unless another is given.

    `usage` is what the bill was made with. None where there is no budget.
    """
    budget_usd = budget_usd if budget_usd is not None else budget_of(plan)
    if budget_usd is None:
        return None
    over = bill.total.expected > budget_usd
    back = way_back(plan, bill, budget_usd, usage) if over else None
    largest = bill.by_resource()[:LARGEST]
    return BudgetCheck(budget_usd, bill.total.expected, largest, bill.at_least, back)
