"""The frame of every page: styles, script and a policy that allows nothing else to run or load."""

import base64
import hashlib
from decimal import Decimal
from functools import cache
from importlib.resources import files
from typing import Any

from jinja2 import ChoiceLoader, Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from groundplan.cost import usd, usd_range
from groundplan.review.html_bill import percent
from groundplan.review.words import count, minutes, resource_label


def page(template: str, **values: Any) -> str:
    """Give a page that stands in the frame; the same values give the same bytes.

    The page's own policy allows no request, and only the script and the style that are in it:
    text of the program that slipped through as markup would still not run.
    """
    style, script = _file("report.css"), _file("report.js")
    return (
        environment()
        .get_template(template)
        .render(
            style=style,
            script=script,
            style_hash=_hash(style),
            script_hash=_hash(script),
            **values,
        )
    )


@cache
def environment() -> Environment:
    """Where the templates of every page are found, with the filters that they use."""
    found = Environment(
        loader=ChoiceLoader(
            [PackageLoader("groundplan.review", "page"), PackageLoader("groundplan.diff", ".")]
        ),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters |= {
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
    return found


def _px(length: float) -> str:
    return f"{length:g}"


def _capitalized(text: str) -> str:
    return text[:1].upper() + text[1:]


def _share(amount: float, whole: float) -> str:
    return f"{amount / whole * 100:.1f}" if whole else "0"


def _figure(value: Decimal | None) -> str:
    return "" if value is None else f"{value.normalize():,f}"


@cache
def _file(name: str) -> Markup:
    text = (files("groundplan.review") / "page" / name).read_text(encoding="utf-8")
    return Markup(text)  # noqa: S704 - a file of ours


def _hash(text: str) -> str:
    return base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
