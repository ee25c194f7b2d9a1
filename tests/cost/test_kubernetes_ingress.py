"""An Ingress makes a load balancer, alone or with others of its group."""

from decimal import Decimal
from typing import Any

from groundplan.plan import PlannedResource
from tests.cost.plans import monthly, priced, resource

HOURS = 730 * Decimal("0.0225")
ADDRESSES = 2 * 730 * Decimal("0.005")


def ingress(name: str, group: str | None = None, **spec: Any) -> PlannedResource:
    annotations = {"alb.ingress.kubernetes.io/scheme": "internet-facing"}
    if group:
        annotations["alb.ingress.kubernetes.io/group.name"] = group
    return resource(
        "kubernetes:networking.k8s.io/v1:Ingress",
        name,
        metadata={"annotations": annotations},
        spec={"ingressClassName": "alb"} | spec,
    )


def test_a_public_ingress_costs_a_balancer_and_an_address_in_two_zones() -> None:
    assert monthly(priced(ingress("shop")), "shop") == HOURS + ADDRESSES


def test_its_capacity_units_follow_usage() -> None:
    bill = priced(ingress("shop"), usage={"shop": {"new_connections": 50}})
    assert monthly(bill, "shop") == HOURS + ADDRESSES + 2 * 730 * Decimal("0.008")


def test_ingresses_of_one_group_share_a_balancer() -> None:
    bill = priced(ingress("api", "front"), ingress("shop", "front"), ingress("alone"))
    assert bill.total.expected == 2 * (HOURS + ADDRESSES)


def test_another_class_is_served_by_its_own_controller() -> None:
    bill = priced(ingress("shop", ingressClassName="nginx"))
    assert [line.kind for line in bill.items] == ["free"]


def test_a_class_of_the_plan_may_be_the_one_of_auto_mode() -> None:
    own = resource(
        "kubernetes:networking.k8s.io/v1:IngressClass",
        "class",
        metadata={"name": "front"},
        spec={"controller": "eks.amazonaws.com/alb"},
    )
    bill = priced(ingress("shop", ingressClassName="front"), own)
    assert monthly(bill, "shop") == HOURS + ADDRESSES


def test_an_ingress_without_a_class_is_unpriced() -> None:
    bill = priced(resource("kubernetes:networking.k8s.io/v1:Ingress", "shop", spec={}))
    assert [line.urn.rsplit("::", 1)[-1] for line in bill.unpriced] == ["shop"]
