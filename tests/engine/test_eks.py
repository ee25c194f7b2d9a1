"""The prod stack on EKS on the real engine, with stand-ins for AWS and Kubernetes."""

import json
from pathlib import Path

import pytest

from groundplan.plan import Plan
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.workspace import Workspace
from tests.engine.conftest import let_go
from tests.engine.order import its_order_is_good
from tests.engine.test_root_program import PACKS, ops, urns
from tests.settings.eks_stacks import eks_project


@pytest.mark.parametrize(
    ("capacity", "plan"), [("auto", "prod_eks_plan"), ("managed", "managed_nodes_plan")]
)
def test_a_stack_on_eks_is_judged_built_left_alone_and_removed(
    engine: Engine, tmp_path: Path, capacity: str, plan: str, request: pytest.FixtureRequest
) -> None:
    offline: Plan = request.getfixturevalue(plan)
    with Workspace(eks_project(tmp_path, capacity), "prod", engine) as workspace:
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

        let_go(workspace, "compute", "database.main", "load_balancer")
        assert "delete" in ops(workspace.destroy())
        assert "resources" not in workspace.export()["deployment"]
