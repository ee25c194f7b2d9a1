"""The findings as SARIF 2.1.0, for code scanning: what is broken, signed for, or not yet decided.

Format: docs.oasis-open.org/sarif/sarif/v2.1.0. GitHub reads `security-severity` of a rule's
properties as a CVSS score (docs.github.com, "SARIF support for code scanning").
"""

import hashlib
import json
from typing import Any
from urllib.parse import quote

from groundplan import __version__
from groundplan.review.finding import Finding, Severity
from groundplan.review.review import Review
from groundplan.review.rule_text import RuleText, rule_texts
from groundplan.review.words import resource_name

SCHEMA = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)

_SCORES: dict[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.5", "low": "2.0"}
_LEVELS = {"mandatory": "error", "advisory": "warning"}


def sarif(review: Review) -> str:
    """Give the log; what passed is left out, and equal reviews give equal bytes."""
    told = [one for one in review.findings if one.verdict != "pass"]
    rules = list(dict.fromkeys(one.policy for one in told))
    texts = rule_texts()
    first = {one.policy: one for one in reversed(told)}
    driver = {
        "name": "groundplan",
        "semanticVersion": __version__,
        "rules": [_rule(first[name], texts.get(name)) for name in rules],
    }
    run = {
        "tool": {"driver": driver},
        "automationDetails": {"id": f"groundplan/{review.plan.project}/{review.plan.stack}/"},
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, rules.index(one.policy), review) for one in told],
    }
    return json.dumps({"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, indent=1) + "\n"


def _rule(finding: Finding, text: RuleText | None) -> dict[str, Any]:
    """A rule's description; one of a pack that is not installed here has but its name."""
    described = {"id": finding.policy, "name": finding.policy}
    properties = {
        "tags": [finding.pack, *finding.frameworks],
        "security-severity": _SCORES[finding.severity],
    }
    level = {"defaultConfiguration": {"level": _LEVELS[finding.level]}}
    if text is None:
        return {**described, **level, "properties": properties}
    return {
        **described,
        **level,
        "shortDescription": {"text": _sentence(text.problem)},
        "fullDescription": {"text": f"{_sentence(text.problem)} {_sentence(text.why)}"},
        "help": {"text": _help(text), "markdown": _help_markdown(text)},
        **({"helpUri": text.links[0]} if text.links else {}),
        "properties": properties,
    }


def _help(text: RuleText) -> str:
    return "\n".join([f"Why: {text.why}.", f"Fix: {text.fix}", *_see(text)])


def _help_markdown(text: RuleText) -> str:
    links = [f"* <{link}>" for link in text.links]
    page = [f"* `{text.page}`"] if text.page else []
    return "\n".join([f"**Why**: {text.why}.", "", f"**Fix**: {text.fix}", "", *page, *links])


def _see(text: RuleText) -> list[str]:
    return [f"See: {one}" for one in (text.page, *text.links) if one]


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."


def _result(finding: Finding, rule_index: int, review: Review) -> dict[str, Any]:
    return {
        "ruleId": finding.policy,
        "ruleIndex": rule_index,
        **_verdict(finding),
        "message": {"text": finding.message},
        "locations": [_location(finding, review)],
        "partialFingerprints": {"policyAndResource/v1": _fingerprint(finding)},
    }


def _verdict(finding: Finding) -> dict[str, Any]:
    """What is undecided is open; what somebody signed for is a suppressed failure."""
    if finding.verdict == "undecided":
        return {"kind": "open", "level": "none"}
    failed: dict[str, Any] = {"kind": "fail", "level": _LEVELS[finding.level]}
    if finding.verdict == "exempt":
        terms = finding.message.partition(" · ")[0]
        failed["suppressions"] = [
            {"kind": "external", "status": "accepted", "justification": terms}
        ]
    return failed


def _location(finding: Finding, review: Review) -> dict[str, Any]:
    place = review.places.of(finding, review.plan)
    return {
        "physicalLocation": {
            "artifactLocation": {"uri": quote(place.file), "uriBaseId": "%SRCROOT%"},
            "region": {"startLine": place.line},
        },
        "logicalLocations": [
            {
                "name": resource_name(finding.urn),
                "fullyQualifiedName": finding.urn,
                "kind": "resource",
            }
        ],
    }


def _fingerprint(finding: Finding) -> str:
    """The same finding in another run, wherever its line has moved."""
    text = f"{finding.policy}\n{finding.urn}\n{finding.path}"
    return hashlib.sha256(text.encode()).hexdigest()
