"""The forms in which a change is printed."""

import json
from collections.abc import Callable, Mapping

from rich.console import Console

from groundplan.diff.diff_json import diff_json
from groundplan.diff.html import diff_html
from groundplan.diff.markdown import diff_markdown
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.terminal import show_diff

FORMS: Mapping[str, Callable[[ReviewDiff], str]] = {
    "markdown": diff_markdown,
    "html": diff_html,
    "json": lambda diff: json.dumps(diff_json(diff), indent=1),
}
"""What goes into a file, by the name of its form."""


def write_diff(diff: ReviewDiff, form: str, console: Console) -> None:
    """Print the change; everything but the terminal's form goes out as it is, for files."""
    if form in FORMS:
        console.out(FORMS[form](diff).rstrip("\n"), highlight=False)
    else:
        show_diff(diff, console)
