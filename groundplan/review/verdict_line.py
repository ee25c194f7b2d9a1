"""The first line of every report, which says whether this may be deployed."""

from groundplan.review.review import Review
from groundplan.review.words import count, usd


def verdict_line(review: Review) -> str:
    """`Not ready: 2 mandatory findings.`, or what is in order."""
    reasons = []
    if review.blocking:
        reasons.append(count(len(review.blocking), "mandatory finding"))
    if review.is_over_budget and review.budget_usd is not None:
        over = review.bill.total.expected - review.budget_usd
        reasons.append(f"{usd(over)} above the monthly budget of {usd(review.budget_usd)}")
    if reasons:
        return f"Not ready: {', '.join(reasons)}."
    return f"Ready: no mandatory finding{_within_budget(review)}."


def _within_budget(review: Review) -> str:
    if review.budget_usd is None:
        return ""
    expected = usd(review.bill.total.expected)
    return f", {expected} of {usd(review.budget_usd)} budget expected per month"
