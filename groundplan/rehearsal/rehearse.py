"""One rehearsal from beginning to end: built, built again without changes, removed."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from threading import Event, Thread

from groundplan.forecast import Schedule
from groundplan.plan import read_export
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.launchers import PROVIDERS
from groundplan.rehearsal.rehearsed import AMPLE, rehearsed
from groundplan.rehearsal.run_result import RunResult, Step
from groundplan.rehearsal.workspace import Workspace

Progress = Callable[[str, str], None]
"""Takes what is done now, and how far it is."""

_LOOK_SECONDS = 0.2
_NO_PLUGIN = re.compile(r"no resource plugin 'pulumi-resource-([^']+)' found")
_OTHER_STACK = re.compile(r"organization name must be 'organization'|unknown stack \"")
"""Sources: pulumi/pulumi, pkg/backend/diy/store.go and pkg/backend/backend.go."""


class RehearsalFailed(Exception):
    """The stack cannot be deployed; the message carries the engine's own words."""


@dataclass(frozen=True)
class Rehearsal:
    """What a rehearsal has shown."""

    schedule: Schedule
    """With as many operations at once as the engine runs on this machine."""

    uncrowded: float
    """The minutes of the same deployment with `AMPLE` operations at once."""

    built: int
    second_run: tuple[Step, ...]
    """What a second `up` would change although nothing has: empty for a sound program."""


def rehearse(
    project: Path,
    stack: str,
    engine: Engine,
    *,
    config: Mapping[str, str] | None = None,
    progress: Progress = lambda _phase, _how_far: None,
) -> Rehearsal:
    """Deploy the stack and preview it again.

    Raises RehearsalFailed, and WorkspaceError where the engine cannot even begin.
    """
    progress("Preparing", "")
    with Workspace(project, stack, engine, config=config) as workspace:
        with _Watch(workspace.cloud, progress):
            _succeeded(workspace.up())
        made = workspace.cloud.operations
        progress("Looking for changes in a second run", "")
        again = _succeeded(workspace.preview())
        state = read_export(json.dumps(workspace.export()))
        ample = rehearsed(state, made, AMPLE).makespan
        return Rehearsal(rehearsed(state, made), ample, len(made), again.changes)


def _succeeded(result: RunResult) -> RunResult:
    if result.exit_code != 0:
        raise RehearsalFailed(_out_of_reach(result.errors) or result.errors)
    return result


def _out_of_reach(errors: str) -> str:
    """Name the provider or the other stack that no rehearsal has; empty where it needs neither."""
    if missing := _NO_PLUGIN.search(errors):
        return (
            f"nothing stands in for the provider `{missing[1]}`: a rehearsal knows "
            f"{', '.join(PROVIDERS)}; `groundplan review` reviews the program without any provider"
        )
    if _OTHER_STACK.search(errors):
        return (
            "the program reads another stack by StackReference, and a rehearsal has no other: "
            "take the value from the stack's configuration instead, or let `groundplan review` "
            f"review the program; the engine says: {errors}"
        )
    return ""


class _Watch:
    """Tells how far a deployment is, while the engine works on it."""

    def __init__(self, cloud: Cloud, progress: Progress) -> None:
        self._cloud = cloud
        self._progress = progress
        self._over = Event()
        self._thread = Thread(target=self._watch, daemon=True)

    def __enter__(self) -> None:
        self._thread.start()

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._thread.join()

    def _watch(self) -> None:
        self._progress("Building", "")
        while not self._over.wait(_LOOK_SECONDS):
            seen = self._cloud.operations
            running = [one.urn.rpartition("::")[2] for one in seen if one.ended is None]
            now = f"; now {', '.join(running[:3])}" if running else ""
            how_far = f"{len(seen) - len(running)} built{now}" if seen else "starting the program"
            self._progress("Building", f": {how_far}")
