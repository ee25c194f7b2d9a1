"""Figures that stand in logs, made into metrics and watched."""

import pulumi
import pulumi_aws as aws

from components.alarm import IDLE, Alarms, Limit, Metric
from groundplan.settings.monitoring import LogMetric


def watch_log(alarms: Alarms, name: str, settings: LogMetric, log_group: pulumi.Input[str]) -> None:
    """Count or read what lines say, and tell when it is too much.

    Source: CloudWatch Logs User Guide, creating metrics from log events using filters.
    """
    namespace = alarms.labels.prefix
    found = aws.cloudwatch.LogMetricFilter(
        f"log-{name}",
        name=alarms.labels.name(name),
        log_group_name=log_group,
        pattern=settings.pattern,
        metric_transformation={"name": name, "namespace": namespace, "value": settings.value},
        opts=pulumi.ResourceOptions(parent=alarms.parent),
    )
    metric = Metric(
        namespace=namespace,
        name=found.metric_transformation.name,
        dimensions={},
        statistic=settings.statistic,
    )
    alarms.on_metric(
        f"log-{name}",
        metric,
        Limit(threshold=settings.more_than, silence=IDLE),
        f"The log of {settings.service} says so: {name} is above {settings.more_than}",
    )
