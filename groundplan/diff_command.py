"""`groundplan diff`: two plans, or a stack at two git revisions."""

from datetime import UTC, date, datetime
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.console import Console

from groundplan.comparison import sides
from groundplan.completion import stacks_after_base
from groundplan.failures import CLEAN, NOT_READY, told_in_words
from groundplan.plan.record import TIMEOUT_SECONDS
from groundplan.policy_config import PolicyConfig
from groundplan.target import Target
from groundplan.target_options import (
    AssumeConfig,
    PolicyConfigs,
    Settings,
    Timeout,
    Verbose,
    policy_config_of,
    running,
)

if TYPE_CHECKING:
    from groundplan.review import Review


class DiffFormat(StrEnum):
    """What `groundplan diff --format` prints."""

    TEXT = "text"
    MARKDOWN = "markdown"
    HTML = "html"
    JSON = "json"


def diff(  # noqa: PLR0913 - the options of a command
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="BASE [HEAD | PATH] [STACK]",
            help="A plan, preview or exported stack in a file, or revisions such as main..",
            autocompletion=stacks_after_base,
        ),
    ],
    *,
    config: Settings = None,
    assume_config: AssumeConfig = False,
    timeout: Timeout = TIMEOUT_SECONDS,
    usage: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Usage figures for both sides.")
    ] = None,
    as_of: Annotated[
        datetime | None,
        typer.Option(
            formats=["%Y-%m-%d"], metavar="YYYY-MM-DD", help="Judge and price as of this day."
        ),
    ] = None,
    policy_config: PolicyConfigs = None,
    output_format: Annotated[
        DiffFormat, typer.Option("--format", help="What to print.")
    ] = DiffFormat.TEXT,
    verbose: Verbose = False,
) -> None:
    """Show what a change adds, changes, replaces and deletes, and what that costs.

    What loses data comes first. Files may be a plan.json, `pulumi preview --json --show-sames` or
    `pulumi stack export`. Ends with 1 where head may not be deployed.
    """
    with told_in_words(verbose=verbose):
        how = running(config, assume_config=assume_config, timeout=timeout)
        day = (as_of or datetime.now(UTC)).date()
        reviewed = partial(_reviewed, usage=usage, day=day, config=policy_config_of(policy_config))
        with sides(words, how) as (base, head):
            after = reviewed(head, beside=head)
            before = reviewed(base, beside=base if base.folder else head)
        from groundplan.diff import compare_reviews
        from groundplan.diff.formats import write_diff

        write_diff(compare_reviews(before, after), output_format, Console(highlight=False))
        raise typer.Exit(CLEAN if after.may_be_deployed else NOT_READY)


def _reviewed(
    target: Target, *, beside: Target, usage: Path | None, day: date, config: PolicyConfig
) -> "Review":
    """Judge and price the target; usage figures and exemptions may lie beside another one."""
    plan = target.plan()
    from groundplan.review import review

    figures = beside.usage(usage, plan, day, of_another_plan=beside is not target)
    exemptions = beside.exemptions(day)
    return review(plan, as_of=day, usage=figures, exemptions=exemptions, policy_config=config)
