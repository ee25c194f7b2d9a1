"""What a resource holds on to while it waits for its registration."""

from pathlib import Path

import pulumi
import pytest
from pulumi.runtime import rpc

from groundplan.plan import record
from groundplan.plan.lean_sdk import lean_sdk

PROGRAM = """
import tracemalloc
import pulumi_aws as aws

aws.ecs.Service("first")
tracemalloc.start()
for number in range(200):
    aws.ecs.Service(f"service-{number}", desired_count=number)
grown, _ = tracemalloc.get_traced_memory()
tracemalloc.stop()
aws.sqs.Queue("grown", name=str(grown // 200))
"""
SERVICE_BYTES = 60_000


def test_a_resource_that_waits_is_small_however_many_properties_it_has(tmp_path: Path) -> None:
    """A service has forty: in the SDK's own way it takes 120,000 bytes."""
    (tmp_path / "Pulumi.yaml").write_text("name: many\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(PROGRAM)

    plan = record(tmp_path, "dev", config={"aws:region": "eu-west-1"})
    (grown,) = (one.read("name") for one in plan.of_kind("aws:sqs/queue:Queue"))

    assert 0 < int(grown) < SERVICE_BYTES
    assert len(plan.resources) == 202


def test_an_sdk_whose_outputs_have_several_futures_keeps_its_way(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    before = rpc.transfer_properties
    monkeypatch.delattr(pulumi.Output, "_from_data")

    with lean_sdk():
        assert rpc.transfer_properties is before


def test_the_sdk_is_left_as_it_was() -> None:
    before = rpc.transfer_properties, rpc.contains_unknowns

    with lean_sdk():
        assert rpc.transfer_properties not in before

    assert (rpc.transfer_properties, rpc.contains_unknowns) == before
