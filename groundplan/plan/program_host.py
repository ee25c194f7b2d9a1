"""The process in which a program is recorded: started by path with the program's own interpreter.

Standard input carries one line of JSON (what to run) and stays open: when it closes, whoever asked
is gone, and this process ends too. The answer, without secrets, is written to the file named there.
"""

import contextlib
import gc
import io
import json
import os
import runpy
import socket
import sys
import threading
import traceback
from dataclasses import asdict
from pathlib import Path
from typing import Any

sys.path[0] = str(Path(__file__).parents[2])

from groundplan.plan import recorder  # noqa: E402 - only importable from here on
from groundplan.plan.config_questions import ConfigQuestions  # noqa: E402
from groundplan.plan.wire import Door  # noqa: E402

_CLIENTS = ("azure", "botocore", "google", "httpx", "requests", "urllib", "urllib3")
_UNREACHABLE = (ConnectionError, TimeoutError, socket.gaierror)


def main() -> None:
    """Read what to run, run it, answer.

    Garbage is not looked for: thousands of resources wait at the same time, none of them garbage,
    and going through them again and again takes longer than all the rest.
    """
    gc.disable()
    asked = json.loads(sys.stdin.readline())
    threading.Thread(target=_end_with_the_caller, args=[os.dup(0)], daemon=True).start()
    _leave_streams_to_nobody()
    door = Door()
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed), contextlib.redirect_stderr(printed):
        answer = _attempt(asked, door)
    answer["printed"] = door.redact_text(printed.getvalue())
    Path(asked["answer_file"]).write_text(json.dumps(answer), encoding="utf-8")
    sys.stdout.flush()
    os._exit(0)  # threads that the program left behind must not keep this process


def _leave_streams_to_nobody() -> None:
    """A program that asks gets no answer; what its own children print has unknown secrets in it."""
    with Path(os.devnull).open("r+") as nowhere:
        os.dup2(nowhere.fileno(), 0)
        os.dup2(nowhere.fileno(), 2)


def _end_with_the_caller(pipe: int) -> None:
    while os.read(pipe, 1):
        pass
    os._exit(1)


def _attempt(asked: dict[str, Any], door: Door) -> dict[str, Any]:
    folder = asked["main"]
    os.chdir(folder if os.path.isdir(folder) else os.path.dirname(folder))  # noqa: PTH112, PTH120
    sys.path[0] = os.getcwd()  # noqa: PTH109 - the program finds its own modules first
    sys.argv = [folder]
    questions = ConfigQuestions(door)
    try:
        with questions.noted():
            recording = _record(asked, door)
        answer: dict[str, Any] = vars(recording)
    except BaseException as error:  # noqa: BLE001 - SystemExit and KeyboardInterrupt are failures too
        answer = {
            "error": _describe(error, door),
            "caveats": sorted(map(door.redact_text, door.caveats)),
        }
    return {**answer, "missing_config": [asdict(one) for one in questions.missing.values()]}


def _record(asked: dict[str, Any], door: Door) -> recorder.Recording:
    return recorder.run(
        lambda: _run_program(asked["main"]),
        project=asked["project"],
        stack=asked["stack"],
        config=asked["config"],
        secret_keys=frozenset(asked["secret_keys"]),
        door=door,
        root_directory=asked["root_directory"],
        program_folder=os.getcwd(),  # noqa: PTH109
    )


def _run_program(path: str) -> None:
    """Run it as the engine does, to which `sys.exit()` without a failure is an end as any other."""
    try:
        runpy.run_path(path, run_name="__main__")
    except SystemExit as end:
        if end.code:
            raise


def _describe(error: BaseException, door: Door) -> dict[str, Any]:
    """What went wrong and where in the program, without the values of secrets."""
    frames = traceback.extract_tb(error.__traceback__)
    own = [frame for frame in frames if frame.filename.startswith(sys.path[0])]
    own = [frame for frame in own if "site-packages" not in frame.filename]
    place = f"{os.path.relpath(own[-1].filename)}:{own[-1].lineno}" if own else None
    return {
        "cause": _cause(error, frames),
        "kind": type(error).__name__,
        "module": getattr(error, "name", None) if isinstance(error, ImportError) else None,
        "message": door.redact_text(str(error)),
        "place": place,
        "traceback": door.redact_text("".join(traceback.format_exception(error))),
    }


def _cause(error: BaseException, frames: traceback.StackSummary) -> str | None:
    """What the program lacks around it, as far as the error shows."""
    if isinstance(error, KeyError) and frames[-1].filename in (os.__file__, "<frozen os>"):
        return "environment"
    of_a_client = type(error).__module__.partition(".")[0] in _CLIENTS
    return "network" if of_a_client or isinstance(error, _UNREACHABLE) else None


if __name__ == "__main__":
    main()
