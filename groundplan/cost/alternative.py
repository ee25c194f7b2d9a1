"""One other choice, what it would save and how well its price is known."""

from dataclasses import dataclass

from groundplan.cost.bill import Bill
from groundplan.cost.line_item import LineItem, Spread


@dataclass(frozen=True)
class Alternative:
    """Change `change`, save `saving` USD a month, mind `risk`.

    `grade` is the worst grade of the prices that the change brings into the bill, `source` where
    that price is from; both None where it brings none in. `rate_unknown` where the saving cannot
    be told: the price list lacks what it would cost.
    """

    change: str
    saving: Spread
    risk: str
    rate_unknown: bool = False
    grade: str | None = None
    source: str | None = None


def compared(change: str, risk: str, bill: Bill, changed: Bill) -> Alternative:
    """Give the alternative that leads from one bill to another."""
    if len(changed.unpriced) > len(bill.unpriced):
        return Alternative(change, Spread.none(), risk, rate_unknown=True)
    known = {_price(line) for line in bill.items}
    brought = [line for line in changed.items if line.grade and _price(line) not in known]
    worst = max(brought, key=lambda line: line.grade or "", default=None)
    return Alternative(
        change, bill.total - changed.total, risk,
        grade=worst.grade if worst else None, source=worst.source if worst else None,
    )  # fmt: skip


def _price(line: LineItem) -> tuple[str | None, ...]:
    return line.price_key, line.region, line.source
