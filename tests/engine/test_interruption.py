"""A request to end in the middle of a rehearsal or a campaign leaves nothing behind."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import Engine

REHEARSAL = """
import sys
from pathlib import Path
from groundplan.rehearsal.engine import locate
from groundplan.rehearsal.workspace import Workspace

with Workspace(Path(sys.argv[1]), "dev", locate()) as workspace:
    workspace.up()
"""

CAMPAIGN = ("-m", "groundplan.rehearsal.fault_campaign", "Pulumi.dev.yaml")

# Holds the pipe open for as long as it lives.
PROGRAM = """
import os, signal

alive = open(os.environ["ALIVE"], "w")
print("started", file=alive, flush=True)
signal.pause()
"""


@pytest.mark.parametrize(
    ("command", "number", "words"),
    [
        (("-c", REHEARSAL, "."), signal.SIGINT, "KeyboardInterrupt"),
        (("-c", REHEARSAL, "."), signal.SIGTERM, "KeyboardInterrupt"),
        (CAMPAIGN, signal.SIGTERM, "stopped: what was tried is kept"),
    ],
    ids=["rehearsal by Ctrl-C", "rehearsal by SIGTERM", "campaign"],
)
def test_an_interruption_ends_the_processes_and_the_folder(
    engine: Engine, project: Path, command: tuple[str, ...], number: signal.Signals, words: str
) -> None:
    assert engine is not None
    (project / "__main__.py").write_text(PROGRAM)
    alive, folders = project.parent / "alive", project.parent / "temporary"
    folders.mkdir()
    os.mkfifo(alive)
    environment = {**os.environ, "ALIVE": str(alive), "TMPDIR": str(folders)}
    started = [sys.executable, *command]

    with (
        subprocess.Popen(
            started, cwd=project, env=environment, stderr=subprocess.PIPE, text=True
        ) as rehearsal,
        alive.open() as program,
    ):
        assert program.readline() == "started\n"
        rehearsal.send_signal(number)
        _, said = rehearsal.communicate(timeout=60)
        ended, _, _ = select.select([program], [], [], 60)

    assert said.splitlines()[-1] == words
    assert ended, "the program still runs"
    assert [folder.name for folder in folders.iterdir() if "groundplan" in folder.name] == []
