"""Runs one task on ECS to its end, with the credentials of whoever deploys."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import boto3
from botocore.exceptions import WaiterError

_SHOWN_LINES = 20
_STARTED_BY_CHARACTERS = 128
"""Source: ECS API, RunTask, startedBy."""


class TaskFailed(Exception):
    """The task did not end with 0; the message carries exit code, reason and last log lines."""


@dataclass(frozen=True, kw_only=True)
class OneOffTask:
    """What runs, where it runs, and for how long it may."""

    region: str
    cluster_arn: str
    definition_arn: str
    subnet_ids: Sequence[str]
    security_group_id: str
    container: str
    log_group: str
    timeout_minutes: int
    poll_seconds: int = 6

    @property
    def started_by(self) -> str:
        """Marks tasks of this definition: `family/revision`."""
        return self.definition_arn.rpartition("task-definition/")[2].replace(":", "/")[
            -_STARTED_BY_CHARACTERS:
        ]


def run_to_success(task: OneOffTask) -> None:
    """Start the task, or join the one that an interrupted deployment left behind, and wait.

    Raises TaskFailed.
    """
    ecs = boto3.client("ecs", region_name=task.region)
    arn = _left_running(ecs, task) or _started(ecs, task)
    ended = _ended(ecs, task, arn)
    (container,) = ended["containers"]
    code = container.get("exitCode")
    if code != 0:
        said = "never started" if code is None else f"ended with exit code {code}"
        reason = container.get("reason") or ended.get("stoppedReason", "no reason given")
        raise TaskFailed(_message(task, arn, f"{said} ({reason})"))


def _left_running(ecs: Any, task: OneOffTask) -> str | None:
    """Two migrations at once would race. Source: ECS API, ListTasks, startedBy."""
    found = ecs.list_tasks(
        cluster=task.cluster_arn, startedBy=task.started_by, desiredStatus="RUNNING"
    )
    return next(iter(found["taskArns"]), None)


def _started(ecs: Any, task: OneOffTask) -> str:
    answer = ecs.run_task(
        cluster=task.cluster_arn,
        taskDefinition=task.definition_arn,
        capacityProviderStrategy=[{"capacityProvider": "FARGATE", "weight": 1}],
        networkConfiguration={
            "awsvpcConfiguration": {
                "subnets": list(task.subnet_ids),
                "securityGroups": [task.security_group_id],
                "assignPublicIp": "DISABLED",
            }
        },
        enableECSManagedTags=True,
        propagateTags="TASK_DEFINITION",
        startedBy=task.started_by,
    )
    if not answer["tasks"]:
        reasons = ", ".join(one.get("reason", "no reason given") for one in answer["failures"])
        raise TaskFailed(f"{task.container} could not be started: {reasons}")
    return answer["tasks"][0]["taskArn"]


def _ended(ecs: Any, task: OneOffTask, arn: str) -> dict[str, Any]:
    attempts = max(1, task.timeout_minutes * 60 // max(1, task.poll_seconds))
    patience = {"Delay": task.poll_seconds, "MaxAttempts": attempts}
    try:
        ecs.get_waiter("tasks_stopped").wait(
            cluster=task.cluster_arn, tasks=[arn], WaiterConfig=patience
        )
    except WaiterError as error:
        late = f"did not end within {task.timeout_minutes} minutes and was stopped"
        ecs.stop_task(cluster=task.cluster_arn, task=arn, reason=late)
        raise TaskFailed(_message(task, arn, late)) from error
    return ecs.describe_tasks(cluster=task.cluster_arn, tasks=[arn])["tasks"][0]


def _message(task: OneOffTask, arn: str, what: str) -> str:
    lines = "".join(f"\n  {line}" for line in _last_lines(task, arn)) or "\n  (it logged nothing)"
    return f"{task.container} {what}; services keep their revision. Log {task.log_group}:{lines}"


def _last_lines(task: OneOffTask, arn: str) -> list[str]:
    """Source: ECS Developer Guide, awslogs-stream-prefix: prefix/container/task."""
    logs = boto3.client("logs", region_name=task.region)
    stream = f"{task.container}/{task.container}/{arn.rpartition('/')[2]}"
    try:
        found = logs.get_log_events(
            logGroupName=task.log_group,
            logStreamName=stream,
            limit=_SHOWN_LINES,
            startFromHead=False,
        )
    except logs.exceptions.ResourceNotFoundException:
        return []
    return [event["message"] for event in found["events"]]
