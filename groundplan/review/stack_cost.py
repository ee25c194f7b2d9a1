"""What a stack costs: settled, in its first month, against its budget, and with other choices."""

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from groundplan.cost import (
    Alternative,
    Bill,
    BudgetCheck,
    Usage,
    alternatives,
    assume,
    check_budget,
    estimate,
)
from groundplan.plan import Plan


@dataclass(frozen=True, kw_only=True)
class StackCost:
    """A plan with the usage that prices it. Money is USD per month."""

    plan: Plan
    given: Usage | None
    as_of: date

    @cached_property
    def usage(self) -> Usage:
        """What was given, and what is assumed for the rest once stores are full."""
        return assume(self.plan, self.given)

    @cached_property
    def bill(self) -> Bill:
        """The bill once everything stored has reached its retention."""
        return estimate(self.plan, usage=self.usage, as_of=self.as_of)

    @cached_property
    def first_month(self) -> Bill:
        """The bill of the first month, when logs, backups and objects have only begun to grow."""
        usage = assume(self.plan, self.given, month=1)
        return estimate(self.plan, usage=usage, as_of=self.as_of)

    @cached_property
    def budget(self) -> BudgetCheck | None:
        """The bill against the budget of the stack; None where it names none."""
        return check_budget(self.plan, self.bill, self.usage)

    @property
    def side(self) -> tuple[Plan, Bill]:
        """The plan and its bill, as one side of a comparison."""
        return self.plan, self.bill

    @property
    def is_over_budget(self) -> bool:
        """Whether the expected cost is above the budget."""
        return self.budget is not None and self.budget.over_usd > 0

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What would cost less, the largest expected saving first."""
        return alternatives(self.plan, usage=self.usage, as_of=self.as_of)
