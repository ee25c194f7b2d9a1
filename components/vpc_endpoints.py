"""Private ways from a VPC to AWS services."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from groundplan.settings.network import NetworkSettings

HTTPS_PORT = 443


@dataclass(frozen=True)
class VpcEndpoints:
    """Builds the endpoints of one VPC under its component."""

    parent: pulumi.Resource
    name: str
    labels: Labels
    vpc: aws.ec2.Vpc

    def s3(self, tables: Sequence[aws.ec2.RouteTable]) -> aws.ec2.VpcEndpoint:
        """Traffic to S3 stays in AWS's network, at no charge, and needs no NAT."""
        return aws.ec2.VpcEndpoint(
            f"{self.name}-s3",
            vpc_id=self.vpc.id,
            vpc_endpoint_type="Gateway",
            service_name=f"com.amazonaws.{self.labels.region}.s3",
            route_table_ids=[table.id for table in tables],
            tags={"Name": self.labels.name("s3")},
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def interfaces(self, settings: NetworkSettings, subnets: Sequence[aws.ec2.Subnet]) -> None:
        """One interface endpoint per service that the settings name, in every private subnet."""
        if not settings.interface_endpoints:
            return
        security_group = self._security_group(settings)
        for service in settings.interface_endpoints:
            key = service.replace(".", "-")
            aws.ec2.VpcEndpoint(
                f"{self.name}-{key}",
                vpc_id=self.vpc.id,
                vpc_endpoint_type="Interface",
                service_name=f"com.amazonaws.{self.labels.region}.{service}",
                subnet_ids=[subnet.id for subnet in subnets],
                security_group_ids=[security_group.id],
                private_dns_enabled=True,
                tags={"Name": self.labels.name(key)},
                opts=pulumi.ResourceOptions(parent=self.parent),
            )

    def _security_group(self, settings: NetworkSettings) -> aws.ec2.SecurityGroup:
        child = pulumi.ResourceOptions(parent=self.parent)
        security_group = aws.ec2.SecurityGroup(
            f"{self.name}-endpoints",
            vpc_id=self.vpc.id,
            description="Interface endpoints",
            tags={"Name": self.labels.name("endpoints")},
            opts=child,
        )
        aws.vpc.SecurityGroupIngressRule(
            f"{self.name}-endpoints-https-from-vpc",
            security_group_id=security_group.id,
            description="HTTPS from the VPC",
            cidr_ipv4=str(settings.cidr_block),
            ip_protocol="tcp",
            from_port=HTTPS_PORT,
            to_port=HTTPS_PORT,
            opts=child,
        )
        return security_group
