"""A change in one line, as a pull request shows it per stack."""

from groundplan.cost import signed_usd
from groundplan.diff.review_diff import ReviewDiff
from groundplan.review.words import count

SIGNS = {"added": "+", "changed": "~", "replaced": "±", "deleted": "-", "renamed": "→"}


def summary(diff: ReviewDiff) -> str:
    """`+3 ~1 ±1 -0 · data loss on 1 resource · 2 new findings, 1 fixed · +$12.00 a month`."""
    if diff.is_empty:
        return "nothing changes"
    parts = [numbers(diff)]
    if losses := diff.resources.losses:
        parts.append(f"data loss on {count(len(losses), 'resource')}")
    if renamed := [one for one in diff.resources.changes if one.before]:
        parts.append(f"{len(renamed)} renamed")
    if diff.new_findings or diff.fixed_findings:
        new = count(len(diff.new_findings), "new finding")
        parts.append(f"{new}, {len(diff.fixed_findings)} fixed")
    if diff.minutes:
        parts.append(f"{diff.minutes:+g} minutes to build it anew")
    return " · ".join([*parts, money(diff)])


def numbers(diff: ReviewDiff) -> str:
    """`+3 ~1 ±1 -0`: added, changed, replaced, deleted."""
    kinds = ("added", "changed", "replaced", "deleted")
    return " ".join(f"{SIGNS[kind]}{len(diff.resources.of(kind))}" for kind in kinds)


def money(diff: ReviewDiff) -> str:
    """How the expected bill moves; a lower bound where something has no price."""
    moved = diff.money.money.expected
    bound = "at least " if diff.money.at_least else ""
    return f"{bound}{signed_usd(moved)} a month" if moved else f"{bound}the same bill"
