"""Application Auto Scaling: the range within which a target moves a capacity.

A target is found by the property it was made from, or by the name it spells out.
"""

from groundplan.cost.quote import Quote
from groundplan.plan import PlannedResource

TARGET = "aws:appautoscaling/target:Target"


def scaling_target(
    resource: PlannedResource, dimension: str, quote: Quote, *, named: str = ""
) -> PlannedResource | None:
    """Give the target that scales one dimension of a resource; None where nothing does."""
    for user, property_name in quote.plan.users(resource.urn):
        if user.kind == TARGET and property_name == "resourceId" and _scales(user, dimension):
            return user
    for target in quote.plan.of_kind(TARGET):
        if named and target.read("resourceId") == named and _scales(target, dimension):
            return target
    return None


def _scales(target: PlannedResource, dimension: str) -> bool:
    return target.read("scalableDimension") == dimension
