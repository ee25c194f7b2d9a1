"""The command before it knows what it is asked for."""

import subprocess
import sys
from pathlib import Path

START = "from groundplan.entry import main; main()"


def test_ctrl_c_while_the_command_is_loaded_ends_in_words(tmp_path: Path) -> None:
    (tmp_path / "typer.py").write_text("import signal\nsignal.raise_signal(signal.SIGINT)\n")

    ended = subprocess.run(
        [sys.executable, "-c", START], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert (ended.returncode, ended.stderr) == (130, "error: interrupted\n")
