"""Starts a task at set times, with a role that may start this task and no other."""

import pulumi
import pulumi_aws as aws

from components.after import after
from components.fargate_task import FargateTask
from components.labels import SCHEDULE_NAME_CHARACTERS
from components.policy_document import Statement, assumed_by, document
from components.task_roles import ECS_TASKS
from groundplan.settings.schedule import OnSchedule, eventbridge_cron

SCHEDULER = "scheduler.amazonaws.com"
_MAX_AGE_SECONDS = 3600
"""A start that is late by more is left out: the next one comes."""


def schedule(
    name: str,
    runs: OnSchedule,
    task: FargateTask,
    definition_arn: pulumi.Output[str],
    parent: pulumi.Resource,
) -> None:
    """Run the task whenever the clock says so. Source: EventBridge Scheduler User Guide, ECS."""
    child = pulumi.ResourceOptions(parent=parent)
    labels = task.platform.labels
    role = aws.iam.Role(
        f"{name}-schedule",
        assume_role_policy=assumed_by(SCHEDULER, labels.account_id),
        opts=child,
    )
    policy = aws.iam.RolePolicy(
        f"{name}-schedule", role=role.id, policy=document(_statements(name, task)), opts=child
    )
    aws.scheduler.Schedule(
        name,
        name=labels.name(name, limit=SCHEDULE_NAME_CHARACTERS),
        description=f"Runs {name}",
        schedule_expression=eventbridge_cron(runs.cron),
        schedule_expression_timezone=runs.timezone,
        flexible_time_window={"mode": "OFF"},
        target={
            "arn": task.platform.cluster_arn,
            "role_arn": after(role.arn, policy.id),
            "ecs_parameters": {
                "task_definition_arn": definition_arn,
                "capacity_provider_strategies": [{"capacity_provider": "FARGATE", "weight": 1}],
                "network_configuration": task.network_configuration,
                "enable_ecs_managed_tags": True,
                "propagate_tags": "TASK_DEFINITION",
            },
            "retry_policy": {
                "maximum_event_age_in_seconds": _MAX_AGE_SECONDS,
                "maximum_retry_attempts": 3,
            },
        },
        opts=child,
    )


def _statements(name: str, task: FargateTask) -> list[Statement]:
    labels = task.platform.labels
    cluster = labels.arn("ecs", f"cluster/{labels.prefix}")
    return [
        {
            "Effect": "Allow",
            "Action": "ecs:RunTask",
            "Resource": labels.arn("ecs", f"task-definition/{labels.name(name)}:*"),
            "Condition": {"ArnEquals": {"ecs:cluster": cluster}},
        },
        {
            "Effect": "Allow",
            "Action": "ecs:TagResource",
            "Resource": labels.arn("ecs", f"task/{labels.prefix}/*"),
            "Condition": {"StringEquals": {"ecs:CreateAction": "RunTask"}},
        },
        {
            "Effect": "Allow",
            "Action": "iam:PassRole",
            "Resource": task.roles.arns,
            "Condition": {"StringEquals": {"iam:PassedToService": ECS_TASKS}},
        },
    ]
