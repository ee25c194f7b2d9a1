"""What changes between two plans: resources, properties, findings, money."""

from groundplan.diff.plan_diff import PlanDiff, ResourceChange, compare
from groundplan.diff.property_change import PropertyChange
from groundplan.diff.review_diff import ReviewDiff, compare_reviews

__all__ = [
    "PlanDiff",
    "PropertyChange",
    "ResourceChange",
    "ReviewDiff",
    "compare",
    "compare_reviews",
]
