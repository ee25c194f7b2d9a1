"""The files of a review: all made first, then written beside each other."""

import json
from pathlib import Path

from groundplan.output_folder import write_file
from groundplan.review.html import html
from groundplan.review.markdown import markdown
from groundplan.review.review import Review


def write(review: Review, folder: Path) -> tuple[Path, ...]:
    """Write `plan.json` and the reports. Raises OutputRefused."""
    contents = {
        "plan.json": json.dumps(review.plan.to_json(), indent=1) + "\n",
        "report.md": markdown(review),
        "report.html": html(review),
    }
    return tuple(write_file(folder / name, text) for name, text in contents.items())
