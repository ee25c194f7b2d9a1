"""What goes wrong in the middle of a deployment is survived: a sample that a seed decides.

`make rehearse-all` tries everything; docs/reliability.md has its table.
"""

from functools import partial
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.fault_trial import (
    Opener,
    Trial,
    try_creation_for_good,
    try_creations,
    try_updates,
)
from groundplan.rehearsal.workspace import Workspace
from tests.engine.conftest import CANARY

URN = "urn:pulumi:dev::small::aws:{}::{}"
BUCKET, VPC = URN.format("s3/bucket:Bucket", "uploads"), URN.format("ec2/vpc:Vpc", "vpc")


@pytest.fixture
def opener(engine: Engine, project: Path) -> Opener:
    given = {"small:canary": CANARY}
    return partial(Workspace, project, "dev", engine, secret_config=given, seconds_per_minute=0)


@pytest.fixture
def expected(opener: Opener) -> set[str]:
    with opener() as undisturbed:
        undisturbed.up()
        return {one["urn"] for one in undisturbed.export()["deployment"]["resources"]}


def test_a_deployment_converges_after_each_way_to_be_interrupted(
    opener: Opener, expected: set[str]
) -> None:
    for kind in ("answer lost", "provider dies after", "engine killed after"):
        trial = try_creations(opener, kind, [VPC], expected)
        assert trial.problems == (), kind
        assert trial.attempts == 2, "the fault has struck once"


def test_a_fault_that_stays_is_named_and_mended(opener: Opener, expected: set[str]) -> None:
    assert try_creation_for_good(opener, VPC, expected) == Trial(
        "refused for good", "create", 1, 3, ()
    )


def test_an_update_whose_answer_is_lost_is_made_again(opener: Opener, expected: set[str]) -> None:
    assert try_updates(opener, "answer lost", [BUCKET], expected).survived


def test_what_does_not_converge_is_told(opener: Opener, expected: set[str]) -> None:
    trial = try_creations(opener, "refused", [VPC], {*expected, "urn:never-built"})

    assert trial.problems == ("urn:never-built is missing",)
