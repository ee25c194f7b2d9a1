"""The `groundplan` command: what is asked for, and who answers.

Exit codes: 0 clean, 1 mandatory findings or budget exceeded, 2 the program or its settings are
broken, 3 the tool itself failed, 130 interrupted.
"""

import json
from dataclasses import replace
from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from groundplan import __version__
from groundplan.completion import rules, stacks
from groundplan.diff_command import diff
from groundplan.examples import EXAMPLES
from groundplan.failures import CLEAN, NOT_READY, told_in_words
from groundplan.output_folder import prepare
from groundplan.plan_file import read_plan
from groundplan.prices_command import prices
from groundplan.progress import working
from groundplan.rehearse_command import rehearse
from groundplan.target import OptionRefused, Target
from groundplan.target_options import PolicyConfigs, looks_at_a_target, policy_config_of

if TYPE_CHECKING:
    from groundplan.review import Review
    from groundplan.review.stack_cost import StackCost

app = typer.Typer(no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None)

app.add_typer(prices, name="prices")

UsageFile = Annotated[
    Path | None,
    typer.Option(
        metavar="FILE", help="Usage figures; usage.<stack>.yaml of the project by default."
    ),
]
Day = Annotated[
    datetime | None,
    typer.Option(
        formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Judge and price as of this day."
    ),
]


class ReviewFormat(StrEnum):
    """What `groundplan review --format` prints."""

    TEXT = "text"
    JSON = "json"
    SARIF = "sarif"
    JUNIT = "junit"
    MARKDOWN = "markdown"
    HTML = "html"
    GITHUB = "github"


@app.callback(invoke_without_command=True, epilog=EXAMPLES[""])
def main(
    *, version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False
) -> None:
    """See what a Pulumi program will build, break and cost, before anything exists."""
    if version:
        typer.echo(f"groundplan {__version__}")
        raise typer.Exit


@app.command(epilog=EXAMPLES["review"], short_help="What a stack builds, breaks and costs.")
@looks_at_a_target
def review(
    target: Target,
    *,
    output: Annotated[
        Path | None,
        typer.Option(metavar="FOLDER", help="Write the reports and plan.json into this folder."),
    ] = None,
    output_format: Annotated[
        ReviewFormat, typer.Option("--format", help="What to print; github: lines of a workflow.")
    ] = ReviewFormat.TEXT,
    usage: UsageFile = None,
    as_of: Day = None,
    policy_config: PolicyConfigs = None,
) -> None:
    """Show what a stack builds, which rules it breaks and what it costs.

    No cloud account, no Pulumi CLI and no login are needed.
    """
    if output:
        prepare(output)
    config = policy_config_of(policy_config)
    planned, day = target.plan(), _day(as_of)
    from groundplan.review import review as review_plan

    with working("Judging and pricing"):
        result = review_plan(
            planned,
            as_of=day,
            usage=target.usage(usage, planned, day),
            exemptions=target.exemptions(day),
            places=target.places,
            policy_config=config,
        )
    _print(result, output_format)
    if output:
        from groundplan.review.output import write

        for file in write(result, output):
            typer.echo(f"Wrote {file}", err=output_format is not ReviewFormat.TEXT)
    raise typer.Exit(CLEAN if result.may_be_deployed else NOT_READY)


app.command(epilog=EXAMPLES["diff"], short_help="What a change does, and loses.")(diff)
app.command(epilog=EXAMPLES["rehearse"], short_help="A stack on the real engine, no cloud.")(
    rehearse
)


@app.command(epilog=EXAMPLES["cost"], short_help="The whole bill of a stack.")
@looks_at_a_target
def cost(
    target: Target,
    *,
    base: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Show what changes against this plan.json.")
    ] = None,
    compare: Annotated[
        list[str] | None,
        typer.Option(
            metavar="STACK",
            help="Show this stack of the project beside; may repeat.",
            autocompletion=stacks,
        ),
    ] = None,
    usage: UsageFile = None,
    as_of: Day = None,
) -> None:
    """Show the whole bill of a stack: components, assumptions, what would cost less.

    Ends with 1 where the expected total is above the `monthly_budget_usd` of a stack.
    """
    from groundplan.cost import diff as compare_bills
    from groundplan.review.cost_terminal import show_beside, show_bill, show_budget, show_change

    day = _day(as_of)
    targets = [target, *map(target.beside, compare or ())]
    if usage and compare:
        raise OptionRefused("--usage is for one stack: with --compare each has usage.<stack>.yaml")
    costs = [_cost_of(one, usage, day) for one in targets]
    if compare:
        show_beside(costs, _console())
    elif base:
        before = replace(costs[0], plan=read_plan(base))
        show_change(compare_bills(before.side, costs[0].side), _console())
        show_budget(costs[0], _console())
    else:
        show_bill(costs[0], _console())
    raise typer.Exit(NOT_READY if any(one.is_over_budget for one in costs) else CLEAN)


@app.command(epilog=EXAMPLES["schema"], short_help="The JSON Schema of stack files.")
def schema() -> None:
    """Write the JSON Schema of stack files, for editors and checks, to standard output."""
    from groundplan.settings.json_schema import json_schema

    typer.echo(json.dumps(json_schema(), indent=2))


@app.command(epilog=EXAMPLES["explain"], short_help="What a rule demands, and why.")
def explain(
    policy: Annotated[
        str, typer.Argument(help="The name of a rule, or a control.", autocompletion=rules)
    ],
) -> None:
    """Say what a rule demands, why, and how to fulfil it."""
    from groundplan.review.explanation import explanation

    with told_in_words(verbose=False):
        typer.echo(explanation(policy))


def _print(result: "Review", form: ReviewFormat) -> None:
    """Print the review; everything but text goes out as it is, for files and other tools."""
    if form is ReviewFormat.TEXT:
        from groundplan.review.terminal import show

        show(result, _console())
        return
    from groundplan.review.formats import WRITERS

    typer.echo(WRITERS[form](result), nl=False)


def _cost_of(target: Target, usage: Path | None, day: date) -> "StackCost":
    """Read a target's plan and its usage, and price them."""
    from groundplan.review.region import with_region
    from groundplan.review.stack_cost import StackCost

    planned = with_region(target.plan())
    return StackCost(plan=planned, given=target.usage(usage, planned, day), as_of=day)


def _day(as_of: datetime | None) -> date:
    return as_of.date() if as_of else datetime.now(UTC).date()


def _console() -> Console:
    return Console(highlight=False)
