"""Alarms on one metric, on a calculation with several, or on other alarms; they tell the topic."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
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


@dataclass(frozen=True, kw_only=True)
class Metric:
    """A metric of one resource, and how a minute's values become one."""

    namespace: str
    name: pulumi.Input[str]
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
    """Builds alarms under a component; each acts when it fires and when it is over.

    Those without a topic are parts of a composite alarm, which acts for them.
    """

    parent: pulumi.Resource
    labels: Labels
    topic_arn: pulumi.Input[str] | None
    periods: int
    """A value must be wrong for so many periods, every one of them."""

    period_seconds: int = 60

    @property
    def quiet(self) -> "Alarms":
        """The same without a topic."""
        return replace(self, topic_arn=None)

    def over(self, seconds: int) -> "Alarms":
        """The same for one period of so many seconds."""
        return replace(self, periods=1, period_seconds=seconds)

    def on_metric(
        self, name: str, metric: Metric, limit: Limit, description: str
    ) -> aws.cloudwatch.MetricAlarm:
        """Watch one metric."""
        percentile = metric.statistic.startswith("p")
        return aws.cloudwatch.MetricAlarm(
            name,
            namespace=metric.namespace,
            metric_name=metric.name,
            dimensions=metric.dimensions,
            statistic=None if percentile else metric.statistic,
            extended_statistic=metric.statistic if percentile else None,
            period=self.period_seconds,
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
        queries = [self._query(key, metric) for key, metric in metrics.items()]
        return aws.cloudwatch.MetricAlarm(
            name,
            metric_queries=[_result(expression, name), *queries],
            **self._in_common(name, limit, description),
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def on_alarms(
        self,
        name: str,
        alarms: Sequence[aws.cloudwatch.MetricAlarm],
        description: str,
        *,
        needs_all: bool = False,
    ) -> None:
        """Fire as soon as one of the alarms does, or only while all of them do."""
        conditions = [pulumi.Output.concat('ALARM("', one.name, '")') for one in alarms]
        word = " AND " if needs_all else " OR "
        aws.cloudwatch.CompositeAlarm(
            name,
            alarm_name=self.labels.name(name),
            alarm_rule=pulumi.Output.all(*conditions).apply(word.join),
            alarm_description=description,
            alarm_actions=self._actions,
            ok_actions=self._actions,
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    @property
    def _actions(self) -> list[pulumi.Input[str]] | None:
        return None if self.topic_arn is None else [self.topic_arn]

    def _in_common(self, name: str, limit: Limit, description: str) -> dict[str, Any]:
        return {
            "name": self.labels.name(name),
            "alarm_description": description,
            "comparison_operator": (
                "LessThanThreshold" if limit.is_minimum else "GreaterThanThreshold"
            ),
            "threshold": limit.threshold,
            "evaluation_periods": self.periods,
            "datapoints_to_alarm": self.periods,
            "treat_missing_data": limit.silence,
            "alarm_actions": self._actions,
            "ok_actions": self._actions,
        }

    def _query(self, key: str, metric: Metric) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
        return {
            "id": key,
            "metric": {
                "namespace": metric.namespace,
                "metric_name": metric.name,
                "dimensions": metric.dimensions,
                "stat": metric.statistic,
                "period": self.period_seconds,
            },
            "return_data": False,
        }


def _result(expression: str, label: str) -> aws.cloudwatch.MetricAlarmMetricQueryArgsDict:
    return {"id": "result", "expression": expression, "label": label, "return_data": True}
