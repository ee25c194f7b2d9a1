"""How far a service scales: its scalable target, and the tasks that may run at once."""

import math
import re
from collections import defaultdict
from collections.abc import Mapping

from groundplan.plan import PlannedResource
from policies.kinds import ECS_SERVICE, SCALABLE_TARGET, SCALING_POLICY
from policies.subject import Facts, Subject

_DOUBLE = 200
_SINGLETON = re.compile(r"(^|[-_])(beat|scheduler|cron|singleton)([-_]|$)", re.IGNORECASE)


def targets_of(service: Subject) -> list[Subject]:
    """The scalable targets of a service."""
    found = list(service.users(SCALABLE_TARGET, "resourceId"))
    name = service.read("name")
    if found or not isinstance(name, str):
        return found
    return [service.other(one) for one in service.fact(_targets_by_name).get(name, ())]


def _targets_by_name(facts: Facts) -> Mapping[str, list[PlannedResource]]:
    """The scalable targets by the last part of `service/<cluster>/<service>`."""
    found: dict[str, list[PlannedResource]] = defaultdict(list)
    for one in facts.plan.of_kind(SCALABLE_TARGET):
        found[str(one.read("resourceId")).rpartition("/")[2]].append(one)
    return found


def policies_of(target: Subject) -> list[Subject]:
    """The scaling policies of a target."""
    return list(target.users(SCALING_POLICY, "resourceId", "scalableDimension", "serviceNamespace"))


def runs_alone(service: Subject) -> bool:
    """Whether exactly one task may run: a scheduler, or a service that never runs two."""
    most = service.number("deploymentMaximumPercent", _DOUBLE)
    return most <= _DOUBLE // 2 or bool(_SINGLETON.search(service.resource.name))


def most_tasks(service: Subject) -> int:
    """The tasks that may run at once, while a deployment replaces all of them."""
    targets = targets_of(service)
    wanted = [one.number("maxCapacity") for one in targets] or [service.number("desiredCount", 1)]
    share = service.number("deploymentMaximumPercent", _DOUBLE) / 100
    return math.ceil(max(wanted) * share)


def is_service(subject: Subject) -> bool:
    """Whether it keeps tasks running by number, not one per machine."""
    return subject.kind == ECS_SERVICE and subject.get("schedulingStrategy", "REPLICA") == "REPLICA"
