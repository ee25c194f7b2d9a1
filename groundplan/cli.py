"""The `groundplan` command: what is asked for, and who answers.

Exit codes: 0 clean, 1 mandatory findings or budget exceeded, 2 the program or its settings are
broken, 3 the tool itself failed, 130 interrupted.
"""

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from groundplan import __version__
from groundplan.cost import alternatives, assume, diff, estimate
from groundplan.failures import CLEAN, NOT_READY, told_in_words
from groundplan.plan_file import read_plan
from groundplan.review import review as review_plan
from groundplan.review.cost_terminal import show_bill, show_change
from groundplan.review.explanation import explanation
from groundplan.review.output import prepare, write
from groundplan.review.terminal import show
from groundplan.settings.json_schema import json_schema
from groundplan.target import Target
from groundplan.target_options import looks_at_a_target

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

UsageFile = Annotated[
    Path | None, typer.Option(help="Usage figures; usage.<stack>.yaml of the project by default.")
]
Day = Annotated[
    datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Judge and price as of this day.")
]


@app.callback(invoke_without_command=True)
def main(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """See what a Pulumi program will build, break and cost, before anything exists."""
    if version:
        typer.echo(f"groundplan {__version__}")
        raise typer.Exit


@app.command()
@looks_at_a_target
def review(
    target: Target,
    *,
    output: Annotated[
        Path | None, typer.Option(help="Write the reports and plan.json into this folder.")
    ] = None,
    usage: UsageFile = None,
    as_of: Day = None,
) -> None:
    """Show what a stack builds, which rules it breaks and what it costs.

    No cloud account, no Pulumi CLI and no login are needed.

    Examples: `groundplan review prod` · `groundplan review path/to/project staging` ·
    `groundplan review --plan plan.json` ·
    `pulumi preview --json | groundplan review . prod --from-preview -`
    """
    if output:
        prepare(output)
    planned, day = target.plan(), _day(as_of)
    result = review_plan(
        planned,
        as_of=day,
        usage=target.usage(usage, planned, day),
        exemptions=target.exemptions(day),
    )
    show(result, _console())
    for file in write(result, output) if output else ():
        typer.echo(f"Wrote {file}")
    raise typer.Exit(CLEAN if result.may_be_deployed else NOT_READY)


@app.command()
@looks_at_a_target
def cost(
    target: Target,
    *,
    base: Annotated[
        Path | None, typer.Option(help="Show what changes against this plan.json.")
    ] = None,
    usage: UsageFile = None,
    as_of: Day = None,
) -> None:
    """Show the whole bill of a stack: components, assumptions, what would cost less.

    Examples: `groundplan cost prod` · `groundplan cost --base main/plan.json prod` ·
    `groundplan cost --base base.json --plan head.json`
    """
    planned, day = target.plan(), _day(as_of)
    figures = assume(planned, target.usage(usage, planned, day))
    bill = estimate(planned, usage=figures, as_of=day)
    if base is None:
        show_bill(bill, alternatives(planned, usage=figures, as_of=day), _console())
        return
    before = read_plan(base)
    old = estimate(before, usage=assume(before, target.usage(usage, before, day)), as_of=day)
    show_change(diff((before, old), (planned, bill)), _console())


@app.command()
def schema() -> None:
    """Write the JSON Schema of stack files, for editors and checks, to standard output."""
    typer.echo(json.dumps(json_schema(), indent=2))


@app.command()
def explain(policy: Annotated[str, typer.Argument(help="The name of a rule.")]) -> None:
    """Say what a rule demands, why, and how to fulfil it.

    Example: `groundplan explain rds-storage-encrypted`
    """
    with told_in_words(verbose=False):
        typer.echo(explanation(policy))


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else datetime.now(UTC).date()


def _console() -> Console:
    return Console(highlight=False)
