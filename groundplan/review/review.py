"""A review: a plan judged and priced, and whether it may be deployed."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any

from groundplan.cost import (
    Alternative,
    Bill,
    BudgetCheck,
    Usage,
    alternatives,
    assume,
    check_budget,
    estimate,
)
from groundplan.exemptions import Exemptions
from groundplan.forecast import Schedule, forecast
from groundplan.plan import Plan
from groundplan.policy_config import PolicyConfig
from groundplan.review.finding import Finding
from groundplan.review.judge import judge, unjudged
from groundplan.review.notices import notices_of
from groundplan.review.places import Places
from groundplan.review.region import with_region

STACK_SECTION = "groundplan:stack"


@dataclass(frozen=True, kw_only=True)
class Review:
    """What a change builds, which rules it breaks and what it costs. Money is USD per month."""

    plan: Plan
    findings: tuple[Finding, ...]
    unjudged: tuple[str, ...]
    """Types that no rule looks at: silence about them is not a pass."""

    bill: Bill
    usage: Usage
    """What the bill was made with: given, and assumed."""

    places: Places = field(default_factory=Places)
    """Where a finding is mended, for reports that point at code."""

    @cached_property
    def alternatives(self) -> tuple[Alternative, ...]:
        """What would cost less, the largest expected saving first."""
        return alternatives(with_region(self.plan), usage=self.usage, as_of=self.bill.as_of)

    @cached_property
    def budget(self) -> BudgetCheck | None:
        """The bill against `monthly_budget_usd`; None where the stack names no budget."""
        return check_budget(self.plan, self.bill, self.usage)

    @property
    def is_over_budget(self) -> bool:
        """Whether the expected cost is above the budget."""
        return self.budget is not None and self.budget.over_usd > 0

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

    @cached_property
    def forecast(self) -> Schedule:
        """How long a first deployment takes: start and end of every resource in minutes."""
        return forecast(self.plan)

    @cached_property
    def notices(self) -> tuple[str, ...]:
        """What settings become where that is not what they say."""
        return notices_of(self.plan)

    @property
    def may_be_deployed(self) -> bool:
        """Whether nothing mandatory is broken and the budget holds."""
        return not self.blocking and not self.is_over_budget


def review(
    plan: Plan,
    *,
    as_of: date,
    usage: Usage | None = None,
    exemptions: Exemptions | None = None,
    places: Places | None = None,
    policy_config: PolicyConfig | None = None,
) -> Review:
    """Judge and price a plan. Rules are as strict as the stack's environment asks.

    Usage that is not given is assumed from the stack itself, and the assumptions are in the bill.
    """
    priced = with_region(plan)
    figures = assume(priced, usage)
    return Review(
        plan=replace(plan, caveats=priced.caveats),
        findings=judge(
            plan,
            levels=environment_of(plan),
            exemptions=exemptions or (),
            policy_config=policy_config,
        ),
        unjudged=unjudged(plan),
        bill=estimate(priced, usage=figures, as_of=as_of),
        usage=figures,
        places=places or Places(),
    )


def environment_of(plan: Plan) -> str:
    """`staging` for a stack that says so, or a review stack; everything else counts as `prod`."""
    named = _stack_section(plan).get("environment", plan.stack)
    return "staging" if named in ("staging", "review", "dev", "development", "test") else "prod"


def _stack_section(plan: Plan) -> Mapping[str, Any]:
    section = plan.config.get(STACK_SECTION)
    return section if isinstance(section, Mapping) else {}
