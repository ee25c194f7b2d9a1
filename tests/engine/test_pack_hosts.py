"""One rule, two hosts: the packs on the real engine find what the reviewer finds."""

import json
import os
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundplan.exemptions import read_exemptions_of
from groundplan.plan import Plan, read_export, record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import judge
from policies.catalogue import PACKS, names
from policies.host import exemption_files
from tests.conftest import ROOT
from tests.engine.many import write_program
from tests.systems.stacks import SYSTEMS

FOLDERS = [ROOT / "policies" / pack.name for pack in PACKS]
EVERYTHING = os.environ.get("REHEARSE_ALL") == "1"
BROKEN = """
import pulumi_aws as aws

key = aws.kms.Key("key")
logs = aws.s3.Bucket("logs")
data = aws.s3.Bucket("data")
aws.s3.BucketLogging("data", bucket=data.id, target_bucket=logs.id, target_prefix="data/")
group = aws.ec2.SecurityGroup("open", vpc_id="vpc-1")
aws.vpc.SecurityGroupIngressRule(
    "open", security_group_id=group.id, ip_protocol="tcp", from_port=22, to_port=22,
    cidr_ipv4="0.0.0.0/0",
)
database = aws.rds.Instance(
    "main", engine="postgres", instance_class="db.t4g.micro", kms_key_id=key.arn,
    publicly_accessible=True, skip_final_snapshot=True, vpc_security_group_ids=[group.id],
)
aws.sqs.Queue("jobs", kms_master_key_id=key.id)
aws.cloudwatch.MetricAlarm(
    "cpu", comparison_operator="GreaterThanThreshold", evaluation_periods=1,
    metric_name="CPUUtilization", namespace="AWS/RDS",
    dimensions={"DBInstanceIdentifier": database.id},
)
aws.iam.Role("role", assume_role_policy=database.arn.apply(lambda arn: "{}"))
"""


@dataclass(frozen=True)
class Stack:
    """A stack, and the levels at which it is judged."""

    folder: Path
    name: str

    def __str__(self) -> str:
        return f"{self.folder.name}-{self.name}"


REFERENCE = [Stack(ROOT, "prod"), Stack(ROOT, "staging")]
OF_SYSTEMS = [Stack(folder, name) for folder in SYSTEMS for name in ("prod", "staging")]
STACKS = REFERENCE + (OF_SYSTEMS if EVERYTHING else OF_SYSTEMS[-2:-1])
"""In CI one of the systems, the one with pods; `make rehearse-all` takes every one."""


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Stack:
    """A program that breaks rules of every kind, some by values that nobody knows yet.

    It has a module of its own that is called as ours is.
    """
    folder = tmp_path_factory.mktemp("broken")
    (folder / "Pulumi.yaml").write_text("name: broken\nruntime: python\n")
    (folder / "Pulumi.prod.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (folder / "__main__.py").write_text(BROKEN)
    (folder / "policies.py").write_text("raise ImportError('this is the program')\n")
    return Stack(folder, "prod")


def told(result: RunResult) -> set[tuple[str, str, str]]:
    return {
        (one.policy, one.level, one.urn) for one in result.policy_events if one.policy in names()
    }


def waiting(result: RunResult) -> set[str]:
    """Give the rules that the packs say they cannot decide yet."""
    lines = [one.message for one in result.policy_events if one.policy.endswith("-undecided")]
    return {name for line in lines for name in line.rpartition("decides them: ")[2].split(", ")}


def assert_same(result: RunResult, plan: Plan, levels: str) -> None:
    exemptions = read_exemptions_of(ROOT, exemption_files(), datetime.now(UTC).date())
    findings = judge(plan, exemptions=exemptions, levels=levels)
    violations = {
        (one.policy, one.level, one.urn)
        for one in findings
        if one.verdict == "violation" and one.policy in names()
    }

    assert told(result) == violations
    assert waiting(result) == {one.policy for one in findings if one.verdict == "undecided"}
    assert [one for one in result.policy_events if one.policy.endswith("-crashed")] == []


def assert_same_all_its_life(stack: Stack, engine: Engine) -> None:
    """Before it exists, when it exists, and from its state alone."""
    with Workspace(stack.folder, stack.name, engine, seconds_per_minute=0) as workspace:
        preview = workspace.preview(FOLDERS, levels=stack.name)
        assert_same(preview, record(stack.folder, stack.name), stack.name)

        built = workspace.up()
        assert built.exit_code == 0, built.errors
        state = read_export(json.dumps(workspace.export()))
        assert_same(workspace.preview(FOLDERS, levels=stack.name), state, stack.name)
        assert_same(workspace.analyze(FOLDERS, levels=stack.name), state, stack.name)


def test_both_hosts_find_the_same_in_a_broken_program(broken: Stack, engine: Engine) -> None:
    assert_same_all_its_life(broken, engine)


@pytest.mark.parametrize("stack", STACKS, ids=str)
def test_both_hosts_find_the_same_in_our_stacks(stack: Stack, engine: Engine) -> None:
    assert_same_all_its_life(stack, engine)


@pytest.mark.parametrize("seed", range(3) if EVERYTHING else [0])
def test_both_hosts_find_the_same_in_generated_stacks(
    seed: int, tmp_path: Path, engine: Engine
) -> None:
    """Under `make rehearse-all` of 1,600 resources, else of 400."""
    many = write_program(tmp_path / "many", copies=12 if EVERYTHING else 3, seed=seed)

    with Workspace(many, "prod", engine) as workspace:
        preview = workspace.preview(FOLDERS)

    assert_same(preview, record(many, "prod"), "prod")
    assert len({policy for policy, _, _ in told(preview)}) > 150
