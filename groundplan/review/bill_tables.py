"""A bill as tables on a terminal, and what to know before believing it."""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal

from rich import box
from rich.table import Table

from groundplan.cost import Alternative, Bill, Change, Subtotal, signed_usd, usd, usd_range
from groundplan.review.stack_cost import StackCost
from groundplan.review.words import count, resource_label, resource_name

_STALE_AFTER_DAYS = 180
_SCALES: Mapping[str, Callable[[StackCost], Decimal]] = {
    "Total at minimum scale": lambda cost: cost.bill.total.low,
    "Total expected": lambda cost: cost.bill.total.expected,
    "Total at maximum scale": lambda cost: cost.bill.total.high,
    "Total expected, month 1": lambda cost: cost.first_month.total.expected,
}


def dearest(bill: Bill, most: int) -> Table:
    """The resources that cost most."""
    return subtotals("Dearest", bill.by_resource()[:most])


def subtotals(title: str, rows: Sequence[Subtotal]) -> Table:
    """One row per subtotal: expected money, and its range."""
    table = _table(title, "Expected", "Range")
    for one in rows:
        label = resource_label(one.name) if "::" in one.name else one.name
        bound = "at least " if one.unpriced else ""
        table.add_row(label, bound + usd(one.money.expected), usd_range(one.money))
    return table


def gaps(bill: Bill) -> Table:
    """What costs money that this estimate cannot tell, and why."""
    table = _table("Without a price")
    table.add_column("What", overflow="fold")
    table.add_column("Why", overflow="fold")
    for line in bill.unpriced:
        table.add_row(resource_label(line.urn), line.item, line.assumption)
    return table


def totals(bill: Bill, first_month: Bill | None = None) -> Table:
    """Fixed, usage and total at low, expected and high; the total of month 1 where it is given."""
    table = _table("", "Low", "Expected", "High")
    rows = [("Fixed", bill.fixed), ("Usage", bill.usage), ("Total", bill.total)]
    rows += [("Total, month 1", first_month.total)] if first_month else []
    bound = ", at least" if bill.at_least else ""
    for title, money in rows:
        figures = (usd(amount) for amount in (money.low, money.expected, money.high))
        table.add_row(title + bound, *figures, style="bold" if title == "Total" else None)
    return table


def beside(costs: Sequence[StackCost]) -> Table:
    """What each noun is expected to cost in each stack, then the totals at every scale."""
    table = _table("Noun", *(cost.plan.stack for cost in costs))
    nouns = [{one.name: one.money.expected for one in cost.bill.by_noun()} for cost in costs]
    every = dict.fromkeys(name for one in nouns for name in one)
    for name in sorted(every, key=lambda name: -max(one.get(name, Decimal(0)) for one in nouns)):
        table.add_row(name, *(usd(one[name]) if name in one else "" for one in nouns))
    table.add_section()
    for title, figure in _SCALES.items():
        table.add_row(title, *(usd(figure(cost)) for cost in costs), style="bold")
    budgets = (cost.budget for cost in costs)
    table.add_row("Budget", *(usd(one.budget_usd) if one else "" for one in budgets))
    return table


def assumptions(bill: Bill, most: int) -> Table:
    """The figures that decide most money, each with its reason and what half as much changes."""
    table = _table("Assumption", "decides", "±50 %")
    for one in bill.drivers()[:most]:
        what = f"{resource_label(one.urn)}: {one.reason}"
        table.add_row(what, usd(one.money.expected), usd(one.swing))
    return table


def savings(alternatives: Sequence[Alternative]) -> Table:
    """What another choice would save, marked where at an unverified price, and what it risks.

    Savings do not add up.
    """
    table = _table("Change", "saves")
    table.add_column("Risk")
    for one in alternatives:
        saved = "rate unknown" if one.rate_unknown else usd(one.saving.expected)
        unverified = " (C)" if one.grade == "C" else ""
        table.add_row(one.change, f"{saved}{unverified}", one.risk)
    return table


def moves(changes: Sequence[Change]) -> Table:
    """What each resource adds or takes away, and why."""
    table = _table("Resource", "Expected")
    table.add_column("Why")
    for one in changes:
        why = "; ".join(one.reasons) or one.cause
        table.add_row(resource_label(one.urn), signed_usd(one.money.expected), why)
    return table


def _table(first: str, *figures: str) -> Table:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    table.add_column(first, overflow="fold")  # the end of a name tells resources apart
    for title in figures:
        table.add_column(title, justify="right")
    return table


def remarks(bill: Bill) -> list[str]:
    """What a reader must know before believing the totals."""
    said = [f"Unit prices as of {bill.prices_as_of}, before tax, discounts and support."]
    if (bill.price_age_days or 0) > _STALE_AFTER_DAYS:
        said.append(f"These prices are {bill.price_age_days} days old: renew them.")
    unverified = bill.grades.get("C")
    if unverified and unverified.expected:
        said.append(
            f"{usd(unverified.expected)} of the expected total is at unverified prices (C)."
        )
    if len(bill.regions) > 1:
        said.append(f"Priced in {', '.join(bill.regions)}: where each resource lies.")
    if bill.unpriced:
        names = sorted({resource_name(line.urn) for line in bill.unpriced})
        lines = count(len(bill.unpriced), "line")
        said.append(f"Totals are lower bounds: {', '.join(names)} ({lines} without a price).")
    if bill.open_usage:
        said.append(
            f"{count(len(bill.open_usage), 'line')} depend on usage that nobody has given; "
            "a usage file (usage.<stack>.yaml) prices them."
        )
    return said
