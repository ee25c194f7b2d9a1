"""A plan holds what the real engine would register, name by name, for foreign programs."""

import pytest

from groundplan.plan import record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.workspace import Workspace
from tests.conftest import PROGRAMS

STACK = "pulumi:pulumi:Stack"


@pytest.mark.parametrize(
    "program",
    ["assets", "asynchronous", "beside", "providers", "public", "renamed", "transforms"],
)
def test_the_plan_and_the_engine_name_the_same_resources(engine: Engine, program: str) -> None:
    with Workspace(PROGRAMS / program, "dev", engine) as workspace:
        preview = workspace.preview()

    assert preview.exit_code == 0, preview.errors
    theirs = {step.urn for step in preview.steps if step.op != "read" and STACK not in step.urn}
    assert theirs == {one.urn for one in record(PROGRAMS / program, "dev").resources}
