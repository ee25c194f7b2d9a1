"""What a plan costs per month, from a price list that ships with the product."""

from groundplan.cost.bill import Bill, Subtotal
from groundplan.cost.estimate import estimate
from groundplan.cost.line_item import LineItem, Spread
from groundplan.cost.price import PriceListInvalid
from groundplan.cost.price_list import PriceList
from groundplan.cost.quote import RegionMissing
from groundplan.cost.usage import Usage, UsageInvalid

__all__ = [
    "Bill",
    "LineItem",
    "PriceList",
    "PriceListInvalid",
    "RegionMissing",
    "Spread",
    "Subtotal",
    "Usage",
    "UsageInvalid",
    "estimate",
]
