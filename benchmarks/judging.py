"""Time of judging: start of a pack, linear to 10,000 resources, shares of rules, and checkov.

checkov judges the same resources as Terraform JSON, in an environment of its own that this script
makes and throws away. Where it cannot be installed, that part is skipped with a message.
"""

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

from groundplan.plan import Plan
from groundplan.review import judge
from groundplan.review.judge import installed_packs
from policies.example import Resources, compliant, plan_document
from policies.subject import Facts

SIZES = (1_600, 5_000, 10_000)
MOST_OF_ALL = 0.05
REASONS = {
    "alarms-cover-resource": "every metric that a resource needs is looked for in every alarm on it"
}
TERRAFORM = {
    "aws:rds/instance:Instance": "aws_db_instance",
    "aws:s3/bucket:Bucket": "aws_s3_bucket",
    "aws:s3/bucketVersioning:BucketVersioning": "aws_s3_bucket_versioning",
    "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock": "aws_s3_bucket_public_access_block",
    "aws:s3/bucketPolicy:BucketPolicy": "aws_s3_bucket_policy",
    "aws:lb/loadBalancer:LoadBalancer": "aws_lb",
    "aws:lb/listener:Listener": "aws_lb_listener",
    "aws:lb/targetGroup:TargetGroup": "aws_lb_target_group",
    "aws:ecs/service:Service": "aws_ecs_service",
    "aws:ecs/taskDefinition:TaskDefinition": "aws_ecs_task_definition",
    "aws:ec2/securityGroup:SecurityGroup": "aws_security_group",
    "aws:ec2/subnet:Subnet": "aws_subnet",
    "aws:ec2/vpc:Vpc": "aws_vpc",
    "aws:iam/role:Role": "aws_iam_role",
    "aws:iam/rolePolicy:RolePolicy": "aws_iam_role_policy",
    "aws:kms/key:Key": "aws_kms_key",
    "aws:sqs/queue:Queue": "aws_sqs_queue",
    "aws:cloudwatch/logGroup:LogGroup": "aws_cloudwatch_log_group",
    "aws:cloudwatch/metricAlarm:MetricAlarm": "aws_cloudwatch_metric_alarm",
    "aws:secretsmanager/secret:Secret": "aws_secretsmanager_secret",
}


def resources(number: int) -> Resources:
    """The compliant example of the types that both judge, over and over under other names."""
    known = {name: one for name, one in compliant().items() if one["type"] in TERRAFORM}
    copies = -(-number // len(known))
    text = {name: json.dumps(one) for name, one in known.items()}
    found = {
        f"{name}-{copy}": json.loads(re.sub(r"\$\{([\w-]+)\.", rf"${{\1-{copy}.", one))
        for copy in range(copies)
        for name, one in text.items()
    }
    return dict(list(found.items())[:number])


def start_seconds(pack: str) -> float:
    """Seconds until a pack answers, started as the engine starts it; it then prints its port."""
    folder = Path(__file__).parents[1] / "policies" / pack
    words = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:1", str(folder)]
    started = time.perf_counter()
    with subprocess.Popen(words, stdout=subprocess.PIPE) as running:
        next(iter(running.stdout or ()))
        seconds = time.perf_counter() - started
        running.kill()
    return seconds


def judging_seconds(plan: Plan) -> float:
    """CPU seconds of all packs over a plan."""
    started = time.process_time()
    judge(plan)
    return time.process_time() - started


def shares(plan: Plan) -> dict[str, float]:
    """The part of the whole time that each rule takes, what all rules share left out."""
    spent, facts = {}, Facts(plan)
    for _ in range(2):  # the first round works out what the rules share
        for pack in installed_packs():
            for rule in pack.rules:
                started = time.process_time()
                for one in plan.of_kind(*rule.applies_to):
                    rule.judge(one, facts)
                spent[rule.name] = time.process_time() - started
    return {name: seconds / sum(spent.values()) for name, seconds in spent.items()}


def terraform(given: Resources) -> dict[str, Any]:
    """The same resources as Terraform JSON."""
    found: dict[str, dict[str, Any]] = {}
    for name, one in given.items():
        found.setdefault(TERRAFORM[one["type"]], {})[name] = _snake(one.get("inputs", {}))
    return {"resource": found}


def _snake(value: Any) -> Any:
    if isinstance(value, dict) and "$json" in value:
        return json.dumps(value["$json"])
    if isinstance(value, dict):
        return {re.sub(r"(?=[A-Z])", "_", key).lower(): _snake(one) for key, one in value.items()}
    return [_snake(one) for one in value] if isinstance(value, list) else value


def checkov_seconds(given: Resources) -> float | None:
    """CPU seconds of checkov over the resources; None where it cannot be had."""
    with tempfile.TemporaryDirectory() as scratch:
        folder = Path(scratch)
        python = folder / "venv/bin/python"
        subprocess.run([sys.executable, "-m", "venv", folder / "venv"], check=True)
        install = [python, "-m", "pip", "install", "-q", "checkov"]
        if subprocess.run(install, check=False, capture_output=True).returncode != 0:
            return None
        (folder / "stack").mkdir()
        (folder / "stack/main.tf.json").write_text(json.dumps(terraform(given)))
        words = ["-d", folder / "stack", "--framework", "terraform_json", "--skip-download"]
        before = os.times()
        subprocess.run(
            [python, folder / "venv/bin/checkov", *words, "--compact", "--quiet"],
            check=False,
            capture_output=True,
        )
        after = os.times()
        system = after.children_system - before.children_system
        return after.children_user - before.children_user + system


if __name__ == "__main__":
    for pack in installed_packs():
        print(f"{pack.name} pack starts in {start_seconds(pack.name):.2f} s")
    for size in SIZES:
        plan = Plan.from_json(plan_document(resources(size)))
        seconds = judging_seconds(plan)
        print(f"{size:>6} resources: {seconds:.2f} s, {1e6 * seconds / size:.0f} us each")
    same = resources(SIZES[0])
    plan = Plan.from_json(plan_document(same))
    for name, share in sorted(shares(plan).items(), key=lambda one: -one[1])[:5]:
        reason = REASONS.get(name, "no reason is known") if share > MOST_OF_ALL else ""
        print(f"{share:6.1%}  {name}  {reason}".rstrip())
    ours = judging_seconds(plan)
    theirs = checkov_seconds(same)
    if theirs is None:
        print("checkov cannot be installed here: no comparison")
    else:
        print(f"CPU of checkov {theirs:.1f} s, ours {ours:.2f} s: a ratio of {ours / theirs:.3f}")
