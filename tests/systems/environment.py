"""The variables that the containers of a system start with."""

import json
import subprocess
import sys

from tests.conftest import ROOT

STACKS = ("prod", "staging")

PLATFORM = {"PORT", "FORWARDED_ALLOW_IPS", "GUNICORN_CMD_ARGS", "UVICORN_TIMEOUT_KEEP_ALIVE"}
"""What every web service is told besides."""

Started = dict[str, dict[str, dict[str, str]]]
"""By stack, service and name."""


def started_by(folder: str) -> Started:
    """Run the program of each stack of a system in a process of its own."""
    return {stack: _started(folder, stack) for stack in STACKS}


def _started(folder: str, stack: str) -> dict[str, dict[str, str]]:
    command = [sys.executable, "-m", "tests.systems.started", folder, stack]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=True)
    return json.loads(done.stdout)
