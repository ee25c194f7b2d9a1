"""The forms of a review that are text: one writer per format."""

from collections.abc import Callable, Mapping

from groundplan.review.annotations import annotations
from groundplan.review.findings_json import findings_json
from groundplan.review.junit import junit
from groundplan.review.markdown import markdown
from groundplan.review.review import Review
from groundplan.review.sarif import sarif

TERMINAL = "text"
"""The form for a terminal, which knows its width and colours: `groundplan.review.terminal`."""

WRITERS: Mapping[str, Callable[[Review], str]] = {
    "json": findings_json,
    "sarif": sarif,
    "junit": junit,
    "markdown": markdown,
    "github": annotations,
}
"""Each gives the whole report; the same review gives the same bytes."""

FILES = {
    "report.md": "markdown",
    "findings.json": "json",
    "findings.sarif": "sarif",
    "junit.xml": "junit",
}
"""What `--output` writes beside the plan, and in which format."""
