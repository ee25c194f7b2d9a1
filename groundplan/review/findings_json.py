"""The verdict and every finding as JSON, passes included, for tools of one's own."""

import json
from typing import Any

from groundplan.review.finding import Finding
from groundplan.review.review import Review, environment_of
from groundplan.review.verdict_line import verdict_line

VERSION = 1


def findings_json(review: Review) -> str:
    """Give the document; equal reviews give equal bytes."""
    document = {
        "groundplan_findings": VERSION,
        "project": review.plan.project,
        "stack": review.plan.stack,
        "environment": environment_of(review.plan),
        "may_be_deployed": review.may_be_deployed,
        "verdict": verdict_line(review),
        "types_without_a_rule": list(review.unjudged),
        "findings": [_entry(one, review) for one in review.findings],
    }
    return json.dumps(document, indent=1) + "\n"


def _entry(finding: Finding, review: Review) -> dict[str, Any]:
    place = review.places.of(finding, review.plan)
    return {
        "policy": finding.policy,
        "pack": finding.pack,
        "severity": finding.severity,
        "level": finding.level,
        "verdict": finding.verdict,
        "urn": finding.urn,
        "path": finding.path,
        "message": finding.message,
        "frameworks": list(finding.frameworks),
        "file": place.file,
        "line": place.line,
    }
