"""The first line of every report, which says whether this may be deployed."""

from groundplan.review.review import Review
from groundplan.review.words import count


def verdict_line(review: Review) -> str:
    """`Not ready: 2 mandatory findings.`, or what is in order."""
    money = f"{review.budget.message}" if review.budget else ""
    reasons = [count(len(review.blocking), "mandatory finding")] if review.blocking else []
    if review.is_over_budget:
        reasons.append(money)
    if reasons:
        return f"Not ready: {'; '.join(reasons)}."
    return f"Ready: no mandatory finding{'; ' if money else ''}{money}."
