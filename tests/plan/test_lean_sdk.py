"""What a resource holds on to while it waits for its registration."""

from pathlib import Path

from groundplan.plan import record

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
