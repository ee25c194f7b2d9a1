"""A job at set times that fails is told to people; nobody watches it run."""

import json
from typing import Any

import pulumi

from components.alarm import Alarms
from components.job_failures import watch_jobs
from components.labels import Labels
from groundplan.plan import Plan
from tests.components.recorded import ROLE_POLICY, only, recorded, used
from tests.settings.eks_stacks import EKS, NODES
from tests.settings.stack_files import ABSENT

RULE = "aws:cloudwatch/eventRule:EventRule"
TARGET = "aws:cloudwatch/eventTarget:EventTarget"
ROLE = "aws:iam/role:Role"
ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
TOPIC_ARN = "arn:aws:sns:eu-west-1:111122223333:shop-test-alarms"
FAMILIES = "arn:aws:ecs:eu-west-1:111122223333:task-definition/"


def build(labels: Labels) -> None:
    parent = pulumi.ComponentResource("groundplan:components:Monitoring", "monitoring")
    alarms = Alarms(parent=parent, labels=labels, topic_arn=TOPIC_ARN, periods=3)
    watch_jobs(alarms, pulumi.Output.from_input(TOPIC_ARN))


def watched(**changes: Any) -> Plan:
    return recorded(build, changes)


def of_fargate() -> dict[str, Any]:
    """Give the keys of the section that EKS does not have, taken away."""
    return dict.fromkeys(("container_insights", "execute_command"), ABSENT)


def detail(plan: Plan) -> dict[str, Any]:
    return json.loads(only(plan, RULE).read("eventPattern"))["detail"]


def test_an_error_and_a_task_that_never_ran_are_failures() -> None:
    assert detail(watched())["$or"] == [
        {"containers": {"exitCode": [{"anything-but": 0}]}},
        {"stopCode": ["TaskFailedToStart"]},
    ]


def test_only_jobs_that_a_clock_starts_are_watched_at_any_revision() -> None:
    assert detail(watched())["taskDefinitionArn"] == [
        {"prefix": f"{FAMILIES}shop-test-clear-sessions:"}
    ]


def test_a_stack_without_such_a_job_has_no_rule() -> None:
    plan = watched(services={"clear-sessions": ABSENT})

    assert list(plan.of_kind(RULE, TARGET, ALARM)) == []


def test_the_message_names_job_time_and_reason() -> None:
    told = only(watched(), TARGET).read("inputTransformer")

    assert set(told["inputPaths"].values()) == {
        "$.detail.taskDefinitionArn",
        "$.detail.stoppedReason",
        "$.time",
    }
    assert all(f"<{name}>" in told["inputTemplate"] for name in told["inputPaths"])


def test_the_rule_may_publish_to_the_topic_and_use_its_key_and_nothing_else() -> None:
    plan = watched()
    publish, encrypt = json.loads(only(plan, ROLE_POLICY).read("policy"))["Statement"]

    assert used(plan, only(plan, TARGET), "roleArn") == {"job-failures"}
    assert (publish["Action"], publish["Resource"]) == ("sns:Publish", TOPIC_ARN)
    assert encrypt["Condition"] == {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/shop-test"}
    }
    assert "events.amazonaws.com" in only(plan, ROLE).read("assumeRolePolicy")


def test_on_eks_a_failed_pod_is_an_alarm() -> None:
    alarm = only(watched(compute={**of_fargate(), **EKS, "nodes": NODES["auto"]}), ALARM)

    assert alarm.read("metricName") == "pod_status_failed"
    assert alarm.read("dimensions") == {"ClusterName": "shop-test"}
    assert alarm.read("treatMissingData") == "notBreaching"
    assert alarm.read("alarmActions") == [TOPIC_ARN]
