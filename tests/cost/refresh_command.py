"""`groundplan prices refresh`, as a maintainer starts it, on a price list of the test's own."""

from pathlib import Path

from click.testing import Result
from typer.testing import CliRunner

from groundplan.cli import app


def refreshed(snapshot: Path, *words: str) -> Result:
    """Run the command on the price list in a folder."""
    options = ["--as-of", "2026-11-20", "--folder", str(snapshot)]
    return CliRunner().invoke(app, ["prices", "refresh", *words, *options])
