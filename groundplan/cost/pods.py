"""What the pods of a plan ask of their nodes, over the range of their autoscalers.

A workload runs as many pods as it states, or between the bounds of the HorizontalPodAutoscaler
that names it. Requests are read from the containers; a pod that requests nothing cannot be placed
on paper, so its demand is not known.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.inputs import Block, NotKnown
from groundplan.cost.line_item import Scenario, Spread
from groundplan.plan import Plan, PlannedResource

WORKLOADS = ("kubernetes:apps/v1:Deployment", "kubernetes:apps/v1:StatefulSet")
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
CONTAINERS = "spec.template.spec.containers"
_QUANTITY = re.compile(r"(\d+(?:\.\d+)?)(m|Ki|Mi|Gi|Ti|k|M|G)?")
_GIB = Decimal(2**30)
_BYTES = {
    "": 1, "k": 10**3, "M": 10**6, "G": 10**9,
    "Ki": 2**10, "Mi": 2**20, "Gi": 2**30, "Ti": 2**40,
}  # fmt: skip


@dataclass(frozen=True)
class Demand:
    """What pods request together."""

    vcpus: Decimal
    memory_gib: Decimal
    pods: Decimal

    def __add__(self, other: "Demand") -> "Demand":
        return Demand(
            self.vcpus + other.vcpus, self.memory_gib + other.memory_gib, self.pods + other.pods
        )

    def __mul__(self, count: Decimal) -> "Demand":
        return Demand(self.vcpus * count, self.memory_gib * count, self.pods * count)


def demand_of(plan: Plan, scenario: Scenario) -> Demand:
    """Sum the requests of every workload of the plan. Raises NotKnown, naming the workload."""
    total = Demand(Decimal(0), Decimal(0), Decimal(0))
    for workload in plan.of_kind(*WORKLOADS):
        total += pod_demand(workload) * replicas(workload, plan).at(scenario)
    return total


def pod_demand(workload: PlannedResource) -> Demand:
    """Sum the requests of one pod's containers. Raises NotKnown, naming the workload."""
    containers = inputs.blocks(workload, CONTAINERS)
    if not containers:
        raise NotKnown(f"{workload.name} names no containers")
    vcpus = sum((_requested(one, "cpu", workload) for one in containers), Decimal(0))
    memory = sum((_requested(one, "memory", workload) for one in containers), Decimal(0))
    return Demand(vcpus, memory / _GIB, Decimal(1))


def _requested(container: Block, what: str, workload: PlannedResource) -> Decimal:
    asked = (container.get("resources") or {}).get("requests") or {}
    if asked.get(what) is None:
        raise NotKnown(f"{workload.name} requests no {what}")
    return quantity(str(asked[what]))


def quantity(text: str) -> Decimal:
    """Give the figure of a Kubernetes quantity: `250m` is a quarter, `512Mi` is in bytes."""
    match = _QUANTITY.fullmatch(text.strip())
    if match is None:
        raise NotKnown(f"{text!r} is no Kubernetes quantity")
    figure, unit = Decimal(match.group(1)), match.group(2) or ""
    return figure / 1000 if unit == "m" else figure * _BYTES[unit]


def replicas(workload: PlannedResource, plan: Plan) -> Spread:
    """Give the fewest, usual and most pods of a workload. Raises NotKnown."""
    stated = inputs.number(workload, "spec.replicas", 1)
    for autoscaler in _autoscalers(workload, plan):
        least = inputs.number(autoscaler, "spec.minReplicas", 1)
        most = inputs.number(autoscaler, "spec.maxReplicas")
        return Spread(least, min(max(stated, least), most), most)
    return Spread.of(stated)


def _autoscalers(workload: PlannedResource, plan: Plan) -> Iterator[PlannedResource]:
    name = workload.read("metadata.name")
    for autoscaler in plan.of_kind(AUTOSCALER):
        named = autoscaler.read("spec.scaleTargetRef.name")
        linked = workload in plan.uses(autoscaler, "spec")
        if linked or (isinstance(named, str) and named == name):
            yield autoscaler
