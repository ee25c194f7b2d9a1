"""The same work on many things, on all processors at once; a request to end reaches all of it."""

import multiprocessing
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

Spread = Callable[[Callable[[Any], Any], Iterable[Any]], Iterable[Any]]
"""Does the work on each thing and gives the results in their order, as `map` does."""


@contextmanager
def side_by_side(processes: int) -> Iterator[Spread]:
    """Give a `map` that works in so many processes; leaving ends them and what they have opened."""
    if processes == 1:
        yield map
        return
    with multiprocessing.Pool(processes, _leave_ctrl_c) as pool:
        yield lambda work, things: pool.imap(partial(_closed_when_told, work), things)


def _leave_ctrl_c() -> None:
    """Leave Ctrl-C to the process that ends the others; children must hear it, so not SIG_IGN."""
    signal.signal(signal.SIGINT, _nothing)


def _closed_when_told(work: Callable[[Any], Any], thing: Any) -> Any:
    """Close what the work has opened when it is ended.

    Only while there is work: Python hears a signal too late that comes as it begins to wait for
    some, and would wait for ever.
    """
    signal.signal(signal.SIGTERM, _end)
    try:
        return work(thing)
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _nothing(*_: object) -> None: ...


def _end(*_: object) -> None:
    signal.signal(signal.SIGTERM, _nothing)
    sys.exit()
