"""The folder that reports are written to: a reader never sees half a file."""

import os
import tempfile
from pathlib import Path


class OutputRefused(Exception):
    """The folder cannot be written to; the message says why."""


def prepare(folder: Path) -> None:
    """Make the folder and try it, before any work is done. Raises OutputRefused."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise _refused(folder, error) from None


def write_file(file: Path, text: str) -> Path:
    """Put text where file is, at once: others read the old one or the new. Raises OutputRefused."""
    try:
        handle, scratch = tempfile.mkstemp(dir=file.parent, prefix=f".{file.name}-")
        try:
            with os.fdopen(handle, "w", encoding="utf-8") as stream:
                stream.write(text)
            Path(scratch).chmod(0o644)
            Path(scratch).replace(file)
        except BaseException:
            Path(scratch).unlink(missing_ok=True)
            raise
    except OSError as error:
        raise _refused(file.parent, error) from None
    return file


def _refused(folder: Path, error: OSError) -> OutputRefused:
    return OutputRefused(f"--output {folder}: cannot be written to: {error.strerror}")
