"""A change as JSON: markers as in the plan's own form, money as text."""

from decimal import Decimal
from typing import Any

from groundplan.diff.plan_diff import ResourceChange
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.summary import summary
from groundplan.plan import Marker
from groundplan.review.finding import Finding

VERSION = 1


def diff_json(diff: ReviewDiff) -> dict[str, Any]:
    """Give the document; the same change gives the same one."""
    return {
        "groundplan_diff": VERSION,
        "project": diff.head.plan.project,
        "stack": diff.head.plan.stack,
        "may_be_deployed": diff.head.may_be_deployed,
        "summary": summary(diff),
        "resources": [_resource(one) for one in diff.resources.changes],
        "new_findings": [_finding(one) for one in diff.new_findings],
        "fixed_findings": [_finding(one) for one in diff.fixed_findings],
        "expected_monthly_usd": _cents(diff.money.money.expected),
        "minutes": diff.minutes,
        "money": [
            {"urn": one.urn, "expected_monthly_usd": _cents(one.money.expected), "cause": one.cause}
            for one in diff.money.changes
        ],
    }


def _cents(amount: Decimal) -> str:
    return f"{amount:.2f}"


def _resource(change: ResourceChange) -> dict[str, Any]:
    return {
        "urn": change.resource.urn,
        "was": change.before,
        "kind": change.kind,
        "data_loss": change.data_loss,
        "properties": [
            {
                "path": one.path,
                "before": _wire(one.before),
                "after": _wire(one.after),
                "replaces": one.replaces,
            }
            for one in change.properties
        ],
    }


def _finding(one: Finding) -> dict[str, Any]:
    return {"policy": one.policy, "severity": one.severity, "level": one.level, "urn": one.urn}


def _wire(value: Any) -> Any:
    if isinstance(value, Marker):
        return {value.value: True}
    if isinstance(value, dict):
        return {key: _wire(item) for key, item in value.items()}
    return [_wire(item) for item in value] if isinstance(value, list) else value
