"""Figures that stand in logs, made into metrics and watched."""

import pulumi
import pulumi_aws as aws

from components.alarm import IDLE, Alarms, Limit, Metric
from groundplan.settings.log_metric import LogMetric


def watch_log(alarms: Alarms, name: str, settings: LogMetric, log_group: pulumi.Input[str]) -> None:
    """Count or read what lines say, and tell when it is too much.

    Source: CloudWatch Logs User Guide, creating metrics from log events using filters.
    """
    namespace = alarms.labels.prefix
    found = aws.cloudwatch.LogMetricFilter(
        name,
        name=alarms.labels.name(name),
        log_group_name=log_group,
        pattern=settings.pattern,
        metric_transformation={"name": name, "namespace": namespace, "value": settings.value},
        opts=pulumi.ResourceOptions(parent=alarms.parent),
    )
    alarms.on_metric(
        name,
        Metric(
            namespace=namespace,
            name=found.metric_transformation.name,
            dimensions={},
            statistic=settings.statistic,
        ),
        Limit(threshold=settings.more_than, silence=IDLE),
        f"{name} is above {settings.more_than}, says the log: look at the lines it counts",
    )
