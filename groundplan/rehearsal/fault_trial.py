"""Faults let loose on one stack: it fails, is mended as documented, and must converge."""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from groundplan.rehearsal.recovery import settle_pending_creates
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace

FOR_GOOD = 1_000_000
MOST_ATTEMPTS = 1_000
Opener = Callable[[], Workspace]
Faults = Mapping[str, str]
"""The kind of fault that strikes each resource, by URN."""


@dataclass(frozen=True)
class Undisturbed:
    """What a run without faults builds."""

    urns: frozenset[str]
    created: tuple[str, ...]
    """In the order of their start."""

    tagged: tuple[str, ...]
    """What an update can be asked of: its tags are changed by another hand."""


@dataclass(frozen=True)
class Trial:
    """What came of the faults. `problems` is empty when the stack has converged after all."""

    creations: Mapping[str, int]
    """How many creations each kind of fault has struck."""

    updates: Mapping[str, int]
    attempts: int
    """Runs of `up` until everything was built, and again until everything was updated."""

    problems: tuple[str, ...]


def undisturbed(opened: Opener) -> Undisturbed:
    """Build the stack once without faults."""
    with opened() as workspace:
        workspace.up()
        return Undisturbed(
            frozenset(one["urn"] for one in workspace.export()["deployment"]["resources"]),
            tuple(one.urn for one in workspace.cloud.operations),
            tuple(one.urn for one in workspace.cloud.built if one.inputs.get("tags")),
        )


def try_faults(
    opened: Opener, sound: Undisturbed, *, creations: Faults, updates: Faults, broken: str
) -> Trial:
    """Strike as the maps say; then let `broken` be lost, and fail until its cause is mended."""
    with opened() as workspace:
        built = _strike(workspace, "create", creations)
        after_creations = _problems(workspace, sound.urns)
        for urn in updates:
            workspace.cloud.plant_drift(urn, "tags", {"changed": "by hand"})
        workspace.refresh()
        updated = _strike(workspace, "update", updates)
        spared = tuple(_spared(workspace))
        created = _struck(workspace, "create", creations)
        changed = _struck(workspace, "update", updates)
        unnamed = tuple(_fail_for_good(workspace, broken))
        problems = (*after_creations, *spared, *unnamed, *_problems(workspace, sound.urns))
        return Trial(created, changed, built + updated, problems)


def _fail_for_good(workspace: Workspace, urn: str) -> Iterator[str]:
    """Lose the resource and fail twice to build it again; each error must name it."""
    for one in workspace.cloud.built:
        if one.urn == urn:
            workspace.cloud.remove(one)
    workspace.refresh()
    workspace.cloud.plant_fault(urn, "create", "refused", FOR_GOOD)
    for _ in range(2):
        if urn.rpartition("::")[2] not in _said(workspace.up()):
            yield f"{urn} is not named in the error"
    workspace.cloud.lift_faults()
    if workspace.up().exit_code != 0:
        yield f"{urn} is mended and not built"


def _strike(workspace: Workspace, operation: str, faults: Faults) -> int:
    """Run `up`, and after each failure what the guide says; the number of attempts."""
    for urn, kind in faults.items():
        workspace.cloud.plant_fault(urn, operation, kind, 1)
    for attempt in range(1, MOST_ATTEMPTS):
        code = workspace.up(go_on=True).exit_code
        if code == 0:
            return attempt
        if code < 0:
            workspace.cancel()
        settle_pending_creates(workspace)
    return MOST_ATTEMPTS


def _struck(workspace: Workspace, operation: str, faults: Faults) -> Mapping[str, int]:
    spared = {urn for urn, spared, _ in workspace.cloud.planted_faults if spared == operation}
    return Counter(kind for urn, kind in faults.items() if urn not in spared)


def _spared(workspace: Workspace) -> Iterator[str]:
    for urn, operation, kind in workspace.cloud.planted_faults:
        yield f"{urn} was never struck: {kind} on {operation}"


def _problems(workspace: Workspace, expected: frozenset[str]) -> tuple[str, ...]:
    deployment = workspace.export()["deployment"]
    state = {(one["urn"], one.get("id", "")) for one in deployment.get("resources", ())}
    live = [(one.urn, one.id) for one in workspace.cloud.built]
    twice = [urn for urn, number in Counter(urn for urn, _ in live).items() if number > 1]
    wrong: dict[str, Sequence[Any]] = {
        "is missing": sorted(expected - {urn for urn, _ in state}),
        "is too many": sorted({urn for urn, _ in state} - expected),
        "exists and is in no state": [urn for urn, _ in sorted(set(live) - state)],
        "exists twice": twice,
        "is pending": [
            one["resource"]["urn"] for one in deployment.get("pending_operations") or ()
        ],
        "would be changed again": [step.urn for step in workspace.preview().changes],
    }
    return tuple(f"{urn} {what}" for what, urns in wrong.items() for urn in urns)


def _said(result: RunResult) -> str:
    return json.dumps([result.errors, [line.urn for line in result.diagnostics]])
