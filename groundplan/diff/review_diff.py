"""What a change does to a review: resources, findings, money, verdict."""

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property

from groundplan.cost import Change as CostChange
from groundplan.cost import CostDiff
from groundplan.cost import diff as compare_bills
from groundplan.diff.plan_diff import PlanDiff, compare
from groundplan.diff.renaming import renamed, renames
from groundplan.forecast import forecast
from groundplan.review.finding import Finding
from groundplan.review.review import Review

HALF_A_CENT = Decimal("0.005")
"""USD; less is shown as nothing."""


@dataclass(frozen=True)
class ReviewDiff:
    """Two reviews and what lies between them. Money is USD per month, head less base."""

    base: Review
    head: Review
    resources: PlanDiff
    money: CostDiff

    @cached_property
    def new_findings(self) -> tuple[Finding, ...]:
        """The violations that base has not."""
        known = {(one.policy, one.urn) for one in _violations(self.base)}
        return tuple(one for one in _violations(self.head) if (one.policy, one.urn) not in known)

    @cached_property
    def fixed_findings(self) -> tuple[Finding, ...]:
        """The violations that head has no more."""
        left = {(one.policy, one.urn) for one in _violations(self.head)}
        return tuple(one for one in _violations(self.base) if (one.policy, one.urn) not in left)

    @cached_property
    def minutes(self) -> float:
        """What a first `up` of head takes longer than one of base."""
        return round(forecast(self.head.plan).makespan - forecast(self.base.plan).makespan, 1)

    @property
    def moves(self) -> tuple[CostChange, ...]:
        """The resources whose bill moves by a cent or more, or by nobody knows how much."""
        return tuple(
            one
            for one in self.money.changes
            if abs(one.money.expected) >= HALF_A_CENT or one.unpriced
        )

    @property
    def is_empty(self) -> bool:
        """Whether nothing changes at all."""
        findings = self.new_findings or self.fixed_findings
        return not (self.resources.changes or findings or self.money.changes)


def compare_reviews(base: Review, head: Review) -> ReviewDiff:
    """What turns base into head; resources that were renamed are followed."""
    found = renames(base.plan, head.plan)
    old = renamed(base.plan, head.plan, found)
    findings = tuple(replace(one, urn=found.get(one.urn, one.urn)) for one in base.findings)
    items = tuple(replace(one, urn=found.get(one.urn, one.urn)) for one in base.bill.items)
    followed = replace(base, plan=old, findings=findings, bill=replace(base.bill, items=items))
    return ReviewDiff(
        base=followed,
        head=head,
        resources=compare(base.plan, head.plan),
        money=compare_bills((old, followed.bill), (head.plan, head.bill)),
    )


def _violations(review: Review) -> tuple[Finding, ...]:
    return review.blocking + review.advisory
