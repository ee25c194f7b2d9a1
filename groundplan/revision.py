"""A project as it was at a git revision: taken out into a folder of its own.

The user's tree, index and branches are not touched: `git archive` reads the object store alone.
"""

import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from groundplan.plan import ProgramInvalid


@contextmanager
def project_at(folder: Path, revision: str) -> Iterator[Path]:
    """The project in folder as of revision, for the while. Raises ProgramInvalid."""
    folder = folder.resolve()
    top = Path(_line(folder, "rev-parse", "--show-toplevel"))
    commit = _line(folder, "rev-parse", "--verify", "--end-of-options", f"{revision}^{{commit}}")
    with tempfile.TemporaryDirectory(prefix="groundplan-") as scratch:
        with tarfile.open(fileobj=BytesIO(_git(top, "archive", commit))) as archive:
            archive.extractall(scratch, filter="data")
        project = Path(scratch) / folder.relative_to(top)
        if not project.is_dir():
            raise ProgramInvalid(f"{revision} has no folder {folder.relative_to(top)}")
        _lend_environments(top, Path(scratch), folder)
        yield project


def _lend_environments(top: Path, scratch: Path, folder: Path) -> None:
    """A virtual environment is in no revision: the one that lies there now has to do."""
    for parent in (folder, *folder.parents):
        if not parent.is_relative_to(top):
            return
        for name in (".venv", "venv"):
            twin = scratch / parent.relative_to(top) / name
            if (parent / name).is_dir() and not twin.exists() and twin.parent.is_dir():
                twin.symlink_to(parent / name)


def _line(folder: Path, *words: str) -> str:
    return _git(folder, *words).decode().strip()


def _git(folder: Path, *words: str) -> bytes:
    try:
        done = subprocess.run(  # noqa: S603 - revisions stand behind options, as whole arguments
            ["git", "-C", str(folder), *words],  # noqa: S607 - the user's own git
            capture_output=True,
            check=False,
        )
    except FileNotFoundError:
        raise ProgramInvalid("git is not on PATH: give plan files instead of revisions") from None
    if done.returncode != 0:
        said = done.stderr.decode(errors="replace").strip().partition("\n")[0]
        raise ProgramInvalid(f"git {words[0]} in {folder}: {said}")
    return done.stdout
