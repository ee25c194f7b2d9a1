"""Who may talk to a service and whom it may talk to: one rule resource per rule."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.data_store import DataStore
from components.labels import Labels
from components.network import ANYWHERE
from components.subnet_tier import SubnetTier

HTTPS_PORT = 443


@dataclass(frozen=True, kw_only=True)
class TaskNetwork:
    """Builds the security group of one service under its component, both ends of each rule."""

    parent: pulumi.Resource
    name: str
    labels: Labels
    vpc_id: pulumi.Input[str]

    def security_group(self) -> aws.ec2.SecurityGroup:
        """A group without rules."""
        return aws.ec2.SecurityGroup(
            self.name,
            vpc_id=self.vpc_id,
            description=f"Tasks of {self.name}",
            tags={"Name": self.labels.name(self.name)},
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def allow_from(
        self, other: str, other_id: pulumi.Input[str], own: aws.ec2.SecurityGroup, port: int
    ) -> None:
        """Open port from another group to this service."""
        self._both_ends(f"{self.name}-from-{other}", other_id, own.id, port)

    def allow_to(self, stores: Mapping[str, DataStore], own: aws.ec2.SecurityGroup) -> None:
        """Open each data store's port to this service."""
        for key, store in stores.items():
            name = f"{self.name}-to-{key.replace('.', '-')}"
            self._both_ends(name, own.id, store.security_group_id, store.port)

    def _both_ends(
        self, name: str, source: pulumi.Input[str], target: pulumi.Input[str], port: int
    ) -> None:
        ends: dict[str, Any] = {
            "ip_protocol": "tcp",
            "from_port": port,
            "to_port": port,
            "description": name,
        }
        child = pulumi.ResourceOptions(parent=self.parent)
        aws.vpc.SecurityGroupEgressRule(
            name, security_group_id=source, referenced_security_group_id=target, **ends, opts=child
        )
        aws.vpc.SecurityGroupIngressRule(
            name, security_group_id=target, referenced_security_group_id=source, **ends, opts=child
        )

    def allow_internet(self, ports: Sequence[int], own: aws.ec2.SecurityGroup) -> None:
        """Let tasks call out on these ports."""
        for port in dict.fromkeys(ports):
            self._egress(f"internet-{port}", own, port, cidr_ipv4=ANYWHERE)

    def allow_aws_only(self, tier: SubnetTier, own: aws.ec2.SecurityGroup) -> None:
        """Let tasks reach S3 and the interface endpoints of the VPC, nothing outside."""
        self._egress("endpoints", own, HTTPS_PORT, cidr_ipv4=tier.vpc_cidr)
        self._egress("s3", own, HTTPS_PORT, prefix_list_id=tier.s3_prefix_list_id)

    def _egress(self, key: str, own: aws.ec2.SecurityGroup, port: int, **target: Any) -> None:
        aws.vpc.SecurityGroupEgressRule(
            f"{self.name}-to-{key}",
            security_group_id=own.id,
            description=f"{self.name} to {key}",
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            **target,
            opts=pulumi.ResourceOptions(parent=self.parent),
        )
