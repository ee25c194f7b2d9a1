"""The bill of a stack on a terminal, whole, and what a change does to it."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from groundplan.cost import Alternative, Bill, CostDiff
from groundplan.review.bill_tables import (
    assumptions,
    moves,
    remarks,
    savings,
    subtotals,
    totals,
)
from groundplan.review.words import usd

_MOST_ASSUMPTIONS = 10


def show_bill(bill: Bill, alternatives: Sequence[Alternative], console: Console) -> None:
    """Print where the money goes, what was assumed, and what would cost less."""
    console.print(Text("USD per month", style="bold"))
    console.print(subtotals("Component", bill.by_component()))
    console.print(subtotals("Noun", bill.by_noun()))
    console.print(totals(bill))
    console.print(assumptions(bill, _MOST_ASSUMPTIONS))
    if alternatives:
        console.print(savings(alternatives))
    for remark in remarks(bill):
        console.print(Text(remark, style="dim"))


def show_change(change: CostDiff, console: Console) -> None:
    """Print what each resource adds to the bill or takes off it."""
    if not change.changes:
        console.print("Nothing moves.")
        return
    console.print(moves(change))
    bound = "at least " if change.at_least else ""
    amount = usd(abs(change.money.expected))
    direction = "more" if change.money.expected > 0 else "less"
    console.print(Text(f"{bound}{amount} {direction} per month, expected", style="bold"))
