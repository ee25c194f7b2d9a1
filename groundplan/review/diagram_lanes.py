"""The lanes of the diagram: edge, the tiers of each network, and what stands outside them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from statistics import mean

from groundplan.review.architecture import Architecture
from groundplan.review.diagram_nodes import Node
from groundplan.review.diagram_places import Network, Tier
from groundplan.review.words import count

_MOST_SUBNETS = 4
_WAY_OUT = {
    "public": "open to the internet",
    "private": "out through NAT, no way in",
    "isolated": "no way to the internet",
    "unrouted": "routes are not in this plan",
}


@dataclass(frozen=True)
class Lane:
    """Boxes beside each other, by index; `network` is the URN of the VPC around them, if any."""

    title: str
    notes: tuple[str, ...]
    nodes: tuple[int, ...]
    network: str | None = None
    has_internet: bool = False


def lanes(drawn: Architecture) -> tuple[Lane, ...]:
    """Give the lanes in the order of the flow; each box is in exactly one."""
    inside = [lane for one in drawn.networks for lane in _tiers(drawn, one)]
    outside = _outside(drawn, with_network=bool(inside))
    found = [lane for lane in (_edge(drawn), *inside, *outside) if lane.nodes or lane.notes]
    return _ordered(drawn, found)


def _edge(drawn: Architecture) -> Lane:
    fronts = _chosen(drawn, lambda one: not one.vpc and one.role == "edge")
    is_public = any(None in (one.source, one.target) for one in drawn.reaches)
    return Lane("Edge", (), fronts, has_internet=is_public or bool(fronts))


def _tiers(drawn: Architecture, network: Network) -> Iterator[Lane]:
    for tier in network.tiers:
        place = network.urn, tier.name
        found = _chosen(drawn, lambda one, place=place: (one.vpc, one.tier) == place)
        yield Lane(tier.name.capitalize(), tuple(_notes(tier)), found, network.urn)


def _notes(tier: Tier) -> Iterator[str]:
    yield _WAY_OUT[tier.name]
    if tier.gateways:
        yield count(tier.gateways, "NAT gateway")
    if len(tier.subnets) > _MOST_SUBNETS:
        zones = {one.zone for one in tier.subnets}
        yield f"{count(len(tier.subnets), 'subnet')} in {count(len(zones), 'zone')}"
        return
    for one in tier.subnets:
        yield f"{one.zone[-1:] or 'zone unknown'} {one.cidr}".rstrip()


def _outside(drawn: Architecture, *, with_network: bool) -> Iterator[Lane]:
    services = _chosen(drawn, lambda one: not one.vpc and one.role == "service")
    stores = _chosen(drawn, lambda one: not one.vpc and one.role == "data")
    if with_network:
        yield Lane("Outside the network", (), services + stores)
    else:
        yield Lane("Services", (), services)
        yield Lane("Data", (), stores)


def _chosen(drawn: Architecture, wanted: Callable[[Node], bool]) -> tuple[int, ...]:
    return tuple(index for index, one in enumerate(drawn.nodes) if wanted(one))


def _ordered(drawn: Architecture, found: list[Lane]) -> tuple[Lane, ...]:
    """Sort the boxes of each lane by what reaches them, so that fewer arrows cross."""
    height: dict[int | None, float] = {None: -1}
    done: list[Lane] = []
    for lane in found:
        weights = {
            index: mean([height.get(one.source, 0) for one in drawn.inward(index)] or [len(height)])
            for index in lane.nodes
        }
        order = sorted(lane.nodes, key=lambda index: (weights[index], index))
        height |= {index: place for place, index in enumerate(order)}
        done.append(replace(lane, nodes=tuple(order)))
    return tuple(done)
