"""The forms in which a change is printed."""

import json
from enum import StrEnum

from rich.console import Console

from groundplan.diff.diff_json import diff_json
from groundplan.diff.markdown import diff_markdown
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.terminal import show_diff


class DiffFormat(StrEnum):
    """What `groundplan diff --format` prints."""

    TERMINAL = "terminal"
    MARKDOWN = "markdown"
    JSON = "json"


def write_diff(diff: ReviewDiff, form: DiffFormat, console: Console) -> None:
    """Print the change; everything but the terminal's form goes out as it is, for files."""
    if form is DiffFormat.TERMINAL:
        show_diff(diff, console)
        return
    text = (
        diff_markdown(diff)
        if form is DiffFormat.MARKDOWN
        else json.dumps(diff_json(diff), indent=1)
    )
    console.out(text.rstrip("\n"), highlight=False)
