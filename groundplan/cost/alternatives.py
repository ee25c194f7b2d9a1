"""What another choice would save: the plan rewritten in one point, and priced again.

An alternative is computed by the same estimate as the bill, so what it saves holds for exactly
this stack and region. Savings of several alternatives do not add up.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from groundplan.cost.assumptions import assume
from groundplan.cost.bill import Bill
from groundplan.cost.estimate import estimate
from groundplan.cost.line_item import Spread
from groundplan.cost.price_list import PriceList
from groundplan.cost.rewrites import REWRITES
from groundplan.cost.usage import Figures, Usage
from groundplan.plan import Plan, PlannedResource

RESERVABLE = ("aws:rds/instance:Instance", "aws:elasticache/replicationGroup:ReplicationGroup")
RESERVED_ONE_YEAR: Figures = {
    "reserved_instance_term": "1_year",
    "reserved_instance_payment_option": "no_upfront",
}
RESERVE = (
    "reserve database and cache nodes for one year, nothing upfront",
    "a year's commitment to class and region; pays off only if they stay that long",
)


@dataclass(frozen=True)
class Alternative:
    """Change `change`, save `saving` USD a month, mind `risk`.

    `rate_unknown` where the saving cannot be told: the price list lacks what it would cost.
    """

    change: str
    saving: Spread
    risk: str
    rate_unknown: bool = False


@dataclass(frozen=True)
class _Pricing:
    usage: Usage
    as_of: date
    region: str | None
    prices: PriceList | None

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
    pricing = _Pricing(usage or Usage.empty(), as_of, region, prices)
    bill = pricing.bill(plan)
    found = [
        _compared(rewrite.title, rewrite.risk, bill, pricing.bill(rewritten))
        for rewrite in REWRITES
        if (rewritten := _rewritten(plan, rewrite.change)) != plan
    ]
    nodes = {one.urn: RESERVED_ONE_YEAR for one in plan.of_kind(*RESERVABLE)}
    if nodes:
        found.append(_compared(*RESERVE, bill, pricing.bill(plan, nodes)))
    useful = (one for one in found if one.rate_unknown or one.saving.expected > 0)
    return tuple(sorted(useful, key=lambda one: (-one.saving.expected, one.change)))


def _compared(title: str, risk: str, bill: Bill, changed: Bill) -> Alternative:
    unknown = len(changed.unpriced) > len(bill.unpriced)
    saving = Spread.none() if unknown else bill.total - changed.total
    return Alternative(title, saving, risk, unknown)


def _rewritten(plan: Plan, change: Callable[[PlannedResource, Plan], Any]) -> Plan:
    """Give the plan with every resource changed; a change of None takes it away."""
    changed = ((one, change(one, plan)) for one in plan.resources)
    kept = tuple(
        one if inputs is one.inputs else replace(one, inputs=inputs)
        for one, inputs in changed
        if inputs is not None
    )
    return replace(plan, resources=kept)
