"""Drift is found, mended, and told apart from no drift."""

from groundplan.rehearsal.workspace import Workspace

BUCKET = "urn:pulumi:dev::small::aws:s3/bucket:Bucket::uploads"


def test_drift_is_found_and_mended_and_a_lost_resource_is_built_again(workspace: Workspace) -> None:
    workspace.up()
    assert workspace.refresh(expect_no_changes=True).exit_code == 0, "nothing has drifted"

    workspace.cloud.plant_drift(BUCKET, "tags", {"changed": "by hand"})
    assert workspace.refresh(expect_no_changes=True).exit_code != 0
    workspace.refresh()
    mended = workspace.up().changes
    assert [(step.op, step.urn) for step in mended] == [("update", BUCKET)]
    assert workspace.refresh(expect_no_changes=True).exit_code == 0

    (bucket,) = [one for one in workspace.cloud.built if one.urn == BUCKET]
    workspace.cloud.remove(bucket)
    workspace.refresh()
    assert [(step.op, step.urn) for step in workspace.up().changes] == [("create", BUCKET)]


def test_a_destroyed_review_stack_leaves_nothing(workspace: Workspace) -> None:
    workspace.up()
    assert workspace.cloud.built

    assert workspace.destroy().exit_code == 0
    assert workspace.cloud.built == ()
    assert "resources" not in workspace.export()["deployment"]
