"""Who may talk to a service and whom it may talk to: one rule resource per rule."""

from collections.abc import Mapping, Sequence
from typing import Any

import pulumi
import pulumi_aws as aws

from components.after import after
from components.data_store import DataStore, Store
from components.labels import Labels
from components.network import ANYWHERE
from components.subnet_tier import SubnetTier

HTTPS_PORT = 443


class TaskNetwork:
    """The security group of one service under its component, and both ends of each rule."""

    def __init__(
        self, parent: pulumi.Resource, name: str, labels: Labels, tier: SubnetTier
    ) -> None:
        self._child = pulumi.ResourceOptions(parent=parent)
        self._name = name
        self._tier = tier
        self._rules: list[pulumi.Output[str]] = []
        self._group = aws.ec2.SecurityGroup(
            name,
            vpc_id=tier.vpc_id,
            description=f"Tasks of {name}",
            tags={"Name": labels.name(name)},
            opts=self._child,
        )

    @property
    def security_group_id(self) -> pulumi.Output[str]:
        """The group, given out once its rules stand: a task that starts earlier fails."""
        return after(self._group.id, *self._rules)

    def allow_from(self, other: str, other_id: pulumi.Input[str], port: int) -> None:
        """Open port from another group to this service."""
        self._both_ends(f"{self._name}-from-{other}", other_id, self._group.id, port)

    def allow_to(self, stores: Mapping[str, Store]) -> None:
        """Open the ports of each data store to this service."""
        for key, store in stores.items():
            target = key.replace(".", "-")
            if isinstance(store, DataStore):
                name, store_id = f"{self._name}-to-{target}", store.security_group_id
                for ending, port in store.ports.items():
                    self._both_ends(f"{name}{ending}", self._group.id, store_id, port)
            else:
                for block in store.cidr_blocks:
                    self._egress(f"{target}-{block}", store.port, cidr_ipv4=block)

    def _both_ends(
        self, name: str, source: pulumi.Input[str], target: pulumi.Input[str], port: int
    ) -> None:
        ends: dict[str, Any] = {
            "ip_protocol": "tcp",
            "from_port": port,
            "to_port": port,
            "description": name,
            "opts": self._child,
        }
        out = aws.vpc.SecurityGroupEgressRule(
            name, security_group_id=source, referenced_security_group_id=target, **ends
        )
        into = aws.vpc.SecurityGroupIngressRule(
            name, security_group_id=target, referenced_security_group_id=source, **ends
        )
        self._rules += [out.id, into.id]

    def allow_internet(self, ports: Sequence[int]) -> None:
        """Let tasks call out on these ports."""
        for port in dict.fromkeys(ports):
            self._egress(f"internet-{port}", port, cidr_ipv4=ANYWHERE)

    def allow_aws_only(self) -> None:
        """Let tasks reach S3 and the interface endpoints of the VPC, nothing outside."""
        self._egress("endpoints", HTTPS_PORT, cidr_ipv4=self._tier.vpc_cidr)
        self._egress("s3", HTTPS_PORT, prefix_list_id=self._tier.s3_prefix_list_id)

    def _egress(self, key: str, port: int, **target: Any) -> None:
        rule = aws.vpc.SecurityGroupEgressRule(
            f"{self._name}-to-{key}",
            security_group_id=self._group.id,
            description=f"{self._name} to {key}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            **target,
            opts=self._child,
        )
        self._rules.append(rule.id)
