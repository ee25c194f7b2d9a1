"""Child processes end with the command that started them."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

from groundplan.rehearsal.child import run

# The child starts a child of its own, which holds the pipe open for as long as it lives.
PARENT = """
import os, sys
from pathlib import Path
from groundplan.rehearsal.child import run
inner = 'exec 3>"$1"; echo started >&3; exec tail -f /dev/null'
run(["sh", "-c", 'sh -c "$0" sh "$1"; :', inner, sys.argv[1]], env=os.environ, cwd=Path())
"""


def test_output_and_exit_code_are_kept(tmp_path: Path) -> None:
    script = 'read word; echo "$word in $(pwd)"; echo problem >&2; exit 3'

    finished = run(["sh", "-c", script], env=os.environ, cwd=tmp_path, text="here\n")

    assert (finished.exit_code, finished.stderr) == (3, "problem\n")
    assert finished.stdout == f"here in {tmp_path.resolve()}\n"


def test_only_the_given_environment_is_seen(tmp_path: Path) -> None:
    finished = run(["/usr/bin/env"], env={"ONLY": "this"}, cwd=tmp_path)

    assert finished.stdout == "ONLY=this\n"


def test_an_interruption_stops_the_child_and_its_children(tmp_path: Path) -> None:
    pipe = tmp_path / "alive"
    os.mkfifo(pipe)
    command = [sys.executable, "-c", PARENT, str(pipe)]
    with (
        subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as parent,
        pipe.open() as grandchild,
    ):
        assert grandchild.readline() == "started\n"
        parent.send_signal(signal.SIGINT)
        _, said = parent.communicate(timeout=30)
        ended, _, _ = select.select([grandchild], [], [], 30)

    assert "KeyboardInterrupt" in said
    assert ended, "the grandchild still runs"
