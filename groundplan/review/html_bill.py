"""The bill as the page draws it: a bar per component, on one scale."""

from collections import defaultdict
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost import Bill, LineItem, Spread
from groundplan.review.words import resource_name


@dataclass(frozen=True, kw_only=True)
class Bar:
    """The money of one component; `longest` is the end of the longest range on the page."""

    name: str
    kind: str
    fixed: Decimal
    usage: Decimal
    money: Spread
    unpriced: int
    longest: Decimal


def bars(bill: Bill) -> tuple[Bar, ...]:
    """Give a bar per component that costs something or may, dearest first."""
    lines: dict[str, list[LineItem]] = defaultdict(list)
    for line in bill.items:
        lines[bill.component_of(line.urn)].append(line)
    charged = [one for one in bill.by_component() if one.money.high or one.unpriced]
    longest = max((one.money.high for one in charged), default=Decimal(0))
    return tuple(
        Bar(
            name=resource_name(one.name),
            kind=one.name.split("::")[2].rpartition(":")[2],
            fixed=_expected(lines[one.name], "fixed"),
            usage=_expected(lines[one.name], "usage"),
            money=one.money,
            unpriced=one.unpriced,
            longest=longest,
        )
        for one in charged
    )


def _expected(lines: list[LineItem], kind: str) -> Decimal:
    return sum((one.money.expected for one in lines if one.kind == kind), Decimal(0))


def percent(amount: Decimal, whole: Decimal) -> Decimal:
    """How long a bar is: the share of the whole, to a tenth of a percent."""
    return (amount / whole * 100).quantize(Decimal("0.1")) if whole else Decimal(0)
