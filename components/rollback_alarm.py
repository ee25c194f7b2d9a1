"""The alarm that makes ECS take a revision back: its answers are errors."""

import pulumi
import pulumi_aws as aws

from components.alarm import IDLE, Alarms, Limit, Metric
from components.front import Front
from components.labels import Labels

_SUSTAINED_MINUTES = 2
"""Sooner than people are told: a bad revision is on its way to all users."""


def roll_back_on_errors(
    name: str, front: Front, labels: Labels, parent: pulumi.Resource
) -> aws.ecs.ServiceAlarmsArgsDict:
    """Have ECS go back when more than the alarm's share of requests ends in 5xx.

    It is built before the service, so it watches target groups. Source: ECS Developer Guide, how
    CloudWatch alarms detect deployment failures.
    """
    alarms = Alarms(
        parent=parent,
        labels=labels,
        topic_arn=labels.alarm_topic_arn,
        periods=_SUSTAINED_MINUTES,
    )
    groups = range(len(front.target_group_suffixes))
    alarm = alarms.on_expression(
        f"{name}-deployment-errors",
        f"100 * ({_sum('errors', groups)}) / ({_sum('requests', groups)})",
        _metrics(front),
        Limit(threshold=labels.settings.monitoring.load_balancer.error_percent, silence=IDLE),
        f"{name} answers with 5xx; a deployment that is under way is taken back",
    )
    return {"enable": True, "rollback": True, "alarm_names": [alarm.name]}


def _sum(key: str, groups: range) -> str:
    return " + ".join(f"FILL({key}{number}, 0)" for number in groups)


def _metrics(front: Front) -> dict[str, Metric]:
    return {
        f"{key}{number}": Metric(
            namespace="AWS/ApplicationELB",
            name=metric,
            dimensions={"LoadBalancer": front.balancer_suffix, "TargetGroup": group},
            statistic="Sum",
        )
        for number, group in enumerate(front.target_group_suffixes)
        for key, metric in (("errors", "HTTPCode_Target_5XX_Count"), ("requests", "RequestCount"))
    }
