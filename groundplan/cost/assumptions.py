"""Usage that nobody gave, derived from the stack itself and stated with its reason.

`assume` adds to a usage what its team did not say; a figure that is given always wins. The
estimate never assumes anything by itself: without `assume` such lines have no quantity.
"""

from dataclasses import replace

from groundplan.cost import derived_backup, derived_storage, derived_traffic
from groundplan.cost.inputs import NotKnown
from groundplan.cost.situation import Situation
from groundplan.cost.traffic import traffic_of
from groundplan.cost.usage import Figures, Usage
from groundplan.plan import Plan

DERIVATIONS = {
    **derived_traffic.DERIVATIONS,
    **derived_storage.DERIVATIONS,
    **derived_backup.DERIVATIONS,
}


def assume(plan: Plan, usage: Usage | None = None, *, month: int | None = None) -> Usage:
    """Give usage with stated assumptions for what it leaves open.

    `month` counts from the first deployment: stored data grows until its retention ends. None is
    the steady state.
    """
    given = usage or Usage.empty()
    situation = Situation(plan, traffic_of(plan, given), given, month)
    assumed: dict[str, Figures] = {}
    for kind, derive in DERIVATIONS.items():
        for resource in plan.of_kind(kind):
            try:
                figures = derive(resource, situation)
            except NotKnown:
                continue
            if figures:
                assumed[resource.urn] = figures
    return replace(given, assumed=assumed)
