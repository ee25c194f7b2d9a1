"""What a box of the diagram says, line by line."""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from groundplan.review.architecture import Architecture, Reach
from groundplan.review.diagram_nodes import Node

LineStyle = Literal["noun", "fact", "zone", "from", "out"]

_HARD_SPACE = "\N{NO-BREAK SPACE}"
_MOST_NAMES = 6
_MOST_SOURCES = 3


@dataclass(frozen=True)
class Line:
    """One line of text below the name of a box."""

    style: LineStyle
    text: str


def card_lines(
    drawn: Architecture, index: int | None, characters: int, *, with_sources: bool
) -> tuple[Line, ...]:
    """Give what stands below the name; `with_sources` says in words what arrows would show."""
    if index is None:
        return ()
    node = drawn.nodes[index]
    lines = [*_facts(node, characters), *_stack(node)]
    if node.zones:
        lines.append(Line("zone", _zones(node)))
    if with_sources and (told := _sources(drawn, drawn.inward(index))):
        lines += [Line("from", text) for text in textwrap.wrap(told, characters)]
    if ports := drawn.outward(index):
        lines.append(Line("out", f"to the internet: {', '.join(ports)}"))
    return tuple(Line(one.style, shortened(one.text, characters)) for one in lines)


def shortened(text: str, characters: int) -> str:
    """Text that fits: the end of a name tells more than its middle."""
    if len(text) <= characters:
        return text
    return f"{text[: characters - 8]}…{text[-7:]}"


def _facts(node: Node, characters: int) -> Iterator[Line]:
    if not node.stands_for:
        yield Line("noun", node.noun)
    whole = (fact.replace(" ", _HARD_SPACE) for fact in node.facts)
    for text in textwrap.wrap(f"{_HARD_SPACE}· ".join(whole), characters):
        yield Line("fact", text.removesuffix(f"{_HARD_SPACE}·"))


def _stack(node: Node) -> Iterator[Line]:
    for name in node.stands_for[:_MOST_NAMES]:
        yield Line("fact", name)
    if (more := len(node.stands_for) - _MOST_NAMES) > 0:
        yield Line("fact", f"and {more} more")


def _zones(node: Node) -> str:
    """`zones a b c`: the region is said once, at the network."""
    return f"zones {' '.join(zone[-1] for zone in node.zones)}"


def _sources(drawn: Architecture, reaches: tuple[Reach, ...]) -> str:
    told = [
        f"{drawn.name(one.source)}{' on ' + ', '.join(one.ports) if one.ports else ''}"
        for one in reaches[:_MOST_SOURCES]
    ]
    more = len(reaches) - _MOST_SOURCES
    return f"from {'; '.join(told)}{f' and {more} more' if more > 0 else ''}" if told else ""
