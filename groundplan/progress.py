"""What the command says while it works: on a terminal, to a person."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console


@contextmanager
def working(what: str) -> Iterator[None]:
    """Say what takes its time; nothing in a pipe or in CI, where nobody waits in front of it."""
    console = Console(stderr=True)
    if not console.is_terminal or os.environ.get("CI"):
        yield
        return
    with console.status(what):
        yield
