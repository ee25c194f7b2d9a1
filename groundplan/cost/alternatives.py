"""What another choice would save: the plan rewritten in one point, and priced again.

An alternative is computed by the same estimate as the bill, so what it saves holds for exactly
this stack and region. Savings of several alternatives do not add up.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from groundplan.cost.alternative import Alternative, compared
from groundplan.cost.assumptions import assume
from groundplan.cost.bill import Bill
from groundplan.cost.estimate import estimate, snapshot
from groundplan.cost.line_item import Spread
from groundplan.cost.price_list import PriceList
from groundplan.cost.rewrites import REWRITES
from groundplan.cost.savings_plan import savings_plans
from groundplan.cost.usage import Figures, Usage
from groundplan.plan import Plan, PlannedResource

RESERVABLE = (
    "aws:rds/instance:Instance",
    "aws:elasticache/replicationGroup:ReplicationGroup",
    "aws:ec2/instance:Instance",
)
TERMS = {
    ("1_year", "no_upfront"): "one year, nothing upfront",
    ("1_year", "partial_upfront"): "one year, part upfront (spread over the term)",
    ("1_year", "all_upfront"): "one year, all upfront (spread over the term)",
    ("3_year", "no_upfront"): "three years, nothing upfront",
    ("3_year", "partial_upfront"): "three years, part upfront (spread over the term)",
    ("3_year", "all_upfront"): "three years, all upfront (spread over the term)",
}
RESERVATION_RISK = "a commitment to class and region; pays off only if they stay that long"


@dataclass(frozen=True)
class Pricing:
    """How the bill was made, so that a changed plan is priced in the same way."""

    usage: Usage
    as_of: date
    region: str | None = None
    prices: PriceList | None = None

    def bill(self, plan: Plan, words: Mapping[str, Figures] | None = None) -> Bill:
        """Price a plan; what was assumed for the original is assumed anew for this one."""
        usage = assume(plan, self.usage) if self.usage.assumed else self.usage
        assumed = dict(usage.assumed)
        for urn, figures in (words or {}).items():
            assumed[urn] = {**assumed.get(urn, {}), **figures}
        return estimate(
            plan, usage=replace(usage, assumed=assumed), as_of=self.as_of, region=self.region,
            prices=self.prices,
        )  # fmt: skip


def alternatives(
    plan: Plan,
    *,
    usage: Usage | None = None,
    as_of: date,
    region: str | None = None,
    prices: PriceList | None = None,
) -> tuple[Alternative, ...]:
    """Give the alternatives that would change this plan, the largest expected saving first."""
    pricing = Pricing(usage or Usage.empty(), as_of, region, prices)
    bill = pricing.bill(plan)
    found = [
        compared(rewrite.title, rewrite.risk, bill, pricing.bill(changed))
        for rewrite in REWRITES
        if (changed := rewritten(plan, rewrite.change)) != plan
    ]
    found += _reservations(plan, bill, pricing)
    found += savings_plans(bill, prices or snapshot())
    useful = (one for one in found if one.rate_unknown or one.saving.expected > 0)
    return tuple(sorted(useful, key=lambda one: (-one.saving.expected, one.change)))


def _reservations(plan: Plan, bill: Bill, pricing: Pricing) -> Iterator[Alternative]:
    """Yield what each term would save on the databases and caches whose rate is known."""
    nodes = [one.urn for one in plan.of_kind(*RESERVABLE)]
    known: list[Alternative] = []
    for (term, payment), title in TERMS.items():
        words: Figures = {
            "reserved_instance_term": term,
            "reserved_instance_payment_option": payment,
        }
        rated = _with_a_rate(nodes, bill, pricing.bill(plan, dict.fromkeys(nodes, words)))
        if rated:
            changed = pricing.bill(plan, dict.fromkeys(rated, words))
            what = f"reserve {len(rated)} of {len(nodes)} databases, caches and instances: {title}"
            known.append(compared(what, RESERVATION_RISK, bill, changed))
    if nodes and not known:
        yield Alternative(
            "reserve databases, caches and instances",
            Spread.none(),
            RESERVATION_RISK,
            rate_unknown=True,
        )
    yield from known


def _with_a_rate(nodes: list[str], bill: Bill, reserved: Bill) -> list[str]:
    """Give the nodes that do not lose their price when they are reserved."""
    without = {line.urn for line in reserved.unpriced} - {line.urn for line in bill.unpriced}
    return [urn for urn in nodes if urn not in without]


def rewritten(plan: Plan, change: Callable[[PlannedResource, Plan], Any]) -> Plan:
    """Give the plan with every resource changed; a change of None takes it away."""
    changed = ((one, change(one, plan)) for one in plan.resources)
    kept = tuple(
        one if inputs is one.inputs else replace(one, inputs=inputs)
        for one, inputs in changed
        if inputs is not None
    )
    return replace(plan, resources=kept)
