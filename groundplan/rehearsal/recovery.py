"""What a person does after a failed deployment, and before an end: docs/reliability.md."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace, WorkspaceError

_PROTECTION = "deletion_protection"


def must_succeed(run: RunResult) -> None:
    """Raise WorkspaceError with what the engine said of a run that failed."""
    if run.exit_code != 0:
        raise WorkspaceError(run.errors)


def let_go(workspace: Workspace) -> None:
    """Prepare a stack for its end: nothing is protected any more, by AWS or by the engine.

    Raises WorkspaceError when the engine refuses it.
    """
    protected = [*_protected(workspace.configuration)]
    for path in protected:
        workspace.configure(path, "false")
    if protected:
        must_succeed(workspace.up())
    workspace.unprotect()


def _protected(settings: object, above: str = "") -> Iterator[str]:
    """Give the paths at which a stack file says that something is protected."""
    if isinstance(settings, Mapping):
        for name, value in settings.items():
            path = f"{above}.{name}" if above else name
            if name == _PROTECTION and value is True:
                yield path
            yield from _protected(value, path)


def settle_creates(workspace: Workspace) -> None:
    """Say of each interrupted creation whether it has happened; delete what no state knows.

    `pulumi refresh --import-pending-creates --clear-pending-creates` takes the first, then drops
    the rest: https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh/
    Raises WorkspaceError when the engine refuses it.
    """
    deployment = workspace.export()["deployment"]
    if pending := _pending_creates(deployment):
        _settle(workspace, pending)
        deployment = workspace.export()["deployment"]
    _delete_what_no_state_knows(workspace, deployment)


def _pending_creates(deployment: Mapping[str, Any]) -> list[str]:
    pending = deployment.get("pending_operations") or ()
    return [one["resource"]["urn"] for one in pending if one["type"] == "creating"]


def _settle(workspace: Workspace, pending: Sequence[str]) -> None:
    live = {one.urn: one.id for one in workspace.cloud.built}
    pairs = [word for urn in pending if urn in live for word in (urn, live[urn])]
    imports = [f"--import-pending-creates={word}" for word in pairs]
    must_succeed(workspace.refresh(*imports, "--clear-pending-creates"))


def _delete_what_no_state_knows(workspace: Workspace, deployment: Mapping[str, Any]) -> None:
    """A creation whose answer was lost leaves something that nothing uses yet."""
    resources = deployment.get("resources") or ()
    known = {(one["urn"], one.get("id")) for one in resources}
    for one in workspace.cloud.built:
        if (one.urn, one.id) not in known:
            workspace.cloud.remove(one)
