"""Runs a program offline, in a process of its own, and gives back its plan."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import IO, Any

from groundplan.plan.engine_state import value
from groundplan.plan.interpreter import borrowed_environment, interpreter_of
from groundplan.plan.plan import Plan
from groundplan.plan.plan_json import VERSION, from_wire
from groundplan.plan.program_failure import failure, missing_config
from groundplan.plan.project import Config, ProgramInvalid, Project, as_structure

_HOST = Path(__file__).with_name("program_host.py")

TIMEOUT_SECONDS = 300
"""Longer than any program that only describes resources; a program that waits forever is ended."""

REGION = "aws:region"
ASSUMED_REGION = "us-east-1"


def record(
    path: str | os.PathLike[str],
    stack: str,
    *,
    config: Mapping[str, str] | None = None,
    assume_config: bool = False,
    timeout_seconds: float = TIMEOUT_SECONDS,
    meanwhile: Callable[[], object] = lambda: None,
) -> Plan:
    """Run the project in folder `path` for `stack` and give its plan; no cloud, no engine.

    `config` goes over the stack file. With `assume_config`, typed placeholders stand in for keys
    that are required and have no value. The program runs in its own interpreter and its own process
    group, which ends with this call in every case. While it runs, `meanwhile` is called; what that
    raises ends the program. Raises ProgramInvalid when the project is broken, the program fails or
    takes longer than `timeout_seconds`.
    """
    project = Project.read(Path(path))
    settings = project.config(stack, config)
    project.refuse_without_program()
    assumed = {REGION: ASSUMED_REGION} if assume_config and REGION not in settings.values else {}
    settings = Config({**settings.values, **assumed}, settings.secret_keys)
    answer = _run(_asked(project, stack, settings), project, timeout_seconds, meanwhile)
    missing = answer.get("missing_config", ())
    if missing and not assume_config:
        raise missing_config(stack, missing)
    if "error" in answer:
        raise failure(project, answer)
    filled = {one["key"]: one["placeholder"] for one in missing} | assumed
    plan = Plan.from_json(
        {
            "groundplan_plan": VERSION,
            "project": project.name,
            "stack": stack,
            "config": {},
            "caveats": [
                *answer.get("caveats", ()),
                *_told_as_assumed(filled),
                *borrowed_environment(project),
            ],
            "resources": answer["resources"],
        }
    )
    return replace(plan, config=plain(settings))


def _told_as_assumed(filled: Mapping[str, str]) -> list[str]:
    return [f"{key} is not set: {value} was assumed" for key, value in sorted(filled.items())]


def plain(config: Config) -> dict[str, Any]:
    """The configuration that a plan may hold: structures as such, secrets as a marker."""
    return {key: from_wire(value(as_structure(text))) for key, text in config.values.items()}


def _asked(project: Project, stack: str, config: Config) -> dict[str, Any]:
    return {
        "main": str(project.main),
        "root_directory": str(project.folder),
        "project": project.name,
        "stack": stack,
        "config": dict(config.values),
        "secret_keys": sorted(config.secret_keys),
    }


def _run(
    asked: Mapping[str, Any],
    project: Project,
    timeout_seconds: float,
    meanwhile: Callable[[], object],
) -> Mapping[str, Any]:
    python = interpreter_of(project)
    with tempfile.TemporaryDirectory(prefix="groundplan-") as scratch:
        answer_file, words_file = Path(scratch) / "answer.json", Path(scratch) / "words.txt"
        with words_file.open("w+b") as words:
            process = _start(python, _host_of(project), words)
            try:
                _tell(process, {**asked, "answer_file": str(answer_file)})
                meanwhile()
                _wait(process, timeout_seconds)
            finally:
                _end(process)
        if not answer_file.exists():
            raise _ended_early(process, python, words_file)
        return json.loads(answer_file.read_text(encoding="utf-8"))


def _host_of(project: Project) -> Path:
    """Ours, or that of a program which brings its own: at another revision it is another one."""
    own = project.main / _HOST.relative_to(_HOST.parents[2])
    return own if own.is_file() else _HOST


def _start(python: Path, host: Path, words: IO[bytes]) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - the project's own interpreter and our own file
        [str(python), str(host)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=words,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def _tell(process: "subprocess.Popen[str]", asked: Mapping[str, Any]) -> None:
    """Say what to run; standard input stays open for as long as somebody waits for the answer."""
    if process.stdin is None:
        raise AssertionError("a pipe was asked for")
    with contextlib.suppress(BrokenPipeError):
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()


def _wait(process: "subprocess.Popen[str]", timeout_seconds: float) -> None:
    try:
        process.wait(timeout_seconds)
    except subprocess.TimeoutExpired:
        raise ProgramInvalid(
            f"the program did not end within {timeout_seconds:g} seconds and was stopped; "
            "`--timeout` gives it longer"
        ) from None


def _end(process: "subprocess.Popen[str]") -> None:
    """End the program and whatever it started, and let go of the pipe."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    if process.stdin is not None:
        with contextlib.suppress(BrokenPipeError):
            process.stdin.close()


def _ended_early(
    process: "subprocess.Popen[str]", python: Path, words_file: Path
) -> ProgramInvalid:
    return ProgramInvalid(
        f"the program's process ended without an answer (exit code {process.returncode}); it ran "
        f"with {python}, which needs Python 3.10 or newer and the pulumi package",
        details=words_file.read_text(encoding="utf-8", errors="replace"),
    )
