"""Target tracking: the number of tasks follows their load."""

import pulumi
import pulumi_aws as aws

from groundplan.settings.service import Scaling

_COOL_DOWN_OUT_SECONDS = 60
_COOL_DOWN_IN_SECONDS = 600
"""Adding tasks is cheap and urgent, taking them away is neither."""


def scale(
    name: str,
    scaling: Scaling,
    cluster_name: pulumi.Input[str],
    service: aws.ecs.Service,
    parent: pulumi.Resource,
) -> None:
    """Keep the tasks of service between minimum and maximum, at the target of CPU and memory."""
    child = pulumi.ResourceOptions(parent=parent)
    target = aws.appautoscaling.Target(
        name,
        service_namespace="ecs",
        scalable_dimension="ecs:service:DesiredCount",
        resource_id=pulumi.Output.concat("service/", cluster_name, "/", service.name),
        min_capacity=scaling.min_tasks,
        max_capacity=scaling.max_tasks,
        opts=child,
    )
    for key, metric, percent in (
        ("cpu", "ECSServiceAverageCPUUtilization", scaling.target_cpu_percent),
        ("memory", "ECSServiceAverageMemoryUtilization", scaling.target_memory_percent),
    ):
        aws.appautoscaling.Policy(
            f"{name}-{key}",
            policy_type="TargetTrackingScaling",
            service_namespace=target.service_namespace,
            scalable_dimension=target.scalable_dimension,
            resource_id=target.resource_id,
            target_tracking_scaling_policy_configuration={
                "predefined_metric_specification": {"predefined_metric_type": metric},
                "target_value": percent,
                "scale_out_cooldown": _COOL_DOWN_OUT_SECONDS,
                "scale_in_cooldown": _COOL_DOWN_IN_SECONDS,
            },
            opts=child,
        )
