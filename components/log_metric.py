"""Figures that stand in logs, made into metrics and watched."""

import pulumi
import pulumi_aws as aws

from components.alarm import IDLE, Alarms, Limit, Metric
from groundplan.settings.log_metric import LogMetric
from groundplan.settings.log_pattern import in_pods


def watch_log(alarms: Alarms, service: str, log_group: pulumi.Input[str]) -> None:
    """Count or read what the lines of a service say, and tell when it is too much."""
    stack = alarms.labels.settings
    in_one_group = stack.compute.kind == "eks"
    for figure, stated in stack.services[service].log_metrics.items():
        metric = in_pods(stated, service) if in_one_group else stated
        _watch(alarms, f"{service}-{figure}", metric, log_group)


def _watch(alarms: Alarms, name: str, metric: LogMetric, log_group: pulumi.Input[str]) -> None:
    """Source: CloudWatch Logs User Guide, creating metrics from log events using filters."""
    namespace = alarms.labels.prefix
    found = aws.cloudwatch.LogMetricFilter(
        name,
        name=alarms.labels.name(name),
        log_group_name=log_group,
        pattern=metric.pattern,
        metric_transformation={"name": name, "namespace": namespace, "value": metric.value},
        opts=pulumi.ResourceOptions(parent=alarms.parent),
    )
    alarms.on_metric(
        name,
        Metric(
            namespace=namespace,
            name=found.metric_transformation.name,
            dimensions={},
            statistic=metric.statistic,
        ),
        Limit(threshold=metric.more_than, silence=IDLE),
        f"{name} is above {metric.more_than}, says the log: look at the lines it counts",
    )
