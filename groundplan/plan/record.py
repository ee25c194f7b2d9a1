"""Runs a program offline, in a process of its own, and gives back its plan."""

import contextlib
import json
import os
import signal
import subprocess
import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from groundplan.plan.plan import Plan
from groundplan.plan.project import Config, ProgramInvalid, Project

_HOST = Path(__file__).with_name("program_host.py")

_REFUSED_LOOKUP = (
    "the program looks {message} up in the cloud, which an offline review cannot answer: "
    "state the value in the stack file instead"
)


def record(path: str | os.PathLike[str], stack: str) -> Plan:
    """Run the project in folder `path` for `stack` and give its plan; no cloud, no engine.

    The program runs in its own interpreter and its own process group, which ends with this call
    in every case. Raises ProgramInvalid when the project is broken or the program fails.
    """
    project = Project.read(Path(path))
    config = project.config(stack)
    answer = _run(project, stack, config)
    if "error" in answer:
        raise _failure(project, answer)
    return Plan.from_json(
        {
            "groundplan_plan": 1,
            "project": project.name,
            "stack": stack,
            "config": _plain(config),
            "resources": answer["resources"],
        }
    )


def _plain(config: Config) -> dict[str, Any]:
    """The configuration that a plan may hold: structures as such, secrets as a marker."""
    return {
        key: {"$secret": True} if key in config.secret_keys else _structure(text)
        for key, text in config.values.items()
    }


def _structure(text: str) -> Any:
    if not text.startswith(("{", "[")):
        return text
    try:
        return json.loads(text)
    except ValueError:
        return text


def _run(project: Project, stack: str, config: Config) -> Mapping[str, Any]:
    with tempfile.TemporaryDirectory(prefix="groundplan-") as scratch:
        answer_file = Path(scratch) / "answer.json"
        asked = {
            "main": str(project.main),
            "root_directory": str(project.folder),
            "project": project.name,
            "stack": stack,
            "config": dict(config.values),
            "secret_keys": sorted(config.secret_keys),
            "answer_file": str(answer_file),
        }
        process = _start(project)
        try:
            last_words = _wait(process, asked)
        finally:
            _end(process)
        if not answer_file.exists():
            raise ProgramInvalid(
                f"the program's process ended without an answer (exit code {process.returncode}); "
                f"it ran with {project.interpreter}, which needs the pulumi package",
                details=last_words,
            )
        return json.loads(answer_file.read_text(encoding="utf-8"))


def _start(project: Project) -> "subprocess.Popen[str]":
    return subprocess.Popen(  # noqa: S603 - the project's own interpreter and our own file
        [str(project.interpreter), str(_HOST)],
        stdin=subprocess.PIPE,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        start_new_session=True,
    )


def _wait(process: "subprocess.Popen[str]", asked: Mapping[str, Any]) -> str:
    """Say what to run and wait for the end; standard input stays open for as long."""
    if process.stdin is None or process.stderr is None:
        raise AssertionError("pipes were asked for")
    try:
        process.stdin.write(json.dumps(asked) + "\n")
        process.stdin.flush()
    except BrokenPipeError:
        pass
    last_words = process.stderr.read()
    process.wait()
    return last_words


def _end(process: "subprocess.Popen[str]") -> None:
    """End the program and whatever it started, and let go of the pipes."""
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(process.pid, signal.SIGKILL)
    process.wait()
    for pipe in (process.stdin, process.stderr):
        if pipe is not None:
            with contextlib.suppress(BrokenPipeError):
                pipe.close()


def _failure(project: Project, answer: Mapping[str, Any]) -> ProgramInvalid:
    error = answer["error"]
    details = answer["printed"] + error["traceback"]
    if error["kind"] == "LookupRefused":
        return ProgramInvalid(_REFUSED_LOOKUP.format(message=error["message"]), details)
    if error["kind"] == "RunError":
        return ProgramInvalid(error["message"], details)
    place = f" at {error['place']}" if error["place"] else ""
    return ProgramInvalid(
        f"the program of {project.name} failed{place}: {error['kind']}: {error['message']}", details
    )
