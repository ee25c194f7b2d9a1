"""The boxes of the diagram: what serves and what stores, with where each stands."""

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from groundplan.plan import Plan, PlannedResource
from groundplan.review.diagram_kinds import KINDS, Role, facts
from groundplan.review.diagram_places import SUBNET, Subnet, TierName, subnets
from groundplan.review.diagram_reach import GROUP
from groundplan.review.words import count

_NAMES_A_PLACE = re.compile(r"subnet|securityGroup|network|vpc|launch|target|broker", re.IGNORECASE)
"""Properties that say where something stands; others mention places for reasons of their own."""

CLUSTER = "aws:eks/cluster:Cluster"
"""EKS makes a security group for each, that its nodes and pods share; rules name the cluster.

Source: https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html
"""

_ON_THE_WAY = re.compile(r"/(subnetGroup|launchTemplate|launchConfiguration):")
"""What stands between a resource and its subnets and groups."""


@dataclass(frozen=True, kw_only=True)
class Node:
    """One box: a resource, resources of one kind in one component, or many boxes of one kind."""

    name: str
    noun: str
    role: Role
    facts: tuple[str, ...]
    urns: frozenset[str]
    security_groups: frozenset[str]
    vpc: str | None = None
    tier: TierName | None = None
    zones: tuple[str, ...] = ()
    stands_for: tuple[str, ...] = ()
    """The names of the boxes that this one stands for; empty for a box of its own."""

    @property
    def place(self) -> tuple[str | None, TierName | None, Role]:
        """Boxes of one place stand beside each other."""
        return self.vpc, self.tier, self.role


def nodes(plan: Plan) -> tuple[Node, ...]:
    """Give the boxes of a plan, in the order of names.

    Resources of one kind that a component holds are one box: a database and its replicas.
    """
    groups: dict[tuple[str, str], list[PlannedResource]] = defaultdict(list)
    for one in plan.of_kind(*KINDS):
        groups[one.parent or one.urn, one.kind].append(one)
    known = subnets(plan)
    found = (_node(plan, group, known) for group in groups.values())
    return tuple(sorted(found, key=lambda one: (one.name, one.noun)))


def gathered(found: Sequence[Node], most: int) -> tuple[Node, ...]:
    """Give one box for boxes of a kind where a place has more than `most` of them."""
    groups: dict[tuple[object, ...], list[Node]] = defaultdict(list)
    for node in found:
        groups[*node.place, node.noun].append(node)
    return tuple(
        one
        for group in groups.values()
        for one in (group if len(group) <= most else [_stack(group)])
    )


def _node(plan: Plan, group: Sequence[PlannedResource], known: Mapping[str, Subnet]) -> Node:
    first = group[0]
    parent = plan.by_urn.get(first.parent or "")
    near = [one.urn for member in group for one in _near(plan, member)]
    groups = [urn for urn in near if plan.by_urn[urn].kind == GROUP]
    own_groups = [one.urn for one in group if one.kind == CLUSTER]
    places = [known[urn] for urn in near if urn in known]
    kind = KINDS[first.kind]
    number = (count(len(group), "instance"),) if len(group) > 1 else ()
    return Node(
        name=parent.name if parent and len(group) > 1 else first.name,
        noun=kind.noun,
        role=kind.role,
        facts=facts(first) + number,
        urns=frozenset(one.urn for one in group),
        security_groups=frozenset((*groups, *own_groups)),
        vpc=places[0].vpc if places else None,
        tier=places[0].tier if places else None,
        zones=tuple(sorted({one.zone for one in places if one.zone})),
    )


def _near(plan: Plan, resource: PlannedResource) -> Iterator[PlannedResource]:
    """Yield the subnets and groups that a resource names, itself or over a subnet group.

    Pods stand where their cluster does.
    """
    if resource.kind.startswith("kubernetes:"):
        for cluster in _clusters(plan, resource):
            yield from (one for one in _near(plan, cluster) if one.kind == SUBNET)
        return
    for name in filter(_NAMES_A_PLACE.search, resource.property_dependencies):
        for used in plan.uses(resource, name):
            if used.kind in (SUBNET, GROUP):
                yield used
            elif _ON_THE_WAY.search(used.kind):
                yield from _near(plan, used)


def _clusters(plan: Plan, resource: PlannedResource) -> Iterator[PlannedResource]:
    """Yield the clusters of the plan that the provider of a resource speaks to."""
    provider = plan.by_urn.get(resource.provider or "")
    if provider is None:
        return
    for name in provider.property_dependencies:
        yield from (one for one in plan.uses(provider, name) if one.kind == CLUSTER)


def _stack(group: Sequence[Node]) -> Node:
    first = group[0]
    return Node(
        name=count(len(group), first.noun),
        noun=first.noun,
        role=first.role,
        facts=(),
        urns=frozenset().union(*(one.urns for one in group)),
        security_groups=frozenset().union(*(one.security_groups for one in group)),
        vpc=first.vpc,
        tier=first.tier,
        zones=tuple(sorted({zone for one in group for zone in one.zones})),
        stands_for=tuple(one.name for one in group),
    )
