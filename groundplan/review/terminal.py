"""The review on a terminal: colour and boxes there, plain text in a pipe."""

from collections import defaultdict
from collections.abc import Sequence

from rich.console import Console
from rich.padding import Padding
from rich.text import Text
from rich.tree import Tree

from groundplan.cost import usd
from groundplan.forecast import Schedule
from groundplan.review.bill_tables import dearest, remarks, totals
from groundplan.review.finding import Finding
from groundplan.review.forecast_lines import critical_path_line, makespan_line
from groundplan.review.outline import Entry, outline
from groundplan.review.review import Review
from groundplan.review.verdict_line import verdict_line
from groundplan.review.words import count, resource_name

_MOST_BILL_LINES = 12
_MOST_ENTRIES = 100
_MOST_OF_A_RULE = 20
_SEPARATOR = " · "
_SEVERITY_STYLE = {"critical": "bold red", "high": "red", "medium": "yellow", "low": "blue"}


def show(review: Review, console: Console) -> None:
    """Print the whole review."""
    console.print(_headline(review))
    console.print(_tree(review))
    _show_caveats(review.plan.caveats, console)
    _show_findings(review, console)
    _show_notices(review.notices, console)
    _show_bill(review, console)
    _show_forecast(review.forecast, console)
    style = "bold green" if review.may_be_deployed else "bold red"
    console.print(Text(f"\n{verdict_line(review)}", style=style))


def _headline(review: Review) -> Text:
    plan = review.plan
    built = count(sum(one.custom for one in plan.resources), "resource")
    place = f" in {plan.region}" if plan.region else ""
    return Text.assemble((f"{plan.project} · {plan.stack}", "bold"), f": {built}{place}")


def _tree(review: Review) -> Tree:
    tree = Tree(Text("What it builds", style="bold"), guide_style="dim")
    entries = outline(review)
    for entry in entries[:_MOST_ENTRIES]:
        branch = tree.add(_entry_line(entry))
        if len(entry.contents) > 1:
            kinds = ", ".join(f"{number} {kind}" for kind, number in entry.contents)
            branch.add(Text(kinds, style="dim"))
    if more := len(entries[_MOST_ENTRIES:]):
        tree.add(Text(f"and {more} more", style="dim"))
    return tree


def _entry_line(entry: Entry) -> Text:
    line = Text.assemble((entry.name, "cyan"), f" {entry.kind}")
    line.append(f" · {count(entry.resource_count, 'resource')}", "dim")
    if entry.money.high:
        line.append(f" · {usd(entry.money.expected)}", "green")
    if entry.violations:
        line.append(f" · {count(entry.violations, 'finding')}", "red")
    return line


def _show_findings(review: Review, console: Console) -> None:
    show_findings("Mandatory findings", review.blocking, console)
    show_findings("Advisory findings", review.advisory, console)
    show_findings("Undecided until the cloud computes a value", review.undecided, console)
    _show_exempt(review.exempt, console)
    console.print(Text(f"\n{count(len(review.passed), 'check')} passed", style="green"))
    if review.unjudged:
        console.print(Text(f"No rule looks at {', '.join(review.unjudged)}", style="dim"))


def show_findings(title: str, findings: Sequence[Finding], console: Console) -> None:
    """Print findings under a title: each rule once, with what it found and one remedy."""
    if not findings:
        return
    console.print(Text(f"\n{title} ({len(findings)})", style="bold"))
    by_remedy: dict[tuple[str, str], list[Finding]] = defaultdict(list)
    for finding in findings:
        by_remedy[finding.policy, _why_and_fix(finding)].append(finding)
    for (policy, remedy), group in by_remedy.items():
        severity = group[0].severity
        heading = Text.assemble((severity, _SEVERITY_STYLE[severity]), f" {policy}")
        console.print(Padding(heading, (0, 0, 0, 2), expand=False))
        for finding in group[:_MOST_OF_A_RULE]:
            what = finding.message.partition(_SEPARATOR)[0]
            console.print(Padding(Text(what), (0, 0, 0, 4), expand=False))
        if more := len(group[_MOST_OF_A_RULE:]):
            console.print(f"    and {more} more; --output and --format have them all")
        console.print(Padding(Text(remedy, style="dim"), (0, 0, 0, 4), expand=False))


def _show_exempt(findings: Sequence[Finding], console: Console) -> None:
    if findings:
        console.print(Text(f"\nExempt ({len(findings)})", style="bold"))
    by_terms: dict[tuple[str, str], list[str]] = defaultdict(list)
    for finding in findings:
        terms = finding.message.partition(_SEPARATOR)[0]
        by_terms[finding.policy, terms].append(resource_name(finding.urn))
    for (policy, terms), names in by_terms.items():
        console.print(Text.assemble(f"  {policy} on ", (", ".join(names), "cyan")))
        console.print(Padding(Text(terms, style="dim"), (0, 0, 0, 4), expand=False))


def _show_caveats(caveats: Sequence[str], console: Console) -> None:
    if caveats:
        console.print(Text("\nWhat this rests on", style="bold"))
    for caveat in caveats:
        console.print(Padding(Text(caveat), (0, 0, 0, 2), expand=False))


def _show_notices(notices: Sequence[str], console: Console) -> None:
    if notices:
        console.print(Text("\nHow settings are enforced", style="bold"))
    for notice in notices:
        console.print(Padding(Text(notice), (0, 0, 0, 2), expand=False))


def _why_and_fix(finding: Finding) -> str:
    """The part of the message that is the same on every resource."""
    return finding.message.partition(_SEPARATOR)[2]


def _show_bill(review: Review, console: Console) -> None:
    console.print(Text("\nWhat it costs, USD per month", style="bold"))
    console.print(dearest(review.bill, _MOST_BILL_LINES))
    console.print(totals(review.bill))
    for remark in remarks(review.bill):
        console.print(Text(remark, style="dim"))


def _show_forecast(schedule: Schedule, console: Console) -> None:
    console.print(Text("\nHow long a first deployment takes", style="bold"))
    console.print(Text(makespan_line(schedule)))
    if path := critical_path_line(schedule):
        console.print(Text(path))
