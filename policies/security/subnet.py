"""What may stand in which subnet, and where traffic may leave."""

from policies.kinds import (
    CACHE_SUBNETS,
    DATABASE_SUBNETS,
    DOCUMENT_SUBNETS,
    ECS_SERVICE,
    EKS_NODE_GROUP,
    LOAD_BALANCER,
    MOUNT_TARGET,
    ROUTE,
    ROUTE_TABLE,
    SUBNET,
    TRANSIT_ROUTE,
)
from policies.properties import Properties, is_true
from policies.route import is_public
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import PASS, Verdict, all_of, demand

_INNER = {
    ECS_SERVICE: ("networkConfiguration",),
    DATABASE_SUBNETS: ("subnetIds",),
    CACHE_SUBNETS: ("subnetIds",),
    DOCUMENT_SUBNETS: ("subnetIds",),
    EKS_NODE_GROUP: ("subnetIds",),
    MOUNT_TARGET: ("subnetId",),
}
_SUBNETS_IN = {
    LOAD_BALANCER: "subnets",
    ECS_SERVICE: "networkConfiguration.subnets",
    MOUNT_TARGET: "subnetId",
}
_ANYWHERE = ("0.0.0.0/0", "::/0")
_DESTINATIONS = (
    *("destinationCidrBlock", "destinationIpv6CidrBlock", "cidrBlock", "ipv6CidrBlock"),
)
_TARGETS = (
    *("gatewayId", "natGatewayId", "transitGatewayId", "vpcEndpointId", "egressOnlyGatewayId"),
    *("vpcPeeringConnectionId", "networkInterfaceId", "localGatewayId", "carrierGatewayId"),
    *("coreNetworkArn",),
)


def _inner_stays_inside(subnet: Subject) -> Verdict | None:
    users = subnet.plan.users(subnet.resource.urn)
    inner = [one.name for one, name in users if name in _INNER.get(one.kind, ())]
    if not inner:
        return None
    return demand(not is_public(subnet), detail=f"{inner[0]} stands in it")


def _default_route_has_gateway(subject: Subject) -> Verdict | None:
    routes = [subject] if subject.kind == ROUTE else list(subject.each("routes"))
    return all_of(lambda one=one: _is_led(subject, one.known()) for one in routes) or PASS


def _is_led(subject: Subject, route: Properties) -> Verdict:
    if not _is_default(route):
        return PASS
    led = any(route.has(name) for name in _TARGETS)
    return demand(led or bool(subject.uses("gatewayId")), route.path or "gatewayId")


def _peering_is_narrow(subject: Subject) -> Verdict | None:
    if subject.kind == TRANSIT_ROUTE:
        wide = subject.get("destinationCidrBlock") in _ANYWHERE
        return demand(not wide, "destinationCidrBlock")
    routes = [subject] if subject.kind == ROUTE else [one.known() for one in subject.each("routes")]
    return all_of(
        lambda one=one: demand(not _is_default(one), one.path or "destinationCidrBlock")
        for one in routes
        if one.has("vpcPeeringConnectionId")
    )


def _is_default(route: Properties) -> bool:
    return any(route.get(name) in _ANYWHERE for name in _DESTINATIONS)


def _private_stays_private(subject: Subject) -> Verdict | None:
    if subject.kind == LOAD_BALANCER:
        if not is_true(subject.get("internal")):
            return None
        names = ("subnets", "subnetMappings")
    else:
        names = (_SUBNETS_IN[subject.kind].partition(".")[0],)
    subnets = [one for name in names for one in subject.uses(name, SUBNET)]
    if not subnets:
        subject.strings(_SUBNETS_IN[subject.kind])
        return None
    public = [one.resource.name for one in subnets if is_public(one)]
    return demand(not public, names[0], f"{public[0]} is public" if public else "")


RULES = (
    Rule(
        name="inner-subnet-without-internet-gateway",
        control="NET-05",
        ids="FSBP:RDS.46",
        severity="critical",
        levels=ALWAYS,
        applies_to=(SUBNET,),
        graph=True,
        check=_inner_stays_inside,
        problem="programs or data stand in a subnet with a route to the internet gateway",
        why="the subnet is the second wall behind the security groups",
        fix="use subnets whose default route is a NAT gateway or none; settings: network.nat",
    ),
    Rule(
        name="default-route-by-gateway",
        control="NET-05",
        ids="CKV2_AWS_35",
        severity="critical",
        levels=ALWAYS,
        applies_to=(ROUTE, ROUTE_TABLE),
        graph=True,
        check=_default_route_has_gateway,
        problem="the default route names no gateway",
        why="an instance in the way out is one machine that can fail or be taken over",
        fix="nat_gateway_id=nat.id (or gateway_id in public subnets)",
    ),
    Rule(
        name="peering-route-narrow",
        control="NET-10",
        ids="CIS5:5.6 CKV2_AWS_44",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ROUTE, ROUTE_TABLE, TRANSIT_ROUTE),
        check=_peering_is_narrow,
        problem="a route to another network is as wide as the internet",
        why="whoever is in one network could walk through all of them",
        fix="destination_cidr_block=<the range of the peer>",
    ),
    Rule(
        name="private-stays-in-private-subnets",
        control="X-16",
        ids="FSBP:EFS.6",
        severity="high",
        levels=ALWAYS,
        applies_to=(LOAD_BALANCER, ECS_SERVICE, MOUNT_TARGET),
        graph=True,
        check=_private_stays_private,
        problem="something internal stands in a public subnet",
        why="one wrong security group rule would put it on the internet",
        fix="subnets=<private subnets>",
    ),
)
