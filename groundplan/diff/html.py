"""A change as one HTML page, in the frame of the review's own."""

from groundplan.cost import signed_usd
from groundplan.diff.change_group import grouped
from groundplan.diff.review_diff import ReviewDiff
from groundplan.diff.summary import SIGNS, money, numbers, summary
from groundplan.review.html_findings import finding_cards
from groundplan.review.html_page import page
from groundplan.review.verdict_line import verdict_line


def diff_html(diff: ReviewDiff) -> str:
    """Give the page; the same change gives the same bytes."""
    changes = diff.resources.changes
    return page(
        "diff.html.j2",
        diff=diff,
        plan=diff.head.plan,
        verdict=verdict_line(diff.head),
        summary=summary(diff),
        signs=SIGNS,
        signed=signed_usd,
        numbers=numbers(diff),
        money=money(diff),
        losses=grouped(diff.resources.losses),
        groups=grouped(one for one in changes if not one.data_loss),
        new_cards=finding_cards(diff.head, diff.new_findings),
        fixed_cards=finding_cards(diff.base, diff.fixed_findings),
    )
