"""A request to end, from a terminal or from the system, ends the command in the same clean way."""

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType


@contextmanager
def ended_by_sigterm() -> Iterator[None]:
    """Let SIGTERM do what Ctrl-C does: everything that was opened is closed.

    What a program has set for SIGTERM itself stays; only a main thread may set anything.
    """
    free = signal.getsignal(signal.SIGTERM) is signal.SIG_DFL
    if not (free and threading.current_thread() is threading.main_thread()):
        yield
        return
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        yield
    finally:
        signal.signal(signal.SIGTERM, signal.SIG_DFL)


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


@contextmanager
def noticed_interruption() -> Iterator[Callable[[], bool]]:
    """Tell whether Ctrl-C struck, which the error may not say.

    What it strikes may make another error of it: pydantic, while it builds a model, a SchemaError
    whose only trace of it is in its text.
    """
    struck = False

    def strike(_number: int, _frame: FrameType | None) -> None:
        nonlocal struck
        struck = True
        raise KeyboardInterrupt

    before = signal.signal(signal.SIGINT, strike)
    try:
        yield lambda: struck
    finally:
        signal.signal(signal.SIGINT, before)


@contextmanager
def held_back() -> Iterator[Callable[[], None]]:
    """Let requests to end wait until what is given is called: what must be ended is there by then.

    Only the main thread of Python is ever interrupted, so in others nothing is held back.
    """
    struck: list[int] = []

    def wait(number: int, _frame: FrameType | None) -> None:
        struck.append(number)

    is_main = threading.current_thread() is threading.main_thread()
    requests = (signal.SIGINT, signal.SIGTERM) if is_main else ()
    before = {number: signal.signal(number, wait) for number in requests}

    def let_go() -> None:
        while before:
            signal.signal(*before.popitem())
        while struck:
            signal.raise_signal(struck.pop())

    try:
        yield let_go
    finally:
        let_go()
