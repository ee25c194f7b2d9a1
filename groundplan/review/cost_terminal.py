"""The bill of a stack on a terminal, whole, beside other stacks, and what a change does to it."""

from collections.abc import Sequence

from rich.console import Console
from rich.text import Text

from groundplan.cost import CostDiff, usd
from groundplan.review.bill_tables import (
    assumptions,
    beside,
    gaps,
    moves,
    remarks,
    savings,
    subtotals,
    totals,
)
from groundplan.review.stack_cost import StackCost

_MOST_ASSUMPTIONS = 10


def show_bill(cost: StackCost, console: Console) -> None:
    """Print where the money goes, what was assumed, and what would cost less."""
    bill = cost.bill
    console.print(Text("USD per month", style="bold"))
    console.print(subtotals("Component", bill.by_component()))
    console.print(subtotals("Noun", bill.by_noun()))
    console.print(totals(bill, cost.first_month))
    if bill.unpriced:
        console.print(gaps(bill))
    if bill.drivers():
        console.print(assumptions(bill, _MOST_ASSUMPTIONS))
    if cost.alternatives:
        console.print(savings(cost.alternatives))
    for remark in (*cost.plan.caveats, *remarks(bill)):
        console.print(Text(remark, style="dim"))
    show_budget(cost, console)


def show_beside(costs: Sequence[StackCost], console: Console) -> None:
    """Print what each noun costs in each stack, and the totals at every scale."""
    console.print(Text("USD per month", style="bold"))
    console.print(beside(costs))
    for cost in costs:
        for remark in remarks(cost.bill):
            console.print(Text(f"{cost.plan.stack}: {remark}", style="dim"))
        show_budget(cost, console)


def show_change(change: CostDiff, console: Console) -> None:
    """Print what each resource adds to the bill or takes off it."""
    if not change.changes:
        console.print("Nothing moves.")
        return
    console.print(moves(change.changes))
    bound = "at least " if change.at_least else ""
    amount = usd(abs(change.money.expected))
    direction = "more" if change.money.expected > 0 else "less"
    console.print(Text(f"{bound}{amount} {direction} per month, expected", style="bold"))


def show_budget(cost: StackCost, console: Console) -> None:
    """Print whether the budget of the stack holds; nothing for a stack without one."""
    if cost.budget is not None:
        style = "red" if cost.is_over_budget else "green"
        console.print(Text(f"{cost.plan.stack}: {cost.budget.message}", style=style))
