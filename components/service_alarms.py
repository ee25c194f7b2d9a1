"""Alarms on one service: its load, its tasks, and one alarm for all of that."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.alarm import DEAD, IDLE, Alarms, Limit, Metric
from components.service_metrics import ServiceMetrics
from groundplan.settings.settings import Settings, least_tasks


@dataclass(frozen=True, kw_only=True)
class ServiceAlarms:
    """Builds the alarms of one service. `behind` are load balancer and target group of a web one.

    Only the composite alarm tells the topic, so that a service that fails is one message. It says
    which of its parts fired.
    """

    alarms: Alarms
    stack: Settings
    name: str
    metrics: ServiceMetrics
    behind: tuple[pulumi.Input[str], pulumi.Input[str]] | None

    def build(self) -> None:
        """Tell of a service that is short of CPU, memory or healthy tasks."""
        parts = [*self._load(), self._running_tasks()]
        if self.behind:
            parts.append(self._unhealthy_tasks(*self.behind))
        self.alarms.on_alarms(
            f"{self.name}-suffers",
            parts,
            f"{self.name} suffers: the alarms that are named in the message say from what",
        )

    def _load(self) -> list[aws.cloudwatch.MetricAlarm]:
        limits = self.stack.monitoring.services
        return [
            self.alarms.quiet.on_metric(
                f"{self.name}-{key}",
                metric,
                Limit(threshold=percent, silence=IDLE),  # dead tasks are told by the running tasks
                f"{self.name} uses up its {key}, and scaling did not help: look at max_tasks and "
                "sizes",
            )
            for key, metric, percent in (
                ("cpu", self.metrics.cpu, limits.cpu_percent),
                ("memory", self.metrics.memory, limits.memory_percent),
            )
        ]

    def _running_tasks(self) -> aws.cloudwatch.MetricAlarm:
        least = least_tasks(self.stack.running_services[self.name])
        return self.alarms.quiet.on_metric(
            f"{self.name}-running-tasks",
            self.metrics.running,
            Limit(threshold=least, silence=DEAD, is_minimum=True),
            f"{self.name} runs fewer tasks than its minimum: look at the events of the service",
        )

    def _unhealthy_tasks(
        self, balancer: pulumi.Input[str], group: pulumi.Input[str]
    ) -> aws.cloudwatch.MetricAlarm:
        return self.alarms.quiet.on_metric(
            f"{self.name}-unhealthy-tasks",
            Metric(
                namespace="AWS/ApplicationELB",
                name="UnHealthyHostCount",
                dimensions={"LoadBalancer": balancer, "TargetGroup": group},
                statistic="Maximum",
            ),
            Limit(threshold=0, silence=IDLE),  # no task at all is told by the running tasks
            f"Tasks of {self.name} fail their health check: look at their logs",
        )
