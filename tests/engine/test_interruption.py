"""Ctrl-C in the middle of a rehearsal leaves nothing behind."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from groundplan.rehearsal.engine import Engine

REHEARSAL = """
import sys
from pathlib import Path
from groundplan.rehearsal.engine import locate
from groundplan.rehearsal.workspace import Workspace

with Workspace(Path(sys.argv[1]), "dev", locate()) as workspace:
    workspace.up()
"""

# Holds the pipe open for as long as it lives.
PROGRAM = """
import os, signal

alive = open(os.environ["ALIVE"], "w")
print("started", file=alive, flush=True)
signal.pause()
"""


def test_an_interrupted_rehearsal_ends_its_processes_and_its_folder(
    engine: Engine, project: Path, tmp_path: Path
) -> None:
    assert engine is not None
    (project / "__main__.py").write_text(PROGRAM)
    alive, folders = tmp_path / "alive", tmp_path / "temporary"
    folders.mkdir()
    os.mkfifo(alive)
    environment = {**os.environ, "ALIVE": str(alive), "TMPDIR": str(folders)}
    command = [sys.executable, "-c", REHEARSAL, str(project)]

    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as rehearsal,
        alive.open() as program,
    ):
        assert program.readline() == "started\n"
        rehearsal.send_signal(signal.SIGINT)
        _, said = rehearsal.communicate(timeout=60)
        ended, _, _ = select.select([program], [], [], 60)

    assert "KeyboardInterrupt" in said
    assert ended, "the program still runs"
    assert [folder.name for folder in folders.iterdir() if "groundplan" in folder.name] == []
