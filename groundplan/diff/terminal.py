"""A change on a terminal: what loses data first, in red."""

from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.table import Table
from rich.text import Text

from groundplan.diff.change_group import grouped
from groundplan.diff.plan_diff import ResourceChange
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.summary import SIGNS, summary
from groundplan.review.bill_tables import moves
from groundplan.review.terminal import show_findings
from groundplan.review.verdict_line import verdict_line

_STYLES = {"added": "green", "changed": "yellow", "replaced": "magenta", "deleted": "red"}


def show_diff(diff: ReviewDiff, console: Console) -> None:
    """Print the whole change."""
    plan = diff.head.plan
    console.print(Text.assemble((f"{plan.project} · {plan.stack}", "bold"), f": {summary(diff)}"))
    rest = [change for change in diff.resources.changes if not change.data_loss]
    _show_changes("Data is lost", diff.resources.losses, console, style="bold red")
    _show_changes("What changes", rest, console)
    show_findings("New findings", diff.new_findings, console)
    show_findings("Findings that are gone", diff.fixed_findings, console)
    if diff.moves:
        console.print(Text("\nMoney that moves, USD per month", style="bold"))
        console.print(moves(diff.moves))
    style = "bold green" if diff.head.may_be_deployed else "bold red"
    console.print(Text(f"\n{verdict_line(diff.head)}", style=style))


def _show_changes(
    title: str, changes: Sequence[ResourceChange], console: Console, style: str = "bold"
) -> None:
    if not changes:
        return
    console.print(Text(f"\n{title} ({len(changes)})", style=style))
    for group in grouped(changes):
        style = "bold red" if group.data_loss else _STYLES.get(group.kind, "cyan")
        lines = Table.grid(padding=(0, 1))
        lines.add_row(
            Text(SIGNS[group.kind], style), Text.assemble((group.title, style), f" {group.what}")
        )
        for told in (*group.details, ", ".join(group.names)):
            if told:
                lines.add_row("", Padding(Text(told, style="dim"), (0, 0, 0, 2), expand=False))
        console.print(Padding(lines, (0, 0, 0, 2), expand=False))
