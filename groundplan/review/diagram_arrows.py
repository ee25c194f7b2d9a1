"""The arrows of the diagram: who may reach whom, and on which ports."""

from collections.abc import Iterator, Sequence

from groundplan.review.architecture import Architecture
from groundplan.review.diagram_shapes import Arrow, Card, Rectangle

_BEND = 0.5
"""How far an arrow goes straight before it turns, as a share of the way."""

_DETOUR = 34
_TIP = 7
_LABEL_UP = 5
_LABEL_DOWN = 14
_CLEAR = 16
"""From a box to outside its lane."""


def arrows(drawn: Architecture, cards: Sequence[Card]) -> tuple[Arrow, ...]:
    """Give an arrow per reach between boxes; those that arrive on the same ports meet."""
    places = {card.index: card.place for card in cards}
    return tuple(
        arrow for index in places if index is not None
        for arrow in _arriving(drawn, index, places)
    )  # fmt: skip


def _arriving(
    drawn: Architecture, target: int, places: dict[int | None, Rectangle]
) -> Iterator[Arrow]:
    reaches = drawn.inward(target)
    labels = sorted({one.ports for one in reaches})
    labelled: set[tuple[str, ...]] = set()
    for one in reaches:
        if one.source not in places:
            continue
        share = (labels.index(one.ports) + 1) / (len(labels) + 1)
        label = "" if one.ports in labelled else ", ".join(one.ports)
        labelled.add(one.ports)
        enters = _network(drawn, one.source) != _network(drawn, target)
        yield _arrow(places[one.source], places[target], share, label, at_start=enters)


def _network(drawn: Architecture, index: int | None) -> str | None:
    return None if index is None else drawn.nodes[index].vpc


def _arrow(
    source: Rectangle, target: Rectangle, share: float, label: str, *, at_start: bool
) -> Arrow:
    """One that enters a network has its label at its start: at its end is the network's border."""
    if source.x == target.x:
        return _within_a_lane(source, target, label)
    end_y = target.y + target.height * share
    if source.x < target.x:
        start, end, side = source.right, target.x - _TIP, -1
    else:
        start, end, side = source.x, target.right + _TIP, 1
    bend = (end - start) * _BEND
    path = (
        f"M{start:.0f} {source.middle:.0f}C{start + bend:.0f} {source.middle:.0f} "
        f"{end - bend:.0f} {end_y:.0f} {end:.0f} {end_y:.0f}"
    )
    anchors = ("end", "start") if side < 0 else ("start", "end")
    if at_start:
        beside = _LABEL_DOWN if end_y < source.middle else -_LABEL_UP
        return Arrow(path, label, start - side * _CLEAR, source.middle + beside, anchors[1])
    return Arrow(path, label, end + side * 2, end_y - _LABEL_UP, anchors[0])


def _within_a_lane(source: Rectangle, target: Rectangle, label: str) -> Arrow:
    """Down to the next box, or around the boxes between."""
    middle = source.x + source.width / 2
    if 0 < target.y - source.bottom < _DETOUR:
        path = f"M{middle:.0f} {source.bottom:.0f}V{target.y - _TIP:.0f}"
        return Arrow(path, label, middle + _TIP, target.y - _LABEL_UP, "start")
    right, around = source.right, source.right + _DETOUR
    path = (
        f"M{right:.0f} {source.middle:.0f}C{around:.0f} {source.middle:.0f} "
        f"{around:.0f} {target.middle:.0f} {right + _TIP:.0f} {target.middle:.0f}"
    )
    return Arrow(path, label, right + _TIP, target.middle - _LABEL_UP, "start")
