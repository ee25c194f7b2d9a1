"""What a person does after a failed deployment, as docs/reliability.md says it."""

from collections.abc import Mapping, Sequence
from typing import Any

from groundplan.rehearsal.workspace import Workspace, WorkspaceError


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
    result = workspace.refresh(*imports, "--clear-pending-creates")
    if result.exit_code != 0:
        raise WorkspaceError(f"`pulumi refresh`: {result.errors}")


def _delete_what_no_state_knows(workspace: Workspace, deployment: Mapping[str, Any]) -> None:
    """A creation whose answer was lost leaves something that nothing uses yet."""
    resources = deployment.get("resources") or ()
    known = {(one["urn"], one.get("id")) for one in resources}
    for one in workspace.cloud.built:
        if (one.urn, one.id) not in known:
            workspace.cloud.remove(one)
