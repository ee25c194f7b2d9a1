"""The `groundplan` command.

Exit codes: 0 clean, 1 mandatory findings or budget exceeded, 2 the program or its settings are
broken, 3 the tool itself failed, 130 interrupted.
"""

import sys
import traceback
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from groundplan import __version__
from groundplan.cost import PriceListInvalid, RegionMissing, Usage, UsageInvalid, check_usage
from groundplan.exemptions import Exemptions, ExemptionsInvalid, read_exemptions
from groundplan.plan import Plan, PlanInvalid, ProgramInvalid
from groundplan.review import review as review_plan
from groundplan.review.output import OutputRefused, prepare, write
from groundplan.review.terminal import show
from groundplan.settings import SettingsInvalid
from groundplan.target import Target, read_plan

CLEAN, NOT_READY, BROKEN, FAILED, INTERRUPTED = 0, 1, 2, 3, 130

EXEMPTIONS = "policies/exemptions.yaml"

_BROKEN = (
    ExemptionsInvalid,
    PlanInvalid,
    ProgramInvalid,
    RegionMissing,
    SettingsInvalid,
    UsageInvalid,
)

app = typer.Typer(
    no_args_is_help=True, pretty_exceptions_enable=False, rich_markup_mode=None, add_completion=True
)


@app.callback(invoke_without_command=True)
def main(
    version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False,  # noqa: FBT002 - a switch of the command line
) -> None:
    """See what a Pulumi program will build, break and cost, before anything exists."""
    if version:
        typer.echo(f"groundplan {__version__}")
        raise typer.Exit


@app.command()
def review(
    target: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="[PATH] [STACK]", help="A project's folder (here by default) and a stack."
        ),
    ] = None,
    *,
    plan: Annotated[
        Path | None, typer.Option(help="Review this plan.json instead of running a program.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(help="Write plan.json and report.md into this folder.")
    ] = None,
    usage: Annotated[
        Path | None,
        typer.Option(help="Usage figures; usage.<stack>.yaml of the project by default."),
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Judge and price as of this day.")
    ] = None,
    verbose: Annotated[
        bool, typer.Option(help="Show tracebacks and what the program prints.")
    ] = False,
) -> None:
    """Show what a stack builds, which rules it breaks and what it costs.

    No cloud account, no Pulumi CLI and no login are needed.

    Examples: `groundplan review prod` · `groundplan review systems/shop staging` ·
    `groundplan review --plan plan.json`
    """
    with _told_in_words(verbose=verbose):
        if output:
            prepare(output)
        found = Target.of(target or []) if plan is None else None
        planned = read_plan(plan) if plan else _record(found)
        day = as_of.date() if as_of else datetime.now(UTC).date()
        given = _usage(usage, found, planned, day)
        result = review_plan(planned, as_of=day, usage=given, exemptions=_exemptions(found, day))
        show(result, Console(highlight=False))
        if output:
            for file in write(result, output):
                typer.echo(f"Wrote {file}")
    raise typer.Exit(CLEAN if result.may_be_deployed else NOT_READY)


def _record(target: Target | None) -> Plan:
    if target is None:
        raise AssertionError("either a plan or a target")
    console = Console(stderr=True)
    waiting = (
        console.status(f"Running the program for {target.stack}") if console.is_terminal else None
    )
    with waiting or nullcontext():
        return target.plan()


def _usage(file: Path | None, target: Target | None, plan: Plan, day: date) -> Usage | None:
    file = file or (target and target.beside_the_stack_file(f"usage.{plan.stack}.yaml"))
    if file is None:
        return None
    usage = Usage.read(file)
    if unread := check_usage(plan, usage, as_of=day):
        raise UsageInvalid("\n".join(f"{file}: {message}" for message in unread))
    return usage


def _exemptions(target: Target | None, day: date) -> Exemptions | None:
    file = target and target.beside_the_stack_file(EXEMPTIONS)
    return read_exemptions(file, day) if file else None


@contextmanager
def _told_in_words(*, verbose: bool) -> Iterator[None]:
    """Turn every failure into one message and its exit code; tracebacks only when asked for."""
    try:
        yield
    except _BROKEN as error:
        _tell(str(error), getattr(error, "details", "") if verbose else "")
        raise typer.Exit(BROKEN) from None
    except KeyboardInterrupt:
        _tell("interrupted; nothing was written")
        raise typer.Exit(INTERRUPTED) from None
    except (OutputRefused, PriceListInvalid) as error:
        _tell(str(error))
        raise typer.Exit(FAILED) from None
    except Exception as error:  # noqa: BLE001 - the last resort before a traceback
        advice = "" if verbose else " (--verbose shows where)"
        _tell(
            f"groundplan itself failed: {type(error).__name__}: {error}{advice}",
            traceback.format_exc() if verbose else "",
        )
        raise typer.Exit(FAILED) from None


def _tell(message: str, details: str = "") -> None:
    if details:
        sys.stderr.write(f"{details.rstrip()}\n")
    Console(stderr=True, highlight=False, soft_wrap=True).print(
        f"error: {message}", style="red", markup=False
    )
