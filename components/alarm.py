"""An alarm on one metric, or on a calculation with several, that tells the topic."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

import pulumi
import pulumi_aws as aws

from components.labels import Labels

Dimensions = Mapping[str, pulumi.Input[str]]
Silence = Literal["breaching", "notBreaching"]

DEAD: Silence = "breaching"
"""For what reports every minute as long as it lives: silence is the failure."""

IDLE: Silence = "notBreaching"
"""For what is counted or timed per event, or whose death another alarm tells."""

_PERIOD_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric of one resource, and how a minute's values become one."""

    namespace: str
    name: str
    dimensions: Dimensions
    statistic: str


@dataclass(frozen=True, kw_only=True)
class Limit:
    """What is wrong: a value above (or below) the threshold; and what it means if none comes."""

    threshold: float
    silence: Silence
    is_minimum: bool = False


@dataclass(frozen=True, kw_only=True)
class Alarms:
    """Builds alarms under a component; each acts when it fires and when it is over."""

    parent: pulumi.Resource
    labels: Labels
    topic_arn: pulumi.Input[str]
    sustained_minutes: int

    def on_metric(self, name: str, metric: Metric, limit: Limit, description: str) -> None:
        """Watch one metric."""
        percentile = metric.statistic.startswith("p")
        aws.cloudwatch.MetricAlarm(
            name,
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=metric.dimensions,
            statistic=None if percentile else metric.statistic,
            extended_statistic=metric.statistic if percentile else None,
            period=_PERIOD_SECONDS,
            **self._in_common(name, limit, description),
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def on_expression(
        self,
        name: str,
        expression: str,
        metrics: Mapping[str, Metric],
        limit: Limit,
        description: str,
    ) -> aws.cloudwatch.MetricAlarm:
        """Watch what an expression makes of metrics, which it calls by their keys."""
        queries = [_query(key, metric) for key, metric in metrics.items()]
        return aws.cloudwatch.MetricAlarm(
            name,
            metric_queries=[_result(expression, name), *queries],
            **self._in_common(name, limit, description),
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def _in_common(self, name: str, limit: Limit, description: str) -> dict[str, Any]:
        return {
            "name": self.labels.name(name),
            "alarm_description": description,
            "comparison_operator": (
                "LessThanThreshold" if limit.is_minimum else "GreaterThanThreshold"
            ),
            "threshold": limit.threshold,
            "evaluation_periods": self.sustained_minutes,
            "datapoints_to_alarm": self.sustained_minutes,
            "treat_missing_data": limit.silence,
            "alarm_actions": [self.topic_arn],
            "ok_actions": [self.topic_arn],
        }


def _result(expression: str, label: str) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
    return {"id": "result", "expression": expression, "label": label, "return_data": True}


def _query(key: str, metric: Metric) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
    return {
        "id": key,
        "metric": {
            "namespace": metric.namespace,
            "metric_name": metric.name,
            "dimensions": metric.dimensions,
            "stat": metric.statistic,
            "period": _PERIOD_SECONDS,
        },
        "return_data": False,
    }
