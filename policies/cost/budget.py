"""The stack's AWS Budget, held against the bill by the engine before it builds anything.

Prices are no values of a resource, so this is no rule of the pack: it is the reviewer's own bill
and the reviewer's own comparison, in the engine's run. The reviewer does not ask it again. The
limit is read from the budget among the resources (`monthly_budget_usd` of the stack file makes
one), because the engine tells a pack the stack's configuration by `ConfigureStack`, of which
pulumi_policy 1.21 keeps the tags alone.
"""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from pathlib import Path

from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    ReportViolation,
    StackValidationArgs,
    StackValidationPolicy,
)

from groundplan.cost import Usage, UsageInvalid, assume, check_budget, estimate
from groundplan.plan import Plan
from policies.host import Host
from policies.kinds import AWS_PROVIDER, BUDGET

_ROOT = Path(__file__).parents[2]
_USAGE_FILE = {
    "usage_file": {
        "type": "string",
        "default": "",
        "description": "What `groundplan review --usage` reads, relative to the repository.",
    }
}


def budget_policy(host: Host, as_of: date) -> Policy:
    """Refuse a stack that is expected to cost more than the smallest of its AWS Budgets.

    A bill that cannot be made is a violation too: an estimate that fails must not open the gate.
    """

    def validate(args: StackValidationArgs, report: ReportViolation) -> None:
        usage_file = (args.get_config() or {}).get("usage_file", "")
        problem = _problem(host.plan, usage_file, as_of)
        if problem:
            report(problem, None)

    return StackValidationPolicy(
        name="stack-within-budget",
        description="X-18: the expected cost keeps to the AWS Budget of the stack.",
        validate=validate,
        enforcement_level=EnforcementLevel.MANDATORY,
        config_schema=PolicyConfigSchema(_USAGE_FILE),
    )


def _problem(plan: Plan, usage_file: str, as_of: date) -> str | None:
    try:
        limit_usd = min(_limits_usd(plan), default=None)
        if limit_usd is None:
            return None
        usage = assume(plan, Usage.read(_ROOT / usage_file) if usage_file else None)
        bill = estimate(plan, usage=usage, as_of=as_of, region=_region(plan))
        check = check_budget(plan, bill, usage, limit_usd)
    except UsageInvalid as problem:
        return str(problem)
    except Exception as crash:  # noqa: BLE001 - an estimate that breaks must not open the gate
        return f"the bill could not be made ({type(crash).__name__}), so no budget was compared"
    return check.message if check is not None and check.over_usd > 0 else None


def _limits_usd(plan: Plan) -> Iterator[Decimal]:
    """The limits of the budgets of a month's cost in USD."""
    for budget in plan.of_kind(BUDGET):
        asked = [budget.read(name) for name in ("budgetType", "timeUnit", "limitUnit")]
        limit = budget.read("limitAmount")
        if asked == ["COST", "MONTHLY", "USD"] and isinstance(limit, str):
            yield Decimal(limit)


def _region(plan: Plan) -> str | None:
    """Where pods are priced, which name no region themselves: that of AWS beside them."""
    regions = (one.read("region") for one in plan.of_kind(AWS_PROVIDER))
    return next((one for one in regions if isinstance(one, str)), None)
