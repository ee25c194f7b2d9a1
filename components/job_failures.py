"""Tells people of a job at set times that has failed: nobody watches it run."""

import json
from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.after import after
from components.alarm import IDLE, Alarms, Limit, Metric
from components.labels import Labels
from components.policy_document import Statement, assumed_by, document
from groundplan.settings.schedule import OnSchedule
from groundplan.settings.settings import Settings

_NAME = "job-failures"


def watch_jobs(alarms: Alarms, topic_arn: pulumi.Output[str]) -> None:
    """Watch the jobs of the stack that run at set times; without any there is nothing to build."""
    labels = alarms.labels
    names = scheduled_jobs(labels.settings)
    if names and labels.settings.compute.kind == "eks":
        _watch_pods(alarms)
    elif names:
        _watch_tasks(alarms, names, topic_arn)


def scheduled_jobs(stack: Settings) -> list[str]:
    """The names of the jobs that a clock starts."""
    return [name for name, job in stack.jobs.items() if isinstance(job.runs, OnSchedule)]


def _watch_pods(alarms: Alarms) -> None:
    """Fire for as long as a failed pod lies there.

    Source: CloudWatch User Guide, Container Insights with enhanced observability, EKS metrics.
    """
    metric = Metric(
        namespace="ContainerInsights",
        name="pod_status_failed",
        dimensions={"ClusterName": alarms.labels.prefix},
        statistic="Maximum",
    )
    limit = Limit(threshold=0, silence=IDLE)
    alarms.on_metric(_NAME, metric, limit, "A pod of a job has failed: its log says why")


def _watch_tasks(alarms: Alarms, names: Sequence[str], topic_arn: pulumi.Output[str]) -> None:
    labels, child = alarms.labels, pulumi.ResourceOptions(parent=alarms.parent)
    rule = aws.cloudwatch.EventRule(
        _NAME,
        name=labels.name(_NAME, limit=64),
        description="A job at set times did not start, or ended with an error",
        event_pattern=_failures(labels, names),
        opts=child,
    )
    aws.cloudwatch.EventTarget(
        _NAME,
        rule=rule.name,
        arn=topic_arn,
        role_arn=_publisher(labels, child),
        input_transformer={
            "input_paths": {
                "task": "$.detail.taskDefinitionArn",
                "reason": "$.detail.stoppedReason",
                "at": "$.time",
            },
            "input_template": json.dumps("A job failed at <at>: <task>: <reason>. See its log."),
        },
        opts=child,
    )


def _failures(labels: Labels, names: Sequence[str]) -> str:
    """Tasks of these jobs that stopped without success, or before they ran.

    Source: ECS Developer Guide, task state change events (exitCode, stopCode).
    """
    family = labels.arn("ecs", "task-definition/")
    jobs = [{"prefix": f"{family}{labels.name(name)}:"} for name in names]
    failed = {"containers": {"exitCode": [{"anything-but": 0}]}}
    never_ran = {"stopCode": ["TaskFailedToStart"]}
    detail = {
        "lastStatus": ["STOPPED"],
        "taskDefinitionArn": jobs,
        "$or": [failed, never_ran],
    }
    pattern = {"source": ["aws.ecs"], "detail-type": ["ECS Task State Change"], "detail": detail}
    return json.dumps(pattern)


def _publisher(labels: Labels, child: pulumi.ResourceOptions) -> pulumi.Output[str]:
    """A role for the rule, given out once it may publish.

    EventBridge sends no source with a message, so policies of a topic and of its key could not ask
    for one. Source: EventBridge User Guide, execution roles; SNS Developer Guide, key management.
    """
    role = aws.iam.Role(
        _NAME, assume_role_policy=assumed_by("events.amazonaws.com", labels.account_id), opts=child
    )
    policy = aws.iam.RolePolicy(_NAME, role=role.id, policy=document(_publish(labels)), opts=child)
    return after(role.arn, policy.id)


def _publish(labels: Labels) -> list[Statement]:
    """By names that are known before topic and key exist, so a preview can judge them."""
    return [
        {"Effect": "Allow", "Action": "sns:Publish", "Resource": labels.alarm_topic_arn},
        {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": labels.arn("kms", "key/*"),
            "Condition": {"ForAnyValue:StringEquals": {"kms:ResourceAliases": labels.key_alias}},
        },
    ]
