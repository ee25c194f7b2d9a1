"""What usage may be derived from: the plan, its traffic, what a team gave, and the month."""

from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property

from groundplan.cost.kubernetes_ingress import INGRESS, makes_balancer
from groundplan.cost.line_item import Spread
from groundplan.cost.load_balancer import LOAD_BALANCER
from groundplan.cost.pods import WORKLOADS
from groundplan.cost.storage_growth import DAYS_PER_MONTH
from groundplan.cost.traffic import SERVICE, Traffic, task_range, web_services
from groundplan.cost.usage import Figures, Usage
from groundplan.plan import Plan, PlannedResource


@dataclass(frozen=True)
class Situation:
    """What an assumption may be derived from. `month` is None for the steady state."""

    plan: Plan
    traffic: Traffic | None
    given: Usage
    month: int | None

    @cached_property
    def tasks(self) -> Spread:
        """The tasks and pods of all services together. Raises NotKnown."""
        total = Spread.none()
        for service in self.plan.of_kind(SERVICE, *WORKLOADS):
            total += task_range(service, self.plan)
        return total

    @cached_property
    def web_services(self) -> tuple[PlannedResource, ...]:
        """The services and workloads behind a load balancer."""
        return tuple(web_services(self.plan))

    @cached_property
    def balancers(self) -> int:
        """How many load balancers share the requests: those of the plan, and those of Ingresses."""
        stated = sum(1 for _ in self.plan.of_kind(LOAD_BALANCER))
        made = (one for one in self.plan.of_kind(INGRESS) if makes_balancer(one, self.plan))
        return stated + sum(1 for _ in made)

    def months_kept(self, days: Decimal) -> Decimal:
        """How many months of data lie in store: all that retention allows, or as many as passed."""
        months = days / DAYS_PER_MONTH
        return months if self.month is None else min(months, Decimal(self.month))


Derivation = Callable[[PlannedResource, Situation], Figures]
"""Gives the figures that a resource's own shape and the situation say, each with its reason."""
