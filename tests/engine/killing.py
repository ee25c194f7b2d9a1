"""An engine that is killed while a job of the deployment runs."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from threading import Thread

from groundplan.rehearsal.workspace import Workspace


@contextmanager
def killed_when_a_job_starts(stack: Workspace) -> Iterator[None]:
    """Let no job end, and kill the engine as soon as one has started."""
    stack.tasks.never_end = True
    stack.tasks.first_start.clear()
    killer = Thread(target=_kill_when_a_job_starts, args=[stack])
    killer.start()
    yield
    killer.join()
    stack.tasks.never_end = False


def _kill_when_a_job_starts(stack: Workspace) -> None:
    stack.tasks.first_start.wait(60)
    for entry in Path("/proc").glob("[0-9]*/stat"):
        name, _, rest = entry.read_text().partition(")")
        if name.endswith("(pulumi") and int(rest.split()[1]) == os.getpid():
            os.killpg(int(entry.parent.name), signal.SIGKILL)
