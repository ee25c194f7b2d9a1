"""Workloads of Kubernetes that answer requests from outside the cluster.

A balancer reaches pods through a Service: an Ingress names it as a backend, a TargetGroupBinding
by `serviceRef` (AWS Load Balancer Controller, "TargetGroupBinding"), a Service of the type
LoadBalancer is reached itself. A Service sends to the pods whose labels its selector matches
(kubernetes.io/docs/concepts/services-networking/service).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.cost.kubernetes_ingress import INGRESS
from groundplan.cost.pods import WORKLOADS
from groundplan.plan import MISSING, Plan, PlannedResource

SERVICE = "kubernetes:core/v1:Service"
BINDINGS = (
    "kubernetes:eks.amazonaws.com/v1:TargetGroupBinding",
    "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding",
)
Reached = tuple[str, str]
"""The namespace and the name of a Service."""


def web_workloads(plan: Plan) -> Iterator[PlannedResource]:
    """Yield the workloads behind a Service that something outside the cluster reaches."""
    selectors = [
        (namespace(service), selector)
        for service in _reached_services(plan)
        if isinstance(selector := service.read("spec.selector"), Mapping)
    ]
    for workload in plan.of_kind(*WORKLOADS) if selectors else ():
        labels = workload.read("spec.template.metadata.labels")
        if isinstance(labels, Mapping) and any(
            home == namespace(workload) and selector.items() <= labels.items()
            for home, selector in selectors
        ):
            yield workload


def _reached_services(plan: Plan) -> Iterator[PlannedResource]:
    """Yield Services by name, or by the property that a front was made from."""
    named, linked = set[Reached](), set[str]()
    for front in plan.of_kind(*BINDINGS, INGRESS):
        named.update((namespace(front), name) for name in _names(front.read("spec")))
        linked.update(one.urn for one in plan.uses(front, "spec"))
    for service in plan.of_kind(SERVICE):
        key = namespace(service), str(service.read("metadata.name"))
        if key in named or service.urn in linked or service.read("spec.type") == "LoadBalancer":
            yield service


def _names(spec: Any) -> Iterator[str]:
    """Yield the name of every backend in a spec, at any depth."""
    if isinstance(spec, Mapping):
        for key, value in spec.items():
            backend = key in {"service", "serviceRef"} and isinstance(value, Mapping)
            if backend and isinstance(value.get("name"), str):
                yield value["name"]
            yield from _names(value)
    elif isinstance(spec, list | tuple):
        for one in spec:
            yield from _names(one)


def namespace(resource: PlannedResource) -> str:
    """Give the namespace that an object states, `default` where it states none."""
    stated = resource.read("metadata.namespace")
    return "default" if stated is MISSING else str(stated)
