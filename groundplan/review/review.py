"""A review: a plan judged and priced, and whether it may be deployed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from groundplan.cost import Bill, Usage, estimate
from groundplan.plan import Plan
from groundplan.review.finding import Finding
from groundplan.review.judge import judge

STACK_SECTION = "groundplan:stack"


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a change builds, which rules it breaks and what it costs. Money is USD per month."""

    plan: Plan
    findings: tuple[Finding, ...]
    bill: Bill

    @property
    def budget_usd(self) -> Decimal | None:
        """`monthly_budget_usd` of the stack file; None where the stack names none."""
        budget = _stack_section(self.plan).get("monthly_budget_usd")
        return Decimal(str(budget)) if isinstance(budget, int | float) else None

    @property
    def is_over_budget(self) -> bool:
        """Whether the expected cost is above the budget."""
        return self.budget_usd is not None and self.bill.total.expected > self.budget_usd

    @cached_property
    def blocking(self) -> tuple[Finding, ...]:
        """The mandatory violations."""
        return tuple(finding for finding in self.findings if finding.blocks)

    @cached_property
    def advisory(self) -> tuple[Finding, ...]:
        """The violations that do not block."""
        return tuple(one for one in self.findings if one.verdict == "violation" and not one.blocks)

    @cached_property
    def undecided(self) -> tuple[Finding, ...]:
        """What no rule can tell before the cloud has computed a value."""
        return self._with_verdict("undecided")

    @cached_property
    def exempt(self) -> tuple[Finding, ...]:
        """The violations that somebody has signed for."""
        return self._with_verdict("exempt")

    @cached_property
    def passed(self) -> tuple[Finding, ...]:
        """What holds."""
        return self._with_verdict("pass")

    def _with_verdict(self, verdict: str) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.verdict == verdict)

    @property
    def may_be_deployed(self) -> bool:
        """Whether nothing mandatory is broken and the budget holds."""
        return not self.blocking and not self.is_over_budget


def review(
    plan: Plan, *, as_of: date, usage: Usage | None = None, exemptions: Sequence[Any] = ()
) -> Review:
    """Judge and price a plan. Rules are as strict as the stack's environment asks."""
    return Review(
        plan=plan,
        findings=judge(plan, levels=environment_of(plan), exemptions=exemptions),
        bill=estimate(plan, usage=usage or Usage.empty(), as_of=as_of),
    )


def environment_of(plan: Plan) -> str:
    """`staging` for a stack that says so, or a review stack; everything else counts as `prod`."""
    named = _stack_section(plan).get("environment", plan.stack)
    return "staging" if named in ("staging", "review", "dev", "development", "test") else "prod"


def _stack_section(plan: Plan) -> Mapping[str, Any]:
    section = plan.config.get(STACK_SECTION)
    return section if isinstance(section, Mapping) else {}
