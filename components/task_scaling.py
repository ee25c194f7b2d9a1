"""The number of tasks follows their load, within bounds that may change by the clock."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from groundplan.settings.scaling import Scaling, ScheduledBounds, WebScaling
from groundplan.settings.schedule import eventbridge_cron

_COOL_DOWN_OUT_SECONDS = 60
_COOL_DOWN_IN_SECONDS = 600
"""Adding tasks is cheap and urgent, taking them away is neither."""


@dataclass(frozen=True)
class Target:
    """A metric of Application Auto Scaling and the value to keep it at."""

    metric: str
    value: int
    resource_label: pulumi.Input[str] | None = None


def scale(
    name: str,
    scaling: Scaling,
    service: pulumi.Output[str],
    request_label: pulumi.Output[str] | None,
    parent: pulumi.Resource,
) -> None:
    """Keep the tasks of `service/CLUSTER/NAME` within bounds, and its metrics at their targets."""
    target = aws.appautoscaling.Target(
        name,
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=service,
        min_capacity=scaling.min_tasks,
        max_capacity=scaling.max_tasks,
        opts=_left_to_the_clock(scaling, parent),
    )
    scalable: dict[str, Any] = {
        "service_namespace": target.service_namespace,
        "scalable_dimension": target.scalable_dimension,
        "resource_id": target.resource_id,
        "opts": pulumi.ResourceOptions(parent=parent),
    }
    for key, one in _targets(scaling, request_label).items():
        _follow(f"{name}-{key}", one, scalable)
    for key, bounds in scaling.scheduled.items():
        _change_bounds(f"{name}-{key}", bounds, scalable)


def _follow(name: str, target: Target, scalable: dict[str, Any]) -> None:
    aws.appautoscaling.Policy(
        name,
        policy_type="TargetTrackingScaling",
        target_tracking_scaling_policy_configuration={
            "predefined_metric_specification": {
                "predefined_metric_type": target.metric,
                "resource_label": target.resource_label,
            },
            "target_value": target.value,
            "scale_out_cooldown": _COOL_DOWN_OUT_SECONDS,
            "scale_in_cooldown": _COOL_DOWN_IN_SECONDS,
        },
        **scalable,
    )


def _change_bounds(name: str, bounds: ScheduledBounds, scalable: dict[str, Any]) -> None:
    aws.appautoscaling.ScheduledAction(
        name,
        schedule=eventbridge_cron(bounds.cron),
        timezone=bounds.timezone,
        scalable_target_action={
            "min_capacity": bounds.min_tasks,
            "max_capacity": bounds.max_tasks,
        },
        **scalable,
    )


def _left_to_the_clock(scaling: Scaling, parent: pulumi.Resource) -> pulumi.ResourceOptions:
    """An update at night must not bring the bounds of the day back."""
    owned = ["minCapacity", "maxCapacity"] if scaling.scheduled else []
    return pulumi.ResourceOptions(parent=parent, ignore_changes=owned)


def _targets(scaling: Scaling, request_label: pulumi.Output[str] | None) -> dict[str, Target]:
    found = {
        "cpu": Target("ECSServiceAverageCPUUtilization", scaling.target_cpu_percent),
        "memory": Target("ECSServiceAverageMemoryUtilization", scaling.target_memory_percent),
    }
    if isinstance(scaling, WebScaling) and scaling.target_requests_per_minute:
        requests = scaling.target_requests_per_minute
        found["requests"] = Target("ALBRequestCountPerTarget", requests, request_label)
    return found
