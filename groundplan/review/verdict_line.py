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
    unseen = "no rule looks at what is in it" if _is_unseen(review) else ""
    return f"Ready: {'; '.join(filter(None, ['no mandatory finding', unseen, money]))}."


def _is_unseen(review: Review) -> bool:
    """Whether nothing was found because nothing was looked at."""
    return bool(review.plan.resources) and not review.findings
