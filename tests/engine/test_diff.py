"""What a change replaces, as the real engine sees it."""

import json

from groundplan.diff import compare
from groundplan.plan import read_export, read_preview
from groundplan.rehearsal.workspace import Workspace


def test_the_diff_and_the_engine_replace_and_change_the_same(workspace: Workspace) -> None:
    assert workspace.up().exit_code == 0
    base = read_export(json.dumps(workspace.export()))
    assert compare(base, read_preview(workspace.preview_document())).changes == ()

    workspace.configure("small:cidr", "10.30.0.0/16")
    engine = {(step.op, step.urn) for step in workspace.preview().steps}
    ours = compare(base, read_preview(workspace.preview_document()))

    assert {one.resource.urn for one in ours.of("replaced")} == {
        urn for op, urn in engine if op == "replace"
    }
    assert {one.resource.urn for one in ours.of("changed")} == {
        urn for op, urn in engine if op == "update"
    }
