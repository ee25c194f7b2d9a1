"""The VPC: three tiers of subnets in each zone, ways out, flow logs."""

from dataclasses import dataclass, replace

import pulumi
import pulumi_aws as aws

from components.flow_log import log_flows
from components.labels import Labels
from components.subnet_tier import SubnetTier
from components.subnets import Tier, subnet_cidr
from components.vpc_endpoints import VpcEndpoints
from groundplan.settings.network import NetworkSettings

ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True)
class NetworkArgs:
    """What the network needs from the rest of the stack."""

    labels: Labels
    settings: NetworkSettings
    encryption_key_arn: pulumi.Input[str]


class Network(pulumi.ComponentResource):
    """Public subnets reach the internet, private ones by NAT, isolated ones not at all.

    The default security group has no rules. Subnets are named by zone letter, so adding a zone
    leaves the others as they are.
    """

    public: SubnetTier
    private: SubnetTier
    isolated: SubnetTier

    def __init__(
        self, name: str, args: NetworkArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Network", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._vpc = self._build_vpc()
        self._lock_default_security_group()
        log_flows(
            name,
            args.labels,
            args.settings,
            self._vpc,
            encryption_key_arn=args.encryption_key_arn,
            parent=self,
        )
        tiers: tuple[Tier, ...] = ("public", "private", "isolated")
        subnets: dict[Tier, dict[str, aws.ec2.Subnet]] = {
            tier: self._subnets(tier) for tier in tiers
        }
        tables = self._route_tables(subnets)
        ways_out = self._route_out(subnets["public"], tables)
        endpoints = VpcEndpoints(self, name, args.labels, self._vpc)
        inner_tables = [table for key, table in tables.items() if key != "public"]
        s3_prefix_list_id = endpoints.s3(inner_tables).prefix_list_id
        endpoints.interfaces(args.settings, list(subnets["private"].values()))

        self.public, self.private, self.isolated = (
            SubnetTier(
                vpc_id=self._vpc.id,
                vpc_cidr=str(args.settings.cidr_block),
                s3_prefix_list_id=s3_prefix_list_id,
                subnet_ids=[subnet.id for subnet in by_zone.values()],
            )
            for by_zone in subnets.values()
        )
        self.private = replace(self.private, ways_out=ways_out)
        self.register_outputs({"vpc_id": self._vpc.id})

    def _build_vpc(self) -> aws.ec2.Vpc:
        return aws.ec2.Vpc(
            self._prefix,
            cidr_block=str(self._args.settings.cidr_block),
            enable_dns_hostnames=True,
            enable_dns_support=True,
            tags={"Name": self._args.labels.prefix},
            opts=self._child,
        )

    def _lock_default_security_group(self) -> None:
        aws.ec2.DefaultSecurityGroup(
            f"{self._prefix}-default",
            vpc_id=self._vpc.id,
            ingress=[],
            egress=[],
            tags={"Name": self._args.labels.name("default-unused")},
            opts=self._child,
        )

    def _subnets(self, tier: Tier) -> dict[str, aws.ec2.Subnet]:
        settings, labels = self._args.settings, self._args.labels
        return {
            zone: aws.ec2.Subnet(
                f"{self._prefix}-{tier}-{zone}",
                vpc_id=self._vpc.id,
                availability_zone=f"{labels.region}{zone}",
                cidr_block=str(subnet_cidr(settings.cidr_block, zone, tier)),
                map_public_ip_on_launch=False,
                tags={"Name": labels.name(tier, zone), "tier": tier},
                opts=self._child,
            )
            for zone in settings.availability_zones
        }

    def _route_tables(
        self, subnets: dict[Tier, dict[str, aws.ec2.Subnet]]
    ) -> dict[str, aws.ec2.RouteTable]:
        """One table for the public tier, one for the isolated, one per zone for the private."""
        shared = {tier: self._route_table(tier) for tier in ("public", "isolated")}
        private = {
            f"private-{zone}": self._route_table(f"private-{zone}") for zone in subnets["private"]
        }
        tables = {**shared, **private}
        for tier, by_zone in subnets.items():
            for zone, subnet in by_zone.items():
                key = f"private-{zone}" if tier == "private" else tier
                aws.ec2.RouteTableAssociation(
                    f"{self._prefix}-{tier}-{zone}",
                    subnet_id=subnet.id,
                    route_table_id=tables[key].id,
                    opts=self._child,
                )
        return tables

    def _route_table(self, key: str) -> aws.ec2.RouteTable:
        return aws.ec2.RouteTable(
            f"{self._prefix}-{key}",
            vpc_id=self._vpc.id,
            tags={"Name": self._args.labels.name(key)},
            opts=self._child,
        )

    def _route_out(
        self, public: dict[str, aws.ec2.Subnet], tables: dict[str, aws.ec2.RouteTable]
    ) -> list[pulumi.Output[str]]:
        """Give the routes of the private tier; none where there is no NAT."""
        gateway = aws.ec2.InternetGateway(
            self._prefix,
            vpc_id=self._vpc.id,
            tags={"Name": self._args.labels.prefix},
            opts=self._child,
        )
        aws.ec2.Route(
            f"{self._prefix}-public-internet",
            route_table_id=tables["public"].id,
            destination_cidr_block=ANYWHERE,
            gateway_id=gateway.id,
            opts=self._child,
        )
        nat_zones = self._nat_zones()
        gateways = {zone: self._nat_gateway(zone, public[zone], gateway) for zone in nat_zones}
        return [
            self._route_by(gateways.get(zone) or gateways[nat_zones[0]], zone, tables)
            for zone in (public if gateways else ())
        ]

    def _route_by(
        self, nat: aws.ec2.NatGateway, zone: str, tables: dict[str, aws.ec2.RouteTable]
    ) -> pulumi.Output[str]:
        return aws.ec2.Route(
            f"{self._prefix}-private-{zone}-internet",
            route_table_id=tables[f"private-{zone}"].id,
            destination_cidr_block=ANYWHERE,
            nat_gateway_id=nat.id,
            opts=self._child,
        ).id

    def _nat_zones(self) -> tuple[str, ...]:
        zones = self._args.settings.availability_zones
        return {"none": (), "one": zones[:1], "per_zone": zones}[self._args.settings.nat]

    def _nat_gateway(
        self, zone: str, subnet: aws.ec2.Subnet, gateway: aws.ec2.InternetGateway
    ) -> aws.ec2.NatGateway:
        label = self._args.labels.name("nat", zone)
        address = aws.ec2.Eip(
            f"{self._prefix}-nat-{zone}", domain="vpc", tags={"Name": label}, opts=self._child
        )
        return aws.ec2.NatGateway(
            f"{self._prefix}-nat-{zone}",
            allocation_id=address.id,
            subnet_id=subnet.id,
            tags={"Name": label},
            # AWS refuses a public NAT gateway while its VPC has no internet gateway.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[gateway]),
        )
