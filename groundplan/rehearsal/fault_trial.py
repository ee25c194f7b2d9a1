"""Faults let loose on one stack: it fails, is mended as documented, and must converge."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.rehearsal.by_hand import changed_by_hand
from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.recovery import let_go, must_succeed, settle_creates
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace

MOST_ATTEMPTS = 200
AT_ONCE = 60
"""So many operations at once that one interruption strikes everything that may have begun."""

Opener = Callable[[], Workspace]


@dataclass(frozen=True)
class Strikes:
    """The kind of fault that strikes each resource, by URN."""

    creations: Mapping[str, str]
    updates: Mapping[str, str]
    deletions: Mapping[str, str]


@dataclass(frozen=True)
class Undisturbed:
    """What a life without faults builds and removes."""

    urns: frozenset[str]
    created: tuple[str, ...]
    """In the order of their start."""

    changed: Mapping[str, tuple[str, Any]]
    """What another hand has changed on it, and an update has set again."""

    deleted: tuple[str, ...]
    """In the order of their start; what goes with its cluster is not among them."""


@dataclass(frozen=True)
class Trial:
    """What came of the faults. `problems` is empty when the stack has converged after all."""

    creations: Mapping[str, int]
    """How many creations each kind of fault has struck."""

    updates: Mapping[str, int]
    deletions: Mapping[str, int]
    attempts: int
    """Runs of `up` and `destroy` until everything was built, updated and gone."""

    problems: tuple[str, ...]


@dataclass(frozen=True)
class _Struck:
    """What came of the faults of one operation."""

    kinds: Mapping[str, int]
    attempts: int
    problems: tuple[str, ...]


def undisturbed(opened: Opener) -> Undisturbed:
    """Build the stack once without faults, change it by another hand, mend and remove it.

    Raises WorkspaceError for a failure.
    """
    with opened() as workspace:
        must_succeed(workspace.up())
        urns = frozenset(one["urn"] for one in workspace.export()["deployment"]["resources"])
        created = tuple(one.urn for one in workspace.cloud.operations)
        hand = {one.urn: how for one in workspace.cloud.built if (how := changed_by_hand(one))}
        _change(workspace, hand)
        workspace.cloud.forget_operations()
        must_succeed(workspace.up())
        mended = [one.urn for one in workspace.cloud.operations if one.operation == "update"]
        changed = {urn: how for urn, how in hand.items() if urn in mended}
        let_go(workspace)
        workspace.cloud.forget_operations()
        must_succeed(workspace.destroy())
        deleted = tuple(one.urn for one in workspace.cloud.operations)
        return Undisturbed(urns, created, changed, deleted)


def try_faults(opened: Opener, sound: Undisturbed, strikes: Strikes) -> Trial:
    """Strike as it says, until everything is built, then until all is as it was, then gone."""
    with opened() as workspace:
        built = _strike(workspace, "create", strikes.creations)
        problems = [*built.problems, *_problems(workspace, sound.urns)]
        _change(workspace, {urn: sound.changed[urn] for urn in strikes.updates})
        updated = _strike(workspace, "update", strikes.updates)
        problems += [*updated.problems, *_problems(workspace, sound.urns)]
        let_go(workspace)
        removed = _strike(workspace, "delete", strikes.deletions)
        problems += [*removed.problems, *_differences(workspace, frozenset())]
        attempts = built.attempts + updated.attempts + removed.attempts
        return Trial(built.kinds, updated.kinds, removed.kinds, attempts, tuple(problems))


def _change(workspace: Workspace, hand: Mapping[str, tuple[str, Any]]) -> None:
    """Let another hand have changed that, and the engine know it."""
    for urn, (name, value) in hand.items():
        workspace.cloud.plant_drift(urn, name, value)
    must_succeed(workspace.refresh())


def _strike(workspace: Workspace, operation: str, faults: Mapping[str, str]) -> _Struck:
    """Run the command, and after each failure what the guide says, until nothing fails."""
    for urn, kind in faults.items():
        workspace.cloud.plant_fault(urn, operation, kind, FAULTS[kind].times)
    problems: list[str] = []
    attempt = 0
    while (run := _run(workspace, operation)).exit_code != 0 and attempt < MOST_ATTEMPTS:
        attempt += 1
        problems += _unnamed(workspace, run)
        if run.exit_code < 0:
            workspace.cancel()
        if operation == "create":
            settle_creates(workspace)
    spared = {urn: kind for urn, _, kind in workspace.cloud.planted_faults}
    workspace.cloud.lift_faults()
    problems += [f"{urn} was never struck: {kind} on {operation}" for urn, kind in spared.items()]
    struck = Counter(kind for urn, kind in faults.items() if urn not in spared)
    return _Struck(struck, attempt + 1, tuple(problems))


def _run(workspace: Workspace, operation: str) -> RunResult:
    workspace.cloud.forget_operations()
    if operation == "delete":
        return workspace.destroy(go_on=True, at_once=AT_ONCE)
    # Going on after a failed update, the engine deletes what lives: docs/gotchas.md.
    return workspace.up(go_on=operation == "create", at_once=AT_ONCE)


def _unnamed(workspace: Workspace, run: RunResult) -> Iterator[str]:
    """Tell of failures that no message names; an engine that was killed says nothing."""
    if run.exit_code < 0:
        return
    named = {line.urn for line in run.diagnostics if line.severity == "error"}
    for one in workspace.cloud.operations:
        if one.outcome == "failed" and one.urn not in named:
            yield f"{one.urn} is not named in the error"


def _problems(workspace: Workspace, expected: frozenset[str]) -> tuple[str, ...]:
    """Tell what is not as it would be without faults, or would not stay so."""
    again = [f"{step.urn} would be changed again" for step in workspace.preview().changes]
    return (*_differences(workspace, expected), *again)


def _differences(workspace: Workspace, expected: frozenset[str]) -> tuple[str, ...]:
    """Compare the state with what is expected, and the cloud with the state."""
    deployment = workspace.export()["deployment"]
    state = {(one["urn"], one.get("id", "")) for one in deployment.get("resources") or ()}
    live = [(one.urn, one.id) for one in workspace.cloud.built]
    wrong: dict[str, Iterable[str]] = {
        "is missing": sorted(expected - {urn for urn, _ in state}),
        "is too many": sorted({urn for urn, _ in state} - expected),
        "exists and is in no state": [urn for urn, _ in sorted(set(live) - state)],
        "exists twice": [
            urn for urn, number in Counter(urn for urn, _ in live).items() if number > 1
        ],
        "is pending": [
            one["resource"]["urn"] for one in deployment.get("pending_operations") or ()
        ],
    }
    return tuple(f"{urn} {what}" for what, urns in wrong.items() for urn in urns)
