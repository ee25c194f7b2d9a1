"""What a person does after an interrupted deployment, as docs/reliability.md says it."""

from groundplan.rehearsal.workspace import Workspace


def settle_pending_creates(workspace: Workspace) -> None:
    """Say of each interrupted creation whether it has happened.

    `pulumi refresh --import-pending-creates` and `--clear-pending-creates`:
    https://www.pulumi.com/docs/iac/cli/commands/pulumi_refresh/
    """
    pending = workspace.pending_creates
    if not pending:
        return
    live = {one.urn: one.id for one in workspace.cloud.built}
    found = [urn for urn in pending if urn in live]
    if found:
        imports = [f"--import-pending-creates={urn} {live[urn]}" for urn in found]
        workspace.refresh("--skip-pending-creates", *imports)
    workspace.refresh("--clear-pending-creates")
