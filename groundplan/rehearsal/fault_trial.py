"""One kind of fault tried on one stack: it fails, is mended as documented, and must converge."""

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.recovery import settle_pending_creates
from groundplan.rehearsal.workspace import Workspace

FOR_GOOD = 1_000_000
MOST_ATTEMPTS = 400
Opener = Callable[[], Workspace]


@dataclass(frozen=True)
class Trial:
    """What came of a fault. `problems` is empty when the stack has converged."""

    kind: str
    operation: str
    resources: int
    attempts: int
    problems: tuple[str, ...]

    @property
    def survived(self) -> bool:
        """Whether the next `up` led to the same state as an undisturbed one."""
        return not self.problems


def try_creations(opened: Opener, kind: str, urns: Sequence[str], expected: set[str]) -> Trial:
    """Let the creation of every one of these resources fail once, then go on until it is built."""
    with opened() as workspace:
        for urn in urns:
            workspace.cloud.plant_fault(urn, "create", kind, 1)
        attempts = _until_it_succeeds(workspace, kind)
        return Trial(kind, "create", len(urns), attempts, _problems(workspace, expected))


def try_creation_for_good(opened: Opener, urn: str, expected: set[str]) -> Trial:
    """Let a creation fail again and again; once it is mended, the next `up` goes on."""
    with opened() as workspace:
        workspace.cloud.plant_fault(urn, "create", "refused", FOR_GOOD)
        said = [workspace.up(), workspace.up()]
        unnamed = [] if all(urn.rpartition("::")[2] in _said(one) for one in said) else [urn]
        workspace.cloud.lift_faults()
        attempts = 2 + _until_it_succeeds(workspace, "refused")
        problems = _problems(workspace, expected)
        silent = tuple(f"the error does not name {one}" for one in unnamed)
        return Trial("refused for good", "create", 1, attempts, silent + problems)


def try_updates(opened: Opener, kind: str, urns: Sequence[str], expected: set[str]) -> Trial:
    """Let the update of every one of these resources fail once; its tags have been changed."""
    with opened() as workspace:
        _until_it_succeeds(workspace, kind)
        for urn in urns:
            workspace.cloud.plant_drift(urn, "tags", {"changed": "by hand"})
            workspace.cloud.plant_fault(urn, "update", kind, 1)
        workspace.refresh()
        attempts = _until_it_succeeds(workspace, kind)
        return Trial(kind, "update", len(urns), attempts, _problems(workspace, expected))


def _until_it_succeeds(workspace: Workspace, kind: str) -> int:
    """Run `up`, and after each failure what the guide says; the number of attempts."""
    for attempt in range(1, MOST_ATTEMPTS):
        if workspace.up(go_on=True).exit_code == 0:
            return attempt
        if FAULTS[kind].ends == "engine":
            workspace.cancel()
        settle_pending_creates(workspace)
    return MOST_ATTEMPTS


def _problems(workspace: Workspace, expected: set[str]) -> tuple[str, ...]:
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


def _said(result: Any) -> str:
    return json.dumps([result.errors, [line.urn for line in result.diagnostics]])
