"""`groundplan prices`: what a maintainer does with the price list that ships with the product."""

from datetime import UTC, datetime
from itertools import chain
from pathlib import Path
from typing import Annotated

import typer

from groundplan.failures import told_in_words

prices = typer.Typer(no_args_is_help=True, help="Look after the price list of the product.")


@prices.callback()
def main() -> None:
    """Look after the price list that ships with the product."""


@prices.command()
def refresh(
    tables: Annotated[
        list[Path] | None, typer.Argument(help="Offer files (.json) or tables (.csv); later wins.")
    ] = None,
    *,
    region: Annotated[
        str | None, typer.Option(help="Fetch AWS's public offer files of this region.")
    ] = None,
    base: Annotated[
        str | None, typer.Option(help="Where offer files are served, if not by AWS.")
    ] = None,
    as_of: Annotated[
        datetime | None, typer.Option(formats=["%Y-%m-%d"], help="The day of the new list.")
    ] = None,
    folder: Annotated[
        Path | None, typer.Option(help="The list to renew, if not the product's own.")
    ] = None,
    dry_run: Annotated[
        bool, typer.Option("--dry-run", help="Print what would change, and write nothing.")
    ] = False,
) -> None:
    """Take public prices into the list and print what changed. Needs no account and no login.

    Examples: `groundplan prices refresh --region eu-west-1 --dry-run` ·
    `groundplan prices refresh table.csv --as-of 2026-12-01`
    """
    from groundplan.cost.offer_file import BULK
    from groundplan.cost.price_list import SNAPSHOT
    from groundplan.cost.refresh import (
        changes,
        not_renewed,
        read_snapshot,
        refreshed,
        write_snapshot,
    )

    folder = folder or SNAPSHOT
    with told_in_words(verbose=False):
        before = read_snapshot(folder)
        after = refreshed(before, tables or (), region=region, base=base or BULK)
        for line in chain(changes(before, after), not_renewed(before, after, region or "")):
            typer.echo(line)
        if not dry_run:
            write_snapshot(after, folder, (as_of or datetime.now(UTC)).date())
