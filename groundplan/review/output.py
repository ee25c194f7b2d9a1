"""The files of a review: written beside each other, or not at all."""

import json
import os
import tempfile
from pathlib import Path

from groundplan.review.html import html
from groundplan.review.markdown import markdown
from groundplan.review.review import Review


class OutputRefused(Exception):
    """The folder cannot be written to; the message says why."""


def prepare(folder: Path) -> None:
    """Make the folder and try it, before any work is done. Raises OutputRefused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise OutputRefused(f"--output {folder}: cannot be written to: {error.strerror}") from None


def write(review: Review, folder: Path) -> tuple[Path, ...]:
    """Write `plan.json` and the reports; a reader never sees half a file. Raises OutputRefused."""
    contents = {
        "plan.json": json.dumps(review.plan.to_json(), indent=1) + "\n",
        "report.md": markdown(review),
        "report.html": html(review),
    }
    try:
        return tuple(_replace(folder / name, text) for name, text in contents.items())
    except OSError as error:
        raise OutputRefused(f"--output {folder}: cannot be written to: {error.strerror}") from None


def _replace(file: Path, text: str) -> Path:
    handle, scratch = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
    try:
        with os.fdopen(handle, "w", encoding="utf-8") as stream:
            stream.write(text)
        Path(scratch).chmod(0o644)
        Path(scratch).replace(file)
    except BaseException:
        Path(scratch).unlink(missing_ok=True)
        raise
    return file
