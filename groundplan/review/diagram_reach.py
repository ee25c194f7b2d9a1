"""Who may reach whom: what the rules of security groups let in and out."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.plan import MISSING, Plan, PlannedResource, dig, is_known

GROUP = "aws:ec2/securityGroup:SecurityGroup"
RULE = "aws:ec2/securityGroupRule:SecurityGroupRule"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"

INTERNET = "internet"

_ANYWHERE = ("0.0.0.0/0", "::/0")
_EVERY_PROTOCOL = "-1"


@dataclass(frozen=True)
class Opening:
    """Traffic that a security group lets through: from and to are URNs of groups, or INTERNET."""

    source: str
    target: str
    ports: str


def openings(plan: Plan) -> tuple[Opening, ...]:
    """Give what is let in from groups and the internet, and what is let out to the internet.

    Read from rules of their own, and from those that stand inside a group.
    """
    found = {*_from_rules(plan), *_from_groups(plan)}
    return tuple(sorted(found, key=lambda one: (one.source, one.target, one.ports)))


def _from_rules(plan: Plan) -> Iterator[Opening]:
    for rule in plan.of_kind(INGRESS, EGRESS, RULE):
        inward = rule.kind == INGRESS or rule.read("type") == "ingress"
        peers = {
            one.urn
            for name in ("referencedSecurityGroupId", "sourceSecurityGroupId")
            for one in plan.uses(rule, name)
        }
        for own in plan.uses(rule, "securityGroupId"):
            yield from _openings(own, peers, rule.inputs, inward=inward)


def _from_groups(plan: Plan) -> Iterator[Opening]:
    """Rules inside a group: which entry a referenced group belongs to is not known to a plan."""
    for group in plan.of_kind(GROUP):
        for direction in ("ingress", "egress"):
            peers = {one.urn for one in plan.uses(group, direction) if one.kind == GROUP}
            entries = group.read(direction)
            for entry in entries if isinstance(entries, list) else []:
                named = peers if dig(entry, "securityGroups") not in (MISSING, []) else set()
                yield from _openings(group, named, entry, inward=direction == "ingress")


def _openings(
    own: PlannedResource, peers: set[str], entry: Mapping[str, Any], *, inward: bool
) -> Iterator[Opening]:
    """Yield one opening per peer; between groups only what is let in, so that none is told twice.

    A connection needs both sides. Rules out to groups are left to the policies.
    """
    sources = peers | ({INTERNET} if _is_open(entry) else set())
    for peer in sorted(sources - {own.urn}):
        if inward:
            yield Opening(peer, own.urn, _ports(entry))
        elif peer == INTERNET:
            yield Opening(own.urn, peer, _ports(entry))


def _is_open(entry: Mapping[str, Any]) -> bool:
    named = [dig(entry, name) for name in ("cidrIpv4", "cidrIpv6")]
    for name in ("cidrBlocks", "ipv6CidrBlocks"):
        several = dig(entry, name)
        named += several if isinstance(several, list) else []
    return any(one in _ANYWHERE for one in named)


def _ports(entry: Mapping[str, Any]) -> str:
    """`443`, `8000-8080`, `udp 53`, `all`, or `?` where the cloud decides."""
    protocol = dig(entry, "ipProtocol")
    protocol = protocol if is_known(protocol) else dig(entry, "protocol")
    if str(protocol) == _EVERY_PROTOCOL:
        return "all"
    first, last = dig(entry, "fromPort"), dig(entry, "toPort")
    if not (is_known(first) and is_known(last)):
        return "?"
    span = str(first) if first == last else f"{first}-{last}"
    return span if protocol in ("tcp", 6, "6") else f"{protocol} {span}"
