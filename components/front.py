"""What a web service needs to know of the load balancer in front of it."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True)
class Front:
    """Where requests come from, and the target group that the tasks join."""

    security_group_id: pulumi.Input[str]
    target_group_arn: pulumi.Input[str]
