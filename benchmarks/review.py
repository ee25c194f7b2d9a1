"""Whole review against bare recording of the same generated program, in turn, in one run.

Bare recording is the program run against a monitor that writes registrations down and nothing
else, in one process. The review is `groundplan review` as a user starts it. Ratios hold where a
machine's speed drifts; single times do not.
"""

import os
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

SIZES = (160, 1600)
ROUNDS = 5
RESOURCES_PER_SERVICE = 8

PROGRAM = """
import json
import pulumi_aws as aws

vpc = aws.ec2.Vpc("vpc", cidr_block="10.0.0.0/16")
for number in range({services}):
    name = f"service-{{number}}"
    group = aws.ec2.SecurityGroup(name, vpc_id=vpc.id, description=name)
    aws.vpc.SecurityGroupIngressRule(
        name, security_group_id=group.id, cidr_ipv4="10.0.0.0/16", ip_protocol="tcp",
        from_port=8000, to_port=8000,
    )
    logs = aws.cloudwatch.LogGroup(name, name=f"/bench/{{name}}", retention_in_days=30)
    role = aws.iam.Role(name, assume_role_policy=json.dumps({{"Version": "2012-10-17"}}))
    bucket = aws.s3.Bucket(name, bucket=f"bench-{{name}}")
    aws.s3.BucketVersioning(
        name, bucket=bucket.bucket, versioning_configuration={{"status": "Enabled"}}
    )
    task = aws.ecs.TaskDefinition(
        name, family=name, cpu="256", memory="512", network_mode="awsvpc",
        requires_compatibilities=["FARGATE"], execution_role_arn=role.arn,
        container_definitions=json.dumps([{{"name": name, "image": "x@sha256:0"}}]),
    )
    aws.ecs.Service(name, task_definition=task.arn, desired_count=2, launch_type="FARGATE")
"""

BARE = """
import runpy, sys
from groundplan.plan import recorder
recorder.run(lambda: runpy.run_path(sys.argv[1], run_name="__main__"), project="b", stack="dev")
"""


@dataclass(frozen=True)
class Run:
    """One finished process tree."""

    wall_seconds: float
    cpu_seconds: float
    peak_mib: float


def measure(words: list[str]) -> Run:
    """Run a command; peak memory is that of the largest process in it."""
    started = time.perf_counter()
    process = subprocess.Popen(words, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    _, _, used = os.wait4(process.pid, 0)
    wall_seconds = time.perf_counter() - started
    return Run(wall_seconds, used.ru_utime + used.ru_stime, used.ru_maxrss / 1024)


def project(folder: Path, resources: int) -> Path:
    """A generated program of about that many resources."""
    (folder / "Pulumi.yaml").write_text("name: bench\nruntime: python\n")
    (folder / "Pulumi.dev.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    services = resources // RESOURCES_PER_SERVICE
    (folder / "__main__.py").write_text(PROGRAM.format(services=services))
    return folder


def compare(resources: int) -> None:
    """Print one row: medians, ratio of the pairs, peak memory."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = project(Path(scratch), resources)
        command = Path(sys.executable).with_name("groundplan")
        review = [str(command), "review", str(folder), "dev"]
        bare = [sys.executable, "-c", BARE, str(folder)]
        measure(review)
        pairs = [(measure(review), measure(bare)) for _ in range(ROUNDS)]
    ratio = statistics.median(whole.wall_seconds / alone.wall_seconds for whole, alone in pairs)
    whole_seconds = statistics.median(whole.wall_seconds for whole, _ in pairs)
    bare_seconds = statistics.median(alone.wall_seconds for _, alone in pairs)
    peak_mib = max(whole.peak_mib for whole, _ in pairs)
    print(
        f"{resources:>6} resources: review {whole_seconds:.2f} s, bare {bare_seconds:.2f} s, "
        f"ratio {ratio:.2f}, peak {peak_mib:.0f} MiB"
    )


if __name__ == "__main__":
    for size in SIZES:
        compare(size)
