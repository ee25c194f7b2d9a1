"""The architecture of a plan: boxes, the networks they stand in, and who may reach whom."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from groundplan.plan import Plan, PlannedResource
from groundplan.review.diagram_kinds import AROUND
from groundplan.review.diagram_nodes import Node, gathered, nodes
from groundplan.review.diagram_places import Network, networks
from groundplan.review.diagram_reach import INTERNET, openings
from groundplan.review.words import count

MOST_OF_A_KIND = 6
"""Boxes of one kind in one place before one box stands for all of them."""

_FIREWALL_USE = "aws:wafv2/webAclAssociation:WebAclAssociation"
_DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


@dataclass(frozen=True)
class Reach:
    """`source` may reach `target` on `ports`; either is the index of a box, or None: internet."""

    source: int | None
    target: int | None
    ports: tuple[str, ...]


@dataclass(frozen=True)
class Architecture:
    """What the diagram shows. Boxes are named by their index."""

    networks: tuple[Network, ...]
    nodes: tuple[Node, ...]
    reaches: tuple[Reach, ...]
    around: tuple[str, ...]
    """What watches and protects the boxes, by number: `31 alarms`."""

    def inward(self, index: int) -> tuple[Reach, ...]:
        """What may reach a box."""
        return tuple(one for one in self.reaches if one.target == index)

    def outward(self, index: int) -> tuple[str, ...]:
        """The ports on which a box may reach the internet."""
        return tuple(
            port
            for one in self.reaches
            if one.source == index and one.target is None
            for port in one.ports
        )

    def name(self, index: int | None) -> str:
        """What a reader calls an end of a reach."""
        return "Internet" if index is None else self.nodes[index].name


def architecture(plan: Plan, most_of_a_kind: int = MOST_OF_A_KIND) -> Architecture:
    """Give the architecture of a plan. Pure: the same plan gives the same boxes in one order."""
    boxes = gathered(nodes(plan), most_of_a_kind)
    return Architecture(
        networks=networks(plan),
        nodes=boxes,
        reaches=_reaches(plan, boxes),
        around=_around(plan),
    )


def _reaches(plan: Plan, boxes: Sequence[Node]) -> tuple[Reach, ...]:
    by_urn = {urn: index for index, box in enumerate(boxes) for urn in box.urns}
    found: dict[tuple[int | None, int | None], set[str]] = defaultdict(set)
    for source, target, port in (*_by_groups(plan, boxes), *_by_fronts(plan, by_urn)):
        if source != target:
            found[source, target].add(port)
    for firewall, guarded in _guards(plan, by_urn):
        found[firewall, guarded] |= found.pop((None, guarded), set())
        found[None, firewall] |= found[firewall, guarded]
    known = sorted(found.items(), key=lambda one: tuple(-1 if i is None else i for i in one[0]))
    return tuple(Reach(*ends, tuple(sorted(ports - {""}, key=_port))) for ends, ports in known)


def _port(text: str) -> tuple[int, str]:
    return len(text), text


def _by_groups(plan: Plan, boxes: Sequence[Node]) -> Iterator[tuple[int | None, int | None, str]]:
    """Yield what security groups let through, from box to box."""
    members: dict[str, list[int | None]] = defaultdict(list)
    members[INTERNET] = [None]
    for index, box in enumerate(boxes):
        for group in sorted(box.security_groups):
            members[group].append(index)
    for one in openings(plan):
        for source in members[one.source]:
            for target in members[one.target]:
                yield source, target, one.ports


def _by_fronts(
    plan: Plan, by_urn: Mapping[str, int]
) -> Iterator[tuple[int | None, int | None, str]]:
    """Yield from the internet to distributions, and from each of them to its origins."""
    for distribution in plan.of_kind(_DISTRIBUTION):
        yield None, by_urn[distribution.urn], "443"
        for origin in _boxed(plan.uses(distribution, "origins"), by_urn):
            yield by_urn[distribution.urn], origin, ""


def _guards(plan: Plan, by_urn: Mapping[str, int]) -> Iterator[tuple[int, int]]:
    """Yield each web firewall with what it stands in front of."""
    for use in plan.of_kind(_FIREWALL_USE):
        for firewall in _boxed(plan.uses(use, "webAclArn"), by_urn):
            for guarded in _boxed(plan.uses(use, "resourceArn"), by_urn):
                yield firewall, guarded
    for distribution in plan.of_kind(_DISTRIBUTION):
        for firewall in _boxed(plan.uses(distribution, "webAclId"), by_urn):
            yield firewall, by_urn[distribution.urn]


def _boxed(resources: Sequence[PlannedResource], by_urn: Mapping[str, int]) -> Iterator[int]:
    return (by_urn[one.urn] for one in resources if one.urn in by_urn)


def _around(plan: Plan) -> tuple[str, ...]:
    numbers = Counter(AROUND[one.kind] for one in plan.resources if one.kind in AROUND)
    return tuple(count(numbers[noun], noun) for noun in AROUND.values() if numbers[noun])
