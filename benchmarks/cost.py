"""CPU of pricing a plan: 160 and 1,600 resources, and the price list's share of a review.

CPU seconds of this process, the best of several rounds: what other programs do on the machine
moves them less than wall time. The first pricing also reads and verifies the price list.
"""

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path

from review import project

from groundplan.cost import PriceList, assume, estimate
from groundplan.plan import Plan, PlannedResource

SIZES = (160, 1600)
ROUNDS = 7
AS_OF = date(2026, 11, 20)
REGIONS = ("eu-west-1", "global")
TASK = "aws:ecs/taskDefinition:TaskDefinition"


def cpu_seconds(work: Callable[[], object]) -> float:
    """The least CPU that work took in any round."""
    spent = []
    for _ in range(ROUNDS):
        started = time.process_time()
        work()
        spent.append(time.process_time() - started)
    return min(spent)


def plan_of(resources: int) -> Plan:
    """A plan of services like that of the review's benchmark, eight resources each."""
    services = range(resources // 8)
    return Plan(
        project="bench",
        stack="dev",
        config={"aws:region": "eu-west-1"},
        resources=tuple(one for number in services for one in _service(f"service-{number}")),
    )


def _service(name: str) -> list[PlannedResource]:
    task = _resource(TASK, name, cpu="256", memory="512")
    return [
        task,
        _resource("aws:ecs/service:Service", name, {"taskDefinition": (task.urn,)},
                  launchType="FARGATE", desiredCount=2, loadBalancers=[{"containerPort": 8000}]),
        _resource("aws:cloudwatch/logGroup:LogGroup", name, retentionInDays=30),
        _resource("aws:s3/bucket:Bucket", name),
        _resource("aws:secretsmanager/secret:Secret", name),
        _resource("aws:lb/loadBalancer:LoadBalancer", name, subnets=["a", "b"]),
        _resource("aws:rds/instance:Instance", name, engine="postgres", allocatedStorage=100,
                  instanceClass="db.t4g.medium", backupRetentionPeriod=7),
        _resource("aws:iam/role:Role", name),
    ]  # fmt: skip


def _resource(
    token: str, name: str, uses: dict[str, tuple[str, ...]] | None = None, **inputs: object
) -> PlannedResource:
    urn = f"urn:pulumi:dev::bench::{token}::{name}"
    return PlannedResource(
        urn=urn, type=token, name=name, inputs=inputs, property_dependencies=uses or {}
    )


def load() -> None:
    """Read and verify the files of the price list that a stack in Ireland needs."""
    prices = PriceList()
    for region in REGIONS:
        list(prices.rows(region))


def review_cpu_seconds(resources: int) -> float:
    """CPU of `groundplan review` on a generated program, with every process it starts."""
    with tempfile.TemporaryDirectory() as scratch:
        command = Path(sys.executable).with_name("groundplan")
        process = subprocess.Popen(
            [str(command), "review", str(project(Path(scratch), resources)), "dev"],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        _, _, used = os.wait4(process.pid, 0)
    return used.ru_utime + used.ru_stime


def main() -> None:
    """Print what pricing costs at both sizes, and what loading the prices costs."""
    load_seconds, whole = cpu_seconds(load), review_cpu_seconds(SIZES[0])
    print(
        f"price list: {load_seconds * 1000:.0f} ms of CPU, {load_seconds / whole:.1%} of a review"
    )
    each = []
    for size in SIZES:
        plan = plan_of(size)
        bare = cpu_seconds(lambda plan=plan: estimate(plan, as_of=AS_OF))
        assumed = cpu_seconds(lambda plan=plan: estimate(plan, usage=assume(plan), as_of=AS_OF))
        each.append(bare / size)
        print(f"{size:>6} resources: {bare:.3f} s of CPU, with assumptions {assumed:.3f} s")
    print(f"per resource, ten times as many cost {each[1] / each[0]:.2f} times as much")


if __name__ == "__main__":
    main()
