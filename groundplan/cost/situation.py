"""What usage may be derived from: the plan, its traffic, what a team gave, and the month."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost.storage_growth import DAYS_PER_MONTH
from groundplan.cost.traffic import Traffic
from groundplan.cost.usage import Figures, Usage
from groundplan.plan import Plan, PlannedResource


@dataclass(frozen=True)
class Situation:
    """What an assumption may be derived from. `month` is None for the steady state."""

    plan: Plan
    traffic: Traffic | None
    given: Usage
    month: int | None

    def months_kept(self, days: Decimal) -> Decimal:
        """How many months of data lie in store: all that retention allows, or as many as passed."""
        months = days / DAYS_PER_MONTH
        return months if self.month is None else min(months, Decimal(self.month))


Derivation = Callable[[PlannedResource, Situation], Figures]
"""Gives the figures that a resource's own shape and the situation say, each with its reason."""
