"""What a plan costs per month, from a price list that ships with the product."""

from groundplan.cost.alternative import Alternative
from groundplan.cost.alternatives import alternatives
from groundplan.cost.assumptions import assume
from groundplan.cost.bill import Bill, Driver, Subtotal
from groundplan.cost.budget import BudgetCheck, check_budget
from groundplan.cost.diff import Change, CostDiff, diff
from groundplan.cost.estimate import estimate
from groundplan.cost.line_item import LineItem, Spread
from groundplan.cost.money import signed_usd, usd, usd_range
from groundplan.cost.price import PriceListInvalid
from groundplan.cost.price_list import PriceList
from groundplan.cost.quote import RegionMissing
from groundplan.cost.usage import Usage, UsageInvalid
from groundplan.cost.usage_check import check_usage
from groundplan.cost.way_back import WayBack

__all__ = [
    "Alternative",
    "Bill",
    "BudgetCheck",
    "Change",
    "CostDiff",
    "Driver",
    "LineItem",
    "PriceList",
    "PriceListInvalid",
    "RegionMissing",
    "Spread",
    "Subtotal",
    "Usage",
    "UsageInvalid",
    "WayBack",
    "alternatives",
    "assume",
    "check_budget",
    "check_usage",
    "diff",
    "estimate",
    "signed_usd",
    "usd",
    "usd_range",
]
