"""The forms of a review: one writer per form that is a document."""

import json
from collections.abc import Callable, Mapping

from groundplan.review.annotations import annotations
from groundplan.review.findings_json import findings_json
from groundplan.review.html import html
from groundplan.review.junit import junit
from groundplan.review.markdown import markdown
from groundplan.review.review import Review
from groundplan.review.sarif import sarif

WRITERS: Mapping[str, Callable[[Review], str]] = {
    "json": findings_json,
    "sarif": sarif,
    "junit": junit,
    "markdown": markdown,
    "html": html,
    "github": annotations,
}
"""Each gives the whole report; the same review gives the same bytes."""


def files(review: Review) -> dict[str, str]:
    """Give what `--output` writes: the plan, and the reports that somebody keeps."""
    return {
        "plan.json": json.dumps(review.plan.to_json(), indent=1) + "\n",
        "report.md": markdown(review),
        "report.html": html(review),
        "findings.json": findings_json(review),
        "findings.sarif": sarif(review),
        "junit.xml": junit(review),
    }
