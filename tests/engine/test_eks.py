"""The prod stack on EKS on the real engine, with stand-ins for AWS and Kubernetes."""

import json
from pathlib import Path

import pytest

from groundplan.plan import Plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.kubernetes_resident import RUN
from groundplan.rehearsal.workspace import Workspace
from tests.engine.conftest import let_go
from tests.engine.order import its_order_is_good
from tests.engine.test_root_program import PACKS, ops, urns
from tests.settings.eks_stacks import eks_project

IMAGE = f"111122223333.dkr.ecr.eu-west-1.amazonaws.com/backend@sha256:{'0' * 64}"
MIGRATE = "batch/v1:Job::migrate-"


def image_of_web(stack: Workspace) -> str:
    resources = stack.export()["deployment"]["resources"]
    (web,) = [one for one in resources if one["urn"].endswith("Deployment::web")]
    return web["outputs"]["spec"]["template"]["spec"]["containers"][0]["image"]


def a_failing_migration_leaves_the_old_revision_and_the_next_attempt_goes_on(
    stack: Workspace,
) -> None:
    before = image_of_web(stack)
    for service in ("web", "migrate"):
        stack.configure(f"groundplan:services.{service}.image", IMAGE)
    (job,) = {
        one.urn for one in stack.preview().changes if MIGRATE in one.urn and one.op == "create"
    }
    stack.cloud.plant_fault(job, RUN, "refused", 2)
    for _ in range(2):
        failed = stack.up()
        assert "has reached the specified backoff limit" in failed.errors
        assert image_of_web(stack) == before

    assert ("replace", job) in {(one.op, one.urn) for one in stack.up().changes}, "it runs again"
    assert image_of_web(stack) == IMAGE
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

        let_go(workspace, "compute", "database.main", "load_balancer")
        assert "delete" in ops(workspace.destroy())
        assert "resources" not in workspace.export()["deployment"]
