"""A change on a terminal: what loses data first, in red."""

from collections.abc import Iterable

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from groundplan.diff.plan_diff import ResourceChange
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.summary import SIGNS, summary
from groundplan.review.bill_tables import moves
from groundplan.review.finding import Finding
from groundplan.review.verdict_line import verdict_line
from groundplan.review.words import resource_label, resource_name

_STYLES = {"added": "green", "changed": "yellow", "replaced": "magenta", "deleted": "red"}


def show_diff(diff: ReviewDiff, console: Console) -> None:
    """Print the whole change."""
    plan = diff.head.plan
    console.print(Text.assemble((f"{plan.project} · {plan.stack}", "bold"), f": {summary(diff)}"))
    losses = diff.resources.losses
    _show_changes("Data is lost", losses, console, style="bold red")
    rest = [change for change in diff.resources.changes if not change.data_loss]
    _show_changes("What changes", rest, console)
    _show_findings("New findings", diff.new_findings, console)
    _show_findings("Findings that are gone", diff.fixed_findings, console)
    if diff.money.changes:
        console.print(Text("\nMoney that moves, USD per month", style="bold"))
        console.print(moves(diff.money))
    style = "bold green" if diff.head.may_be_deployed else "bold red"
    console.print(Text(f"\n{verdict_line(diff.head)}", style=style))


def _show_changes(
    title: str, changes: Iterable[ResourceChange], console: Console, style: str = "bold"
) -> None:
    changes = tuple(changes)
    if not changes:
        return
    console.print(Text(f"\n{title} ({len(changes)})", style=style))
    for change in changes:
        console.print(_headline(change))
        for line in _details(change):
            console.print(Padding(Text(line, style="dim"), (0, 0, 0, 6), expand=False))


def _headline(change: ResourceChange) -> Text:
    style = "bold red" if change.data_loss else _STYLES.get(change.kind, "cyan")
    line = Text.assemble("  ", (f"{SIGNS[change.kind]} ", style))
    line.append(resource_label(change.resource.urn), style)
    line.append(f" {change.kind}")
    if change.before:
        line.append(f", was {resource_name(change.before)}")
    if change.data_loss:
        line.append(f", {change.data_loss}", "red")
    return line


def _details(change: ResourceChange) -> list[str]:
    return [f"{one} (replaces it)" if one.replaces else str(one) for one in change.properties]


def _show_findings(title: str, findings: Iterable[Finding], console: Console) -> None:
    findings = tuple(findings)
    if findings:
        console.print(Text(f"\n{title} ({len(findings)})", style="bold"))
    for one in findings:
        console.print(Text(f"  {one.severity} {one.policy} on {resource_label(one.urn)}"))
        told = one.message.replace(" · ", "\n")
        console.print(Padding(Text(told, style="dim"), (0, 0, 0, 4), expand=False))
