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
        self._name, self._service, self._entrance, self._parent = name, service, entrance, parent
        self._rolling = isinstance(service.deployment, Rolling | Recreate)
        names = [name] if self._rolling else [name, f"{name}-alternate"]
        groups = {
            one: target_group(one, service, entrance.labels, entrance.vpc_id, parent)
            for one in names
        }
        own, *others = groups.values()
        rule = self._rule(name, service.priority, service.hosts, [_forward(own, others)])
        self.suffixes = {one: group.arn_suffix for one, group in groups.items()}
        self.front = Front(
            security_group_id=entrance.security_group_id,
            target_group_arn=after(own.arn, rule.arn),
            balancer_suffix=entrance.balancer_suffix,
            target_group_suffixes=tuple(self.suffixes.values()),
            alternate=Alternate(others[0].arn, rule.arn, self._test(own, others))
            if others
            else None,
        )

    def _test(
        self, own: aws.lb.TargetGroup, others: Sequence[aws.lb.TargetGroup]
    ) -> pulumi.Output[str] | None:
        """ECS turns this rule to the new revision before it moves users there."""
        host = self._service.test_host
        if host is None:
            return None
        priority, actions = min(self._service.priorities), [_forward(own, others)]
        return self._rule(f"{self._name}-test", priority, (host,), actions).arn

    def _rule(
        self,
        name: str,
        priority: int,
        hosts: Sequence[str],
        actions: Sequence[aws.lb.ListenerRuleActionArgsDict],
    ) -> aws.lb.ListenerRule:
        return aws.lb.ListenerRule(
            f"{self._entrance.name}-{name}",
            listener_arn=self._entrance.listener_arn,
            priority=priority,
            conditions=_conditions(self._service.paths, hosts),
            actions=actions,
            opts=pulumi.ResourceOptions(
                parent=self._parent, ignore_changes=[] if self._rolling else ["actions"]
            ),
        )


def _conditions(
    paths: Sequence[str], hosts: Sequence[str]
) -> list[aws.lb.ListenerRuleConditionArgsDict]:
    by_path: aws.lb.ListenerRuleConditionArgsDict = {"path_pattern": {"values": list(paths)}}
    if not hosts:
        return [by_path]
    return [by_path, {"host_header": {"values": list(hosts)}}]


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
