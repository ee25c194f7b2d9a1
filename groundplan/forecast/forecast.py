"""How long a first `pulumi up` of a plan takes, and what holds it up."""

from graphlib import CycleError

from groundplan.forecast.duration import duration_of
from groundplan.forecast.schedule import Schedule, Task, schedule
from groundplan.plan import Plan, PlanInvalid
from groundplan.plan.planned_resource import PlannedResource


def forecast(plan: Plan) -> Schedule:
    """Build everything anew, each resource as soon as what it needs is there.

    The engine waits for the dependencies of a resource, for its parent and for its provider; how
    many operations it runs at once is left out. Raises PlanInvalid for a circle of dependencies.
    """
    try:
        return schedule({one.urn: _task(one) for one in plan.resources})
    except CycleError as error:
        circle = " → ".join(error.args[1])
        raise PlanInvalid(f"resources wait for each other: {circle}") from None


def _task(resource: PlannedResource) -> Task:
    minutes = duration_of(resource.type, resource.inputs).create if resource.custom else 0.0
    return Task(minutes, needed(resource))


def needed(resource: PlannedResource) -> frozenset[str]:
    """The URNs that the engine waits for before it builds the resource."""
    properties = {urn for urns in resource.property_dependencies.values() for urn in urns}
    owners = {resource.parent or "", (resource.provider or "").rpartition("::")[0]}
    return frozenset({*resource.dependencies, *properties, *owners})
