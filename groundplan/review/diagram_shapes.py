"""The shapes of the diagram. Lengths are in pixels."""

from dataclasses import dataclass

from groundplan.review.diagram_card import Line
from groundplan.review.diagram_lanes import Lane


@dataclass(frozen=True)
class Rectangle:
    """A place on the drawing."""

    x: float
    y: float
    width: float
    height: float

    @property
    def right(self) -> float:
        """The right edge."""
        return self.x + self.width

    @property
    def bottom(self) -> float:
        """The lower edge."""
        return self.y + self.height

    @property
    def middle(self) -> float:
        """Half-way down."""
        return self.y + self.height / 2


@dataclass(frozen=True)
class Card:
    """A box with its text; `index` is None for the internet."""

    index: int | None
    title: str
    lines: tuple[Line, ...]
    place: Rectangle


@dataclass(frozen=True)
class LaneBox:
    """A lane with its heading."""

    lane: Lane
    place: Rectangle


@dataclass(frozen=True)
class Frame:
    """The border of a network."""

    title: str
    place: Rectangle


@dataclass(frozen=True)
class Arrow:
    """A way from one box to another; `label` is empty where another arrow carries it."""

    path: str
    label: str
    x: float
    y: float
    anchor: str
    """Which end of the label stands at x: start or end."""


@dataclass(frozen=True)
class Drawing:
    """Everything that is drawn, from the back to the front."""

    width: float
    height: float
    frames: tuple[Frame, ...]
    lanes: tuple[LaneBox, ...]
    arrows: tuple[Arrow, ...]
    cards: tuple[Card, ...]
