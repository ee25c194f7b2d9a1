"""The files of a review: all made first, then written beside each other."""

from pathlib import Path

from groundplan.output_folder import write_file
from groundplan.review.formats import files
from groundplan.review.review import Review


def write(review: Review, folder: Path) -> tuple[Path, ...]:
    """Write the plan and the reports. Raises OutputRefused."""
    return tuple(write_file(folder / name, text) for name, text in files(review).items())
