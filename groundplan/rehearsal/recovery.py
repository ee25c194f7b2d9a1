"""What a person does after a failed deployment, as docs/reliability.md says it."""

from groundplan.rehearsal.workspace import Workspace, WorkspaceError


def settle_creates(workspace: Workspace) -> None:
    """Say of each interrupted creation whether it has happened; delete what no state knows.

    `pulumi refresh --import-pending-creates` and `--clear-pending-creates`:
    https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh/
    Raises WorkspaceError when the engine refuses either.
    """
    pending = workspace.pending_creates
    live = {one.urn: one.id for one in workspace.cloud.built}
    found = [urn for urn in pending if urn in live]
    if found:
        pairs = [word for urn in found for word in (urn, live[urn])]
        imports = [f"--import-pending-creates={word}" for word in pairs]
        _refreshed(workspace, "--skip-pending-creates", *imports)
    if pending:
        _refreshed(workspace, "--clear-pending-creates")
    _delete_what_no_state_knows(workspace)


def _refreshed(workspace: Workspace, *options: str) -> None:
    result = workspace.refresh(*options)
    if result.exit_code != 0:
        raise WorkspaceError(f"`pulumi refresh {options[0]}`: {result.errors}")


def _delete_what_no_state_knows(workspace: Workspace) -> None:
    """A creation whose answer was lost leaves something that nothing uses yet."""
    resources = workspace.export()["deployment"].get("resources") or ()
    known = {(one["urn"], one.get("id")) for one in resources}
    for one in workspace.cloud.built:
        if (one.urn, one.id) not in known:
            workspace.cloud.remove(one)
