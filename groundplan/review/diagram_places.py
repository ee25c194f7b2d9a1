"""Where things stand in a plan: networks, their tiers, and the zones of each."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from groundplan.plan import Plan, PlannedResource, is_known

TierName = Literal["public", "private", "isolated", "unrouted"]

VPC = "aws:ec2/vpc:Vpc"
SUBNET = "aws:ec2/subnet:Subnet"
ROUTE = "aws:ec2/route:Route"
ROUTE_TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
INTERNET_GATEWAY = "aws:ec2/internetGateway:InternetGateway"
NAT_GATEWAY = "aws:ec2/natGateway:NatGateway"

TIERS: tuple[TierName, ...] = ("public", "private", "isolated", "unrouted")


@dataclass(frozen=True)
class Subnet:
    """One subnet: its zone and addresses, empty where the plan does not know them."""

    urn: str
    vpc: str
    tier: TierName
    zone: str
    cidr: str


@dataclass(frozen=True)
class Tier:
    """The subnets of a network that reach the internet in the same way."""

    name: TierName
    subnets: tuple[Subnet, ...]
    gateways: int
    """NAT gateways that stand here."""


@dataclass(frozen=True)
class Network:
    """A VPC with its tiers, in the order in which requests pass them."""

    urn: str
    name: str
    cidr: str
    tiers: tuple[Tier, ...]

    @property
    def region(self) -> str:
        """The region that its zones are in; empty where the plan knows no zone."""
        zones = [one.zone for tier in self.tiers for one in tier.subnets if one.zone]
        return zones[0][:-1] if zones else ""


def networks(plan: Plan) -> tuple[Network, ...]:
    """Give the VPCs of a plan.

    A subnet is public with a route to an internet gateway, private with one to a NAT gateway, and
    isolated with neither. Source: Amazon VPC User Guide, Subnets for your VPC, Subnet types.
    """
    by_vpc: dict[str, list[Subnet]] = defaultdict(list)
    for subnet in subnets(plan).values():
        by_vpc[subnet.vpc].append(subnet)
    return tuple(
        Network(vpc.urn, vpc.name, _text(vpc, "cidrBlock"), _tiers(plan, by_vpc[vpc.urn]))
        for vpc in plan.of_kind(VPC)
    )


def subnets(plan: Plan) -> Mapping[str, Subnet]:
    """Give every subnet of a VPC of the plan, by URN."""
    tiers = dict(_tier_of_each(plan))
    return {
        one.urn: Subnet(
            one.urn,
            vpc.urn,
            tiers.get(one.urn, "unrouted"),
            _text(one, "availabilityZone"),
            _text(one, "cidrBlock"),
        )
        for one in plan.of_kind(SUBNET)
        for vpc in plan.uses(one, "vpcId")
        if vpc.kind == VPC
    }


def _tiers(plan: Plan, found: list[Subnet]) -> tuple[Tier, ...]:
    hosts = [one.urn for nat in plan.of_kind(NAT_GATEWAY) for one in plan.uses(nat, "subnetId")]
    return tuple(
        Tier(
            name,
            tuple(sorted(group, key=lambda one: (one.zone, one.cidr, one.urn))),
            sum(one.urn in hosts for one in group),
        )
        for name in TIERS
        if (group := [one for one in found if one.tier == name])
    )


def _tier_of_each(plan: Plan) -> Iterator[tuple[str, TierName]]:
    """Yield the tier of each subnet whose route table is in the plan."""
    ways = _ways_out(plan)
    for association in plan.of_kind(ASSOCIATION):
        for subnet in plan.uses(association, "subnetId"):
            for table in plan.uses(association, "routeTableId"):
                yield subnet.urn, _tier(ways.get(table.urn, set()))


def _ways_out(plan: Plan) -> Mapping[str, set[str]]:
    """The kinds of gateway that each route table leads to."""
    found: dict[str, set[str]] = defaultdict(set)
    for table in plan.of_kind(ROUTE_TABLE):
        found[table.urn] |= {one.kind for one in plan.uses(table, "routes")}
    for route in plan.of_kind(ROUTE):
        ways = {
            one.kind for name in ("gatewayId", "natGatewayId") for one in plan.uses(route, name)
        }
        for table in plan.uses(route, "routeTableId"):
            found[table.urn] |= ways
    return found


def _tier(ways: set[str]) -> TierName:
    if INTERNET_GATEWAY in ways:
        return "public"
    return "private" if NAT_GATEWAY in ways else "isolated"


def _text(resource: PlannedResource, path: str) -> str:
    value = resource.read(path)
    return str(value) if is_known(value) else ""
