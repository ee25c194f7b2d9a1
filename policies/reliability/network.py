"""What is demanded of the network so that one zone's failure is not an outage."""

from groundplan.plan import UNKNOWN
from policies.kinds import (
    CACHE_SUBNETS,
    DATABASE_SUBNETS,
    DOCUMENT_SUBNETS,
    ECS_SERVICE,
    LOAD_BALANCER,
    NAT_GATEWAY,
    SUBNET,
    VPC,
)
from policies.rule import PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Undecided, Verdict, all_of, demand

_SUBNETS_IN = {
    ECS_SERVICE: "networkConfiguration.subnets",
    DATABASE_SUBNETS: "subnetIds",
    CACHE_SUBNETS: "subnetIds",
    DOCUMENT_SUBNETS: "subnetIds",
    LOAD_BALANCER: "subnets",
}


def zones_of(subject: Subject, path: str) -> set[str]:
    """The zones of the subnets at path. Raises Undecided where one is unknown."""
    subnets = subject.uses(path.partition(".")[0], SUBNET)
    zones = {str(one.get("availabilityZone", one.resource.name)) for one in subnets}
    if not zones and subject.has(path):
        count = len(subject.get(path))
        return {str(index) for index in range(count)}
    return zones


def _spans_zones(subject: Subject) -> Verdict | None:
    path = _SUBNETS_IN[subject.kind]
    if not subject.has(path):
        return None
    if subject.read(path) is UNKNOWN and not subject.uses(path.partition(".")[0], SUBNET):
        raise Undecided(path)
    return demand(len(zones_of(subject, path)) >= subject.threshold("minimum_zones"), path)


def _nat_per_zone(vpc: Subject) -> Verdict | None:
    subnets = list(vpc.users(SUBNET, "vpcId"))
    nats = [nat for one in subnets for nat in one.users(NAT_GATEWAY, "subnetId")]
    if not nats:
        return None
    zones = {one.get("availabilityZone", one.resource.name) for one in subnets}
    return demand(len(nats) >= len(zones), detail="fewer NAT gateways than zones")


def _reaches_targets(service: Subject) -> Verdict | None:
    inside = zones_of(service, "networkConfiguration.subnets")
    balancers = [
        balancer
        for group in service.uses("loadBalancers")
        for listener, name in group.plan.users(group.resource.urn)
        if name == "defaultActions"
        for balancer in group.other(listener).uses("loadBalancerArn", LOAD_BALANCER)
    ]
    return all_of(
        lambda one=one: demand(inside <= zones_of(one, "subnets"), "networkConfiguration.subnets")
        for one in balancers
    )


RULES = (
    Rule(
        name="tier-spans-zones",
        control="NET-06",
        ids="FSBP:ELB.13 FSBP:AutoScaling.2",
        severity="high",
        levels=PROD_FIRST,
        applies_to=tuple(_SUBNETS_IN),
        graph=True,
        check=_spans_zones,
        thresholds={"minimum_zones": 2},
        problem="everything stands in one zone",
        why="when the zone fails, the tier is gone",
        fix="subnets of at least two zones; settings: network.availability_zones",
    ),
    Rule(
        name="nat-gateway-per-zone",
        control="NET-07",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(VPC,),
        graph=True,
        check=_nat_per_zone,
        problem="zones share a NAT gateway",
        why="when its zone fails, the others cannot reach the internet either",
        fix="one aws.ec2.NatGateway per zone; settings: network.nat per_zone",
    ),
    Rule(
        name="load-balancer-reaches-every-zone",
        control="X-15",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(ECS_SERVICE,),
        graph=True,
        check=_reaches_targets,
        problem="tasks may start in a zone that the load balancer does not serve",
        why="such tasks get no requests",
        fix="give the load balancer a subnet in every zone of the service",
    ),
)
