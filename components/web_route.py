"""The way from the load balancer to one web service: target groups and a rule."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.after import after
from components.front import Alternate, Front
from components.labels import Labels
from components.target_group import target_group
from groundplan.settings.deployment import Recreate, Rolling
from groundplan.settings.service import WebService


@dataclass(frozen=True, kw_only=True)
class Entrance:
    """The load balancer, as far as a way through it is concerned."""

    name: str
    labels: Labels
    vpc_id: pulumi.Input[str]
    security_group_id: pulumi.Input[str]
    listener_arn: pulumi.Input[str]
    balancer_suffix: pulumi.Input[str]


class Route:
    """Builds target groups and rule of one web service under the load balancer.

    A service that is not replaced task by task has a second group for its second set of tasks.
    ECS then owns the weights in the rule: an update of ours must not move them back, and weights
    alone cannot be ignored. Source: github.com/pulumi/pulumi-aws/issues/5798.
    """

    def __init__(
        self, name: str, service: WebService, entrance: Entrance, parent: pulumi.Resource
    ) -> None:
        rolling = isinstance(service.deployment, Rolling | Recreate)
        names = [name] if rolling else [name, f"{name}-alternate"]
        groups = {
            one: target_group(one, service, entrance.labels, entrance.vpc_id, parent)
            for one in names
        }
        own, *others = groups.values()
        rule = aws.lb.ListenerRule(
            f"{entrance.name}-{name}",
            listener_arn=entrance.listener_arn,
            priority=service.priority,
            conditions=_conditions(service),
            actions=[_forward(own, others)],
            opts=pulumi.ResourceOptions(
                parent=parent, ignore_changes=[] if rolling else ["actions"]
            ),
        )
        self.suffixes = {one: group.arn_suffix for one, group in groups.items()}
        self.front = Front(
            security_group_id=entrance.security_group_id,
            target_group_arn=after(own.arn, rule.arn),
            balancer_suffix=entrance.balancer_suffix,
            target_group_suffixes=tuple(self.suffixes.values()),
            alternate=None if rolling else Alternate(others[0].arn, rule.arn),
        )


def _conditions(service: WebService) -> list[aws.lb.ListenerRuleConditionArgsDict]:
    paths: aws.lb.ListenerRuleConditionArgsDict = {"path_pattern": {"values": list(service.paths)}}
    if not service.hosts:
        return [paths]
    return [paths, {"host_header": {"values": list(service.hosts)}}]


def _forward(
    own: aws.lb.TargetGroup, others: Sequence[aws.lb.TargetGroup]
) -> aws.lb.ListenerRuleActionArgsDict:
    if not others:
        return {"type": "forward", "target_group_arn": own.arn}
    weights = ((own, 100), *((other, 0) for other in others))
    targets: list[aws.lb.ListenerRuleActionForwardTargetGroupArgsDict] = [
        {"arn": group.arn, "weight": weight} for group, weight in weights
    ]
    return {"type": "forward", "forward": {"target_groups": targets}}
