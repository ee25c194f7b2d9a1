"""The prod stack on EKS on the real engine, with stand-ins for AWS and Kubernetes."""

import json
from pathlib import Path

import pytest

from groundplan.plan import Plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.kubernetes_resident import RUN
from groundplan.rehearsal.recovery import let_go, settle_creates
from groundplan.rehearsal.workspace import Workspace
from tests.engine.order import its_order_is_good
from tests.engine.test_root_program import PACKS, ops, urns
from tests.settings.eks_stacks import eks_project

REPOSITORY = "111122223333.dkr.ecr.eu-west-1.amazonaws.com/backend"
MIGRATE = "batch/v1:Job::migrate-"


def image_of_web(stack: Workspace) -> str:
    resources = stack.export()["deployment"]["resources"]
    (web,) = [one for one in resources if one["urn"].endswith("Deployment::web")]
    return web["outputs"]["spec"]["template"]["spec"]["containers"][0]["image"]


def job_of_a_new_image(stack: Workspace, image: str) -> str:
    for service in ("web", "migrate"):
        stack.configure(f"groundplan:services.{service}.image", image)
    (job,) = {
        one.urn for one in stack.preview().changes if MIGRATE in one.urn and one.op == "create"
    }
    return job


def a_migration_that_is_killed_in_the_middle_recovers(stack: Workspace) -> None:
    before, image = image_of_web(stack), f"{REPOSITORY}@sha256:{'1' * 64}"
    job = job_of_a_new_image(stack, image)
    stack.cloud.plant_fault(job, "create", "engine killed after", 1)
    assert stack.up().exit_code < 0
    stack.cancel()
    settle_creates(stack)
    assert image_of_web(stack) == before

    assert stack.up().exit_code == 0
    assert image_of_web(stack) == image
    assert [one.urn for one in stack.cloud.built].count(job) == 1


def another_version_goes_one_step_at_a_time(stack: Workspace) -> None:
    (cluster,) = [one.urn for one in stack.cloud.built if one.type == "aws:eks/cluster:Cluster"]
    stack.cloud.plant_drift(cluster, "version", "1.33")
    stack.refresh()
    assert "Unsupported Kubernetes minor version update from 1.33 to 1.35" in stack.up().errors

    stack.cloud.plant_drift(cluster, "version", "1.34")
    stack.refresh()
    assert ("update", cluster) in {(one.op, one.urn) for one in stack.up().changes}
    assert stack.refresh(expect_no_changes=True).exit_code == 0, "nothing has drifted"


def a_failing_migration_leaves_the_old_revision_and_the_next_attempt_goes_on(
    stack: Workspace,
) -> None:
    before, image = image_of_web(stack), f"{REPOSITORY}@sha256:{'0' * 64}"
    job = job_of_a_new_image(stack, image)
    stack.cloud.plant_fault(job, RUN, "refused", 2)
    for _ in range(2):
        failed = stack.up()
        assert "has reached the specified backoff limit" in failed.errors
        assert image_of_web(stack) == before

    assert ("replace", job) in {(one.op, one.urn) for one in stack.up().changes}, "it runs again"
    assert image_of_web(stack) == image
    assert ops(stack.preview(expect_no_changes=True)) == {"same"}


@pytest.mark.parametrize(
    ("capacity", "plan"), [("auto", "prod_eks_plan"), ("managed", "managed_nodes_plan")]
)
def test_a_stack_on_eks_is_judged_built_left_alone_and_removed(
    engine: Engine, tmp_path: Path, capacity: str, plan: str, request: pytest.FixtureRequest
) -> None:
    offline: Plan = request.getfixturevalue(plan)
    project = eks_project(tmp_path, capacity, stack__monthly_budget_usd=2000)
    with Workspace(project, "prod", engine) as workspace:
        preview = workspace.preview(PACKS)
        assert ops(preview) == {"create"}
        assert urns(preview) == {one.urn for one in offline.resources}
        assert [one.urn for one in preview.policy_events if one.level == "mandatory"] == []

        assert ops(workspace.up()) == {"create"}
        state = json.dumps(workspace.export())
        its_order_is_good(state, workspace.cloud.operations, offline)
        assert "get-token" in state
        assert "postgresql://" not in state
        assert ops(workspace.preview(expect_no_changes=True)) == {"same"}
        if capacity == "auto":  # jobs are the same on both
            a_failing_migration_leaves_the_old_revision_and_the_next_attempt_goes_on(workspace)
            a_migration_that_is_killed_in_the_middle_recovers(workspace)
        else:
            another_version_goes_one_step_at_a_time(workspace)

        let_go(workspace)
        assert "delete" in ops(workspace.destroy())
        assert "resources" not in workspace.export()["deployment"]
