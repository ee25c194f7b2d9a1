"""The region that prices are of, where a plan names none."""

from dataclasses import replace

from groundplan.plan import Plan

REGION = "aws:region"
ASSUMED = "us-east-1"


def with_region(plan: Plan) -> Plan:
    """The plan as it can be priced; one that names no region is told to be in an assumed one.

    Rules judge the plan itself: where it stands is not known.
    """
    if plan.region or not any(one.type.startswith("aws:") for one in plan.resources):
        return plan
    told = f"{REGION} is not set: prices are those of {ASSUMED}"
    caveats = tuple(sorted({*plan.caveats, told}))
    return replace(plan, config={**plan.config, REGION: ASSUMED}, caveats=caveats)
