"""Alarms on what answers requests: the load balancer and the services behind it."""

from collections.abc import Mapping

import pulumi

from components.alarm import DEAD, IDLE, Alarms, Limit, Metric
from groundplan.settings.monitoring import LoadBalancerAlarms
from groundplan.settings.settings import Settings, least_tasks

_BALANCER = "AWS/ApplicationELB"
_ERROR_PERCENT = (
    "100 * (FILL(service, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))"
)
"""Requests that the load balancer answers itself are not among RequestCount.

Source: ELB User Guide, CloudWatch metrics.
"""


def watch_load_balancer(
    alarms: Alarms,
    limits: LoadBalancerAlarms,
    balancer: pulumi.Input[str],
    target_groups: Mapping[str, pulumi.Input[str]],
) -> None:
    """Tell of errors, slowness and tasks that fail their health check."""
    alarms.on_expression(
        "load-balancer-errors",
        _ERROR_PERCENT,
        {
            "service": _of_balancer(balancer, "HTTPCode_Target_5XX_Count"),
            "balancer": _of_balancer(balancer, "HTTPCode_ELB_5XX_Count"),
            "requests": _of_balancer(balancer, "RequestCount"),
        },
        Limit(threshold=limits.error_percent, silence=IDLE),
        "Users get 5xx: look at the services' logs and the last deployment",
    )
    alarms.on_metric(
        "load-balancer-latency",
        _of_balancer(balancer, "TargetResponseTime", "p95"),
        Limit(threshold=limits.p95_milliseconds / 1000, silence=IDLE),
        "One answer in twenty is slow: look at slow queries and at the tasks' CPU",
    )
    for name, group in target_groups.items():
        alarms.on_metric(
            f"{name}-unhealthy-tasks",
            _of_group(balancer, group, "UnHealthyHostCount"),
            Limit(threshold=0, silence=IDLE),  # no task at all is told by the running tasks
            f"Tasks of {name} fail their health check: look at their logs",
        )


def _of_balancer(balancer: pulumi.Input[str], name: str, statistic: str = "Sum") -> Metric:
    dimensions = {"LoadBalancer": balancer}
    return Metric(namespace=_BALANCER, name=name, dimensions=dimensions, statistic=statistic)


def _of_group(balancer: pulumi.Input[str], group: pulumi.Input[str], name: str) -> Metric:
    dimensions = {"LoadBalancer": balancer, "TargetGroup": group}
    return Metric(namespace=_BALANCER, name=name, dimensions=dimensions, statistic="Maximum")


def watch_service(
    alarms: Alarms, stack: Settings, name: str, service_name: pulumi.Input[str]
) -> None:
    """Tell of a service that is short of CPU, memory or tasks."""
    limits = stack.monitoring.services
    dimensions = {"ClusterName": alarms.labels.prefix, "ServiceName": service_name}
    for key, metric, percent in (
        ("cpu", "CPUUtilization", limits.cpu_percent),
        ("memory", "MemoryUtilization", limits.memory_percent),
    ):
        alarms.on_metric(
            f"{name}-{key}",
            Metric(namespace="AWS/ECS", name=metric, dimensions=dimensions, statistic="Average"),
            Limit(threshold=percent, silence=IDLE),  # dead tasks are told by the running tasks
            f"{name} uses up its {key}, and scaling did not help: look at max_tasks and sizes",
        )
    alarms.on_metric(
        f"{name}-running-tasks",
        Metric(
            namespace="ECS/ContainerInsights",
            name="RunningTaskCount",
            dimensions=dimensions,
            statistic="Average",
        ),
        Limit(threshold=least_tasks(stack.running_services[name]), silence=DEAD, is_minimum=True),
        f"{name} runs fewer tasks than its minimum: look at the events of the service",
    )
