"""What would bring a bill back under its budget: at most three changes, priced together.

Savings do not add up, so every set of changes that might do is priced as one plan. Changes that
take redundancy away come last: a stack that fails costs more than it saves.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from itertools import combinations

from groundplan.cost.alternatives import Pricing, rewritten
from groundplan.cost.bill import Bill
from groundplan.cost.rewrites import REWRITES, Rewrite
from groundplan.cost.usage import Usage
from groundplan.plan import Plan

MOST_CHANGES = 3


@dataclass(frozen=True)
class WayBack:
    """Changes, and what the stack would cost a month in USD with all of them."""

    changes: tuple[str, ...]
    expected_usd: Decimal


def way_back(plan: Plan, bill: Bill, budget_usd: Decimal, usage: Usage) -> WayBack | None:
    """Give the fewest changes that keep to the budget; None where three are not enough."""
    pricing = Pricing(usage, bill.as_of)
    savings = dict(_savings(plan, bill, pricing))
    over = bill.total.expected - budget_usd
    for chosen in _sets(sorted(savings, key=lambda one: (one.takes_redundancy, -savings[one]))):
        if sum(savings[one] for one in chosen) < over:
            continue
        changed = plan
        for rewrite in chosen:
            changed = rewritten(changed, rewrite.change)
        total = pricing.bill(changed).total.expected
        if total <= budget_usd:
            return WayBack(tuple(map(_told, chosen)), total)
    return None


def _savings(plan: Plan, bill: Bill, pricing: Pricing) -> Iterator[tuple[Rewrite, Decimal]]:
    for rewrite in REWRITES:
        changed = rewritten(plan, rewrite.change)
        if changed == plan:
            continue
        other = pricing.bill(changed)
        saving = bill.total.expected - other.total.expected
        if saving > 0 and len(other.unpriced) <= len(bill.unpriced):
            yield rewrite, saving


def _told(rewrite: Rewrite) -> str:
    return rewrite.title + (", which takes redundancy away" if rewrite.takes_redundancy else "")


def _sets(ordered: Sequence[Rewrite]) -> Iterable[tuple[Rewrite, ...]]:
    """Yield sets that keep all redundancy first, each time the smallest first."""
    sizes = range(1, MOST_CHANGES + 1)
    every = [chosen for size in sizes for chosen in combinations(ordered, size)]
    return sorted(every, key=lambda chosen: sum(one.takes_redundancy for one in chosen))
