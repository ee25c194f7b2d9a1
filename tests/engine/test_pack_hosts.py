"""One rule, two hosts: the packs on the real engine find what the reviewer finds."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from groundplan.exemptions import read_exemptions
from groundplan.plan import Plan, read_export, record
from groundplan.rehearsal.engine import Engine
from groundplan.rehearsal.run_result import RunResult
from groundplan.rehearsal.workspace import Workspace
from groundplan.review import judge
from policies.catalogue import PACKS, names
from tests.conftest import ROOT

FOLDERS = [ROOT / "policies" / pack.name for pack in PACKS]
EXEMPTIONS = ROOT / "policies/exemptions.yaml"
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


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A program that breaks rules of every kind, some by values that nobody knows yet."""
    folder = tmp_path_factory.mktemp("broken")
    (folder / "Pulumi.yaml").write_text("name: broken\nruntime: python\n")
    (folder / "Pulumi.prod.yaml").write_text("config:\n  aws:region: eu-west-1\n")
    (folder / "__main__.py").write_text(BROKEN)
    return folder


@pytest.fixture(scope="module", params=["broken", "prod"])
def runs(
    request: pytest.FixtureRequest, engine: Engine, broken: Path
) -> Iterator[dict[str, tuple[RunResult, Plan]]]:
    """What the packs told and what there was to judge, before the stack exists and after."""
    folder = broken if request.param == "broken" else ROOT
    with Workspace(folder, "prod", engine) as workspace:
        before = workspace.preview(FOLDERS)
        built = workspace.up()
        assert built.exit_code == 0, built.errors
        after = workspace.preview(FOLDERS)
        yield {
            "preview": (before, record(folder, "prod")),
            "built": (after, read_export(json.dumps(workspace.export()))),
        }


def told(result: RunResult) -> set[tuple[str, str, str]]:
    return {
        (one.policy, one.level, one.urn) for one in result.policy_events if one.policy in names()
    }


def waiting(result: RunResult) -> set[str]:
    """Give the rules that the packs say they cannot decide yet."""
    lines = [one.message for one in result.policy_events if one.policy.endswith("-undecided")]
    return {name for line in lines for name in line.rpartition("decides them: ")[2].split(", ")}


@pytest.mark.parametrize("when", ["preview", "built"])
def test_both_hosts_find_the_same(runs: dict[str, tuple[RunResult, Plan]], when: str) -> None:
    result, plan = runs[when]
    findings = judge(plan, exemptions=read_exemptions(EXEMPTIONS, datetime.now(UTC).date()))
    violations = {
        (one.policy, one.level, one.urn)
        for one in findings
        if one.verdict == "violation" and one.policy in names()
    }

    assert told(result) == violations
    assert waiting(result) == {one.policy for one in findings if one.verdict == "undecided"}
    assert [one for one in result.policy_events if one.policy.endswith("-crashed")] == []
