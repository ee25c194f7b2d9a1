"""Application load balancers that a cluster makes for its Ingresses.

Source: AWS Load Balancer Controller, "Ingress annotations": one balancer per Ingress of the class
`alb`, one for all Ingresses of the same `group.name`, internal unless `scheme` says otherwise. An
application load balancer spans two zones at least (docs.aws.amazon.com/elasticloadbalancing).
"""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.load_balancer import FAMILIES, balancer_lines, data_out, public_addresses
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import MISSING, Plan, PlannedResource

INGRESS = "kubernetes:networking.k8s.io/v1:Ingress"
INGRESS_CLASS = "kubernetes:networking.k8s.io/v1:IngressClass"
OF_AWS = ("eks.amazonaws.com/alb", "ingress.k8s.aws/alb")
OURS = "alb.ingress.kubernetes.io"
OLDER_CLASS = "kubernetes.io/ingress.class"
FEWEST_ZONES = 2


def ingress(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the balancer of an Ingress, or of the first one of its group."""
    name = _class_of(resource)
    if name is None:
        yield quote.unpriced("Load balancer of the Ingress", "it names no class: give one")
    elif name not in _classes_of_aws(quote.plan):
        yield quote.free(f"served by the controller of {name}, whose Service is charged")
    elif _leader(resource, quote.plan).urn != resource.urn:
        yield quote.free(f"shares the load balancer of {_leader(resource, quote.plan).name}")
    else:
        yield from balancer_lines(FAMILIES["application"], quote)
        if _annotation(resource, "scheme") == "internet-facing":
            named = str(_annotation(resource, "subnets") or "").split(",")
            yield from public_addresses(max(len(named), FEWEST_ZONES), quote)
            yield from data_out(quote)


def makes_balancer(resource: PlannedResource, plan: Plan) -> bool:
    """Whether AWS makes a load balancer for this Ingress, alone or as the first of its group."""
    stated = resource.read("spec.ingressClassName")
    older = _annotations(resource).get(OLDER_CLASS)
    of_aws = (older if stated is MISSING else stated) in _classes_of_aws(plan)
    return of_aws and _leader(resource, plan).urn == resource.urn


def _class_of(resource: PlannedResource) -> str | None:
    """Give the class that the Ingress names, in its spec or by the older annotation."""
    if inputs.is_set(resource, "spec.ingressClassName"):
        return inputs.text(resource, "spec.ingressClassName")
    return _annotations(resource).get(OLDER_CLASS)


def _classes_of_aws(plan: Plan) -> set[str]:
    """Give the classes that make AWS load balancers: `alb`, and those of the plan that say so."""
    named = (one for one in plan.of_kind(INGRESS_CLASS) if one.read("spec.controller") in OF_AWS)
    return {"alb", *(str(one.read("metadata.name")) for one in named)}


def _leader(resource: PlannedResource, plan: Plan) -> PlannedResource:
    group = _annotation(resource, "group.name")
    if group is None:
        return resource
    members = [one for one in plan.of_kind(INGRESS) if _annotation(one, "group.name") == group]
    return min(members, key=lambda one: one.urn)


def _annotation(resource: PlannedResource, name: str) -> Any:
    return _annotations(resource).get(f"{OURS}/{name}")


def _annotations(resource: PlannedResource) -> Mapping[str, Any]:
    found = resource.read("metadata.annotations")
    return found if isinstance(found, Mapping) else {}


RULES: Mapping[str, PricingRule] = {INGRESS: ingress}
