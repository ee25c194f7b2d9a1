"""Each system on the real engine: prod is judged, staging is built, changed and removed."""

import json
from pathlib import Path

import pytest

from groundplan.plan import record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace
from groundplan.settings import read
from tests.conftest import ROOT
from tests.engine.extent import EVERYTHING
from tests.engine.order import its_order_is_good
from tests.systems.stacks import SYSTEMS

PACKS = [ROOT / "policies" / name for name in ("security", "reliability", "cost")]

WHAT_AN_IMAGE_CHANGES = (
    {"aws:ecs/taskDefinition:TaskDefinition", "aws:ecs/service:Service"},
    {"kubernetes:apps/v1:Deployment"},
)

each_system = pytest.mark.parametrize("folder", SYSTEMS, ids=lambda folder: folder.name)


def ops(result: RunResult) -> set[str]:
    assert result.exit_code == 0, result.errors
    return {step.op for step in result.steps}


@each_system
def test_the_packs_let_prod_pass(engine: Engine, folder: Path) -> None:
    with Workspace(folder, "prod", engine) as prod:
        preview = prod.preview(PACKS)

    stops = [one.message for one in preview.policy_events if one.level == "mandatory"]
    assert stops == []
    assert ops(preview) == {"create"}


@EVERYTHING
@each_system
def test_prod_takes_the_time_that_was_foreseen(engine: Engine, folder: Path) -> None:
    with Workspace(folder, "prod", engine) as prod:
        assert ops(prod.up()) == {"create"}
        made, state = prod.cloud.operations, json.dumps(prod.export())
        its_order_is_good(state, made, record(folder, "prod"))


@each_system
def test_staging_is_built_left_alone_given_a_new_image_and_removed(
    engine: Engine, folder: Path
) -> None:
    name, service = next(iter(read(folder / "Pulumi.staging.yaml").web_services.items()))
    with Workspace(folder, "staging", engine, seconds_per_minute=0) as staging:
        assert ops(staging.up()) == {"create"}
        made, state = staging.cloud.operations, json.dumps(staging.export())
        its_order_is_good(state, made, record(folder, "staging"))
        assert ops(staging.preview(expect_no_changes=True)) == {"same"}

        repository = service.image.partition("@")[0]
        staging.configure(f"groundplan:services.{name}.image", f"{repository}@sha256:{'0' * 64}")
        changed = staging.up()
        assert changed.exit_code == 0, changed.errors
        changes = {tuple(step.urn.split("::")[2:]) for step in changed.changes}
        assert {one for _, one in changes} == {name}
        assert {token.split("$")[-1] for token, _ in changes} in WHAT_AN_IMAGE_CHANGES

        assert "delete" in ops(staging.destroy())
        assert staging.cloud.built == ()
