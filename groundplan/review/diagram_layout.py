"""Where the shapes of the diagram stand: lanes beside each other, or below on a narrow page."""

from collections.abc import Container, Sequence
from dataclasses import dataclass, replace
from itertools import groupby

from groundplan.review.architecture import Architecture
from groundplan.review.diagram_arrows import arrows
from groundplan.review.diagram_card import card_lines, shortened
from groundplan.review.diagram_lanes import Lane, lanes
from groundplan.review.diagram_shapes import Card, Drawing, Frame, LaneBox, Rectangle

_PAD = 12
_LINE = 17
_TITLE = 26
_FRAME_TITLE = 36
_BETWEEN_CARDS = 14
_CHARACTER = 6.3
"""Width of a character of a line; for wrapping, so a little more than the mean."""

_MARGIN = 5
_BADGE = 3
"""Characters of the larger name that margin and badge take."""


@dataclass(frozen=True)
class Style:
    """Lanes beside each other with arrows, or stacked with the sources in words."""

    card_width: int
    gap: int
    stacked: bool

    @property
    def characters(self) -> int:
        """How many fit into one line of a box."""
        return int((self.card_width - 2 * _PAD) / _CHARACTER)


WIDE = Style(card_width=192, gap=64, stacked=False)
NARROW = Style(card_width=294, gap=18, stacked=True)


@dataclass(frozen=True)
class _Block:
    """A network with its lanes, or lanes outside any."""

    network: str | None
    place: Rectangle
    lanes: tuple[LaneBox, ...]
    cards: tuple[Card, ...]


def layout(drawn: Architecture, style: Style, badged: Container[int | None] = ()) -> Drawing:
    """Place everything: from left to right, or from top to bottom.

    `badged` are the boxes in whose corner a number stands.
    """
    blocks: list[_Block] = []
    found = lanes(drawn)
    for network, members in groupby(found, key=lambda one: one.network):
        corner = _corner(blocks, network, style)
        blocks.append(_block(drawn, tuple(members), corner, style))
    cards = tuple(
        replace(card, title=_title(card, style, has_badge=card.index in badged))
        for one in blocks
        for card in one.cards
    )
    return Drawing(
        width=max((one.place.right for one in blocks), default=0) + 1,
        height=max((one.place.bottom for one in blocks), default=0) + 1,
        frames=tuple(_frame(drawn, one) for one in blocks if one.network),
        lanes=tuple(lane for one in blocks for lane in one.lanes),
        arrows=() if style.stacked else arrows(drawn, cards),
        cards=cards,
    )


def _title(card: Card, style: Style, *, has_badge: bool) -> str:
    return shortened(card.title, style.characters - _MARGIN - (_BADGE if has_badge else 0))


def _corner(blocks: Sequence[_Block], network: str | None, style: Style) -> tuple[float, float]:
    """A network stands below the one before; everything else to the right of what there is."""
    if not blocks:
        return 1, 1
    if style.stacked or (network and blocks[-1].network):
        return blocks[-1].place.x, blocks[-1].place.bottom + style.gap
    return max(one.place.right for one in blocks) + style.gap - _PAD, 1


def _block(
    drawn: Architecture,
    members: Sequence[Lane],
    corner: tuple[float, float],
    style: Style,
) -> _Block:
    x, y = corner[0] + _PAD, corner[1] + (_FRAME_TITLE if drawn.networks else 0)
    tallest = max(map(_head, members))
    boxes: list[LaneBox] = []
    cards: list[Card] = []
    for lane in members:
        head = _head(lane) if style.stacked else tallest
        column = _cards(drawn, lane, (x + _PAD, y + head), style)
        bottom = column[-1].place.bottom if column else y + head
        place = Rectangle(x, y, style.card_width + 2 * _PAD, bottom + _PAD - y)
        boxes.append(LaneBox(lane, place))
        cards += column
        x, y = (x, place.bottom + style.gap) if style.stacked else (place.right + style.gap, y)
    if not style.stacked:
        boxes = _evened(boxes)
    right, bottom = boxes[-1].place.right + _PAD, boxes[-1].place.bottom + _PAD
    place = Rectangle(*corner, right - corner[0], bottom - corner[1])
    return _Block(boxes[0].lane.network, place, tuple(boxes), tuple(cards))


def _evened(boxes: Sequence[LaneBox]) -> list[LaneBox]:
    height = max(one.place.height for one in boxes)
    return [replace(one, place=replace(one.place, height=height)) for one in boxes]


def _head(lane: Lane) -> float:
    return _TITLE + _LINE * len(lane.notes) + _PAD


def _cards(
    drawn: Architecture, lane: Lane, corner: tuple[float, float], style: Style
) -> tuple[Card, ...]:
    x, y = corner
    found: list[Card] = []
    for index in (None, *lane.nodes) if lane.has_internet else lane.nodes:
        lines = card_lines(drawn, index, style.characters, with_sources=style.stacked)
        height = _TITLE + _LINE * len(lines) + _PAD
        found.append(
            Card(index, drawn.name(index), lines, Rectangle(x, y, style.card_width, height))
        )
        y += height + _BETWEEN_CARDS
    return tuple(found)


def _frame(drawn: Architecture, block: _Block) -> Frame:
    (network,) = (one for one in drawn.networks if one.urn == block.network)
    parts = ("VPC", network.name, network.cidr, network.region)
    return Frame(" · ".join(part for part in parts if part), block.place)
