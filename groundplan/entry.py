"""The `groundplan` command from its first moment: also while Python loads it, Ctrl-C ends in words.

What a command does is told by itself when it is interrupted (`failures`); before and after there
is nothing to undo.
"""

import os
import signal
import sys
from types import FrameType

_INTERRUPTED = 130


def main() -> None:
    """Load the command and run it."""
    signal.signal(signal.SIGINT, _leave)
    from groundplan.cli import app

    app()


def _leave(_number: int, _frame: FrameType | None) -> None:
    """End at once: an exception could end as another one in what is being loaded."""
    sys.stderr.write("error: interrupted\n")
    os._exit(_INTERRUPTED)
