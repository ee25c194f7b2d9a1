"""The architecture diagram as SVG, drawn from a plan by pure functions."""

from collections import Counter
from collections.abc import Mapping

from jinja2 import Environment
from markupsafe import Markup

from groundplan.review.architecture import Architecture
from groundplan.review.diagram_layout import NARROW, WIDE, layout
from groundplan.review.words import count


def diagrams(
    drawn: Architecture, environment: Environment, broken: Mapping[int, int]
) -> tuple[Markup, Markup]:
    """Give the drawing for a wide page and that for a narrow one.

    `broken` counts the violations of each box, by its index.
    """
    template = environment.get_template("diagram.svg.j2")
    badged = {index for index, violations in broken.items() if violations}
    wide, narrow = (
        template.render(
            name=name,
            drawing=layout(drawn, style, badged),
            drawn=drawn,
            broken=broken,
            desc=_description(drawn),
        )
        for name, style in (("wide", WIDE), ("narrow", NARROW))
    )
    return Markup(wide), Markup(narrow)  # noqa: S704 - the template escapes what it shows


def _description(drawn: Architecture) -> str:
    """What a reader hears instead of the picture; the table of ways says the rest."""
    nouns = Counter(one.noun for one in drawn.nodes)
    parts = ", ".join(f"{number} {noun}" for noun, number in sorted(nouns.items()))
    networks = count(len(drawn.networks), "network")
    return f"{networks}; {parts or 'nothing that serves or stores'}. Who may reach whom: see below."
