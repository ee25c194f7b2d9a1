"""Savings plans: a discount on what runs all month anyway, for a commitment in USD per hour.

Sources: docs.aws.amazon.com/savingsplans: Compute plans cover Fargate (not Spot); Database plans
cover instances of generation 7 and newer, of Valkey but not Redis, for one year without upfront.
The rates are shares of the on-demand price from reputable pages, grade C: the true ones are in
offer files of their own. Only the smallest size counts: what scales away saves nothing.
"""

import re
from collections.abc import Iterator
from decimal import Decimal
from typing import NamedTuple

from groundplan.cost.alternative import Alternative
from groundplan.cost.bill import Bill
from groundplan.cost.line_item import LineItem, Spread
from groundplan.cost.money import usd
from groundplan.cost.price_list import GLOBAL, PriceList


class Plan(NamedTuple):
    """A plan on offer: the key of its share of the on-demand price, and which prices it covers."""

    key: str
    title: str
    covers: re.Pattern[str]


_FARGATE = re.compile(r"fargate/(x86|arm)/(vcpu|memory)")
_GENERATION_7 = r"[a-z]+[7-9][a-z]*\.\w+"
_DATABASE = re.compile(
    rf"(rds/db\.{_GENERATION_7}/[\w-]+/[\w-]+|docdb/db\.{_GENERATION_7}"
    rf"|elasticache/cache\.{_GENERATION_7}/valkey)"
)
OFFERED = (
    Plan(
        "savings-plan/fargate/1yr-no-upfront",
        "Compute Savings Plan on Fargate: one year, nothing upfront",
        _FARGATE,
    ),
    Plan(
        "savings-plan/fargate/3yr-no-upfront",
        "Compute Savings Plan on Fargate: three years, nothing upfront",
        _FARGATE,
    ),
    Plan(
        "savings-plan/database/1yr-no-upfront",
        "Database Savings Plan: one year, nothing upfront",
        _DATABASE,
    ),
)
RISK = "a commitment in USD per hour: paid whether used or not; the rate is a planning share"


def savings_plans(bill: Bill, prices: PriceList) -> Iterator[Alternative]:
    """Yield what each plan would save on the part of the bill that always runs."""
    for plan in OFFERED:
        covered = [line for line in bill.items if _covers(plan, line)]
        always = sum((line.money.low for line in covered), Decimal(0))
        if always:
            (share,) = prices.find(GLOBAL, plan.key)
            yield Alternative(
                f"{plan.title}, for {usd(always)} that always runs",
                Spread.of(always * (1 - share.usd)),
                RISK,
                grade=share.grade,
                source=share.source,
            )


def _covers(plan: Plan, line: LineItem) -> bool:
    """Whether a line is at a price that the plan lowers; Spot keeps its own."""
    on_demand = "Spot" not in line.item
    return on_demand and plan.covers.fullmatch(line.price_key or "") is not None
