"""What a web service needs to know of the load balancer in front of it."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Alternate:
    """What moves traffic to a second set of tasks, and back."""

    target_group_arn: pulumi.Input[str]
    listener_rule_arn: pulumi.Input[str]
    test_rule_arn: pulumi.Input[str] | None = None
    """The way to the second set alone, before users see it."""


@dataclass(frozen=True, kw_only=True)
class Front:
    """Where requests come from, and the target group that the tasks join.

    The suffixes are what metrics call the load balancer and every target group of the service.
    """

    security_group_id: pulumi.Input[str]
    target_group_arn: pulumi.Input[str]
    balancer_suffix: pulumi.Input[str]
    target_group_suffixes: Sequence[pulumi.Input[str]]
    alternate: Alternate | None = None

    @property
    def request_label(self) -> pulumi.Output[str]:
        """What Application Auto Scaling calls the requests for the service.

        Source: Application Auto Scaling API, PredefinedMetricSpecification, ResourceLabel.
        """
        return pulumi.Output.concat(self.balancer_suffix, "/", self.target_group_suffixes[0])
