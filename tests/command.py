"""The groundplan command as a user starts it."""

import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

from tests.conftest import ROOT

COMMAND = Path(sys.executable).with_name("groundplan")


@dataclass(frozen=True)
class Ran:
    """How a command ended and what it printed."""

    exit_code: int
    stdout: str
    stderr: str


def groundplan(
    *words: str | Path, cwd: Path = ROOT, seconds: float = 60, **environment: str
) -> Ran:
    """Run the command to its end; its streams are pipes, as in CI."""
    done = subprocess.run(
        [str(COMMAND), *map(str, words)],
        cwd=cwd,
        env=os.environ | environment,
        capture_output=True,
        text=True,
        timeout=seconds,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
