"""The review as one HTML page: it holds everything it shows and asks the network for nothing."""

import base64
import hashlib
from collections import Counter
from decimal import Decimal
from functools import cache
from importlib.resources import files

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from groundplan.review.architecture import Architecture, architecture
from groundplan.review.bill_tables import remarks
from groundplan.review.diagram import diagrams
from groundplan.review.forecast_lines import critical_path_line, makespan_line
from groundplan.review.html_bill import bars, percent
from groundplan.review.html_findings import choices, finding_cards, passed_rules
from groundplan.review.html_resources import rows
from groundplan.review.html_timeline import spans, ticks
from groundplan.review.review import Review
from groundplan.review.verdict_line import verdict_line
from groundplan.review.words import count, minutes, resource_label, usd, usd_range


def html(review: Review) -> str:
    """Give the page; the same review gives the same bytes.

    The page's own policy allows no request, and only the script and the style that are in it:
    text of the program that slipped through as markup would still not run.
    """
    environment = _environment()
    drawn = architecture(review.plan)
    wide, narrow = diagrams(drawn, environment, _broken(review, drawn))
    cards = finding_cards(review)
    style, script = _page_file("report.css"), _page_file("report.js")
    return environment.get_template("report.html.j2").render(
        review=review,
        plan=review.plan,
        bill=review.bill,
        verdict=verdict_line(review),
        drawn=drawn,
        wide=wide,
        narrow=narrow,
        cards=cards,
        choices=tuple(choices(cards)),
        passed_rules=passed_rules(review),
        bars=bars(review.bill),
        remarks=remarks(review.bill),
        makespan_line=makespan_line(review.forecast),
        critical_path_line=critical_path_line(review.forecast),
        spans=spans(review.forecast),
        ticks=ticks(review.forecast.makespan),
        rows=rows(review),
        style=style,
        script=script,
        style_hash=_hash(style),
        script_hash=_hash(script),
    )


def _broken(review: Review, drawn: Architecture) -> dict[int, int]:
    """Count the violations of each box; a component that holds one box lends it all its own."""
    component_of = review.bill.component_of
    holds = Counter(name for node in drawn.nodes for name in {*map(component_of, node.urns)})
    violations = [one.urn for one in review.findings if one.verdict == "violation"]
    return {
        index: sum(urn in node.urns or (component_of(urn) in alone) for urn in violations)
        for index, node in enumerate(drawn.nodes)
        for alone in [{name for name in map(component_of, node.urns) if holds[name] == 1}]
    }


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("groundplan.review", "page"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {
        "usd": usd,
        "usd_range": usd_range,
        "count": count,
        "resource_label": resource_label,
        "figure": _figure,
        "minutes": minutes,
        "percent": percent,
        "share": _share,
        "px": _px,
        "capitalize_first": _capitalized,
    }
    return environment


def _px(length: float) -> str:
    return f"{length:g}"


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _share(amount: float, whole: float) -> str:
    return f"{amount / whole * 100:.1f}" if whole else "0"


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"


@cache
def _page_file(name: str) -> Markup:
    text = (files("groundplan.review") / "page" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of ours


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
