"""A child process that never outlives the command which started it."""

import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from groundplan.interruption import held_back

GRACE_SECONDS = 10


@dataclass(frozen=True)
class Finished:
    """What a child process left behind."""

    exit_code: int
    stdout: str
    stderr: str


def run(
    command: Sequence[str | Path], *, env: Mapping[str, str], cwd: Path, text: str = ""
) -> Finished:
    """Run to the end with `text` as its input; any interruption stops the child and its children.

    The child has a process group of its own, so that one Ctrl-C asks the engine to stop once:
    at the second request it exits without waiting for what it has begun.
    """
    with (
        held_back() as let_go,
        subprocess.Popen(  # noqa: S603 - the commands are our own, without a shell
            [str(part) for part in command],
            env=dict(env),
            cwd=cwd,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
            errors="replace",
            start_new_session=True,
        ) as process,
    ):
        try:
            let_go()
            stdout, stderr = process.communicate(text)
        except BaseException:
            _stop(process)
            raise
    return Finished(process.returncode, stdout, stderr)


def _stop(process: subprocess.Popen[str]) -> None:
    """Ask first: the engine stops its own plugins, which live in groups of their own."""
    _signal(process.pid, signal.SIGINT)
    try:
        process.wait(GRACE_SECONDS)
    except subprocess.TimeoutExpired:
        _signal(process.pid, signal.SIGKILL)


def _signal(group: int, number: signal.Signals) -> None:
    try:
        os.killpg(group, number)
    except ProcessLookupError:
        return
