"""Requests that pods answer: found through the Service that something outside reaches."""

from decimal import Decimal
from typing import Any

import pytest

from groundplan.cost import Usage, assume, estimate
from groundplan.cost.bill import Bill
from groundplan.plan import UNKNOWN, PlannedResource
from tests.cost.plans import AS_OF, lines_of, plan_of, resource

SHARE = Decimal("525.6")
"""GB a month of 2 vCPU at 5 requests per second, 20 KB each."""


def deployment(name: str = "web", namespace: str | None = None) -> PlannedResource:
    container = {"resources": {"requests": {"cpu": "500m", "memory": "1Gi"}}}
    labels = {"app": name, "tier": "front"}
    return resource(
        "kubernetes:apps/v1:Deployment", name,
        metadata={"name": name} | ({"namespace": namespace} if namespace else {}),
        spec={"replicas": 4, "template": {
            "metadata": {"labels": labels}, "spec": {"containers": [container]},
        }},
    )  # fmt: skip


def service(name: Any = "web", **spec: Any) -> PlannedResource:
    selected = {"selector": {"app": "web"}} | spec
    return resource(
        "kubernetes:core/v1:Service", "web-service", metadata={"name": name}, spec=selected
    )


def binding(reference: Any = "web", **options: Any) -> PlannedResource:
    kind = "kubernetes:elbv2.k8s.aws/v1beta1:TargetGroupBinding"
    return resource(kind, "web", spec={"serviceRef": {"name": reference, "port": 80}}, **options)


def ingress(name: str = "shop", backend: str = "web") -> PlannedResource:
    path = {"path": "/", "backend": {"service": {"name": backend, "port": {"number": 80}}}}
    return resource(
        "kubernetes:networking.k8s.io/v1:Ingress", name,
        metadata={"annotations": {"alb.ingress.kubernetes.io/scheme": "internet-facing"}},
        spec={"ingressClassName": "alb", "rules": [{"http": {"paths": [path]}}]},
    )  # fmt: skip


def front() -> PlannedResource:
    return resource("aws:lb/loadBalancer:LoadBalancer", "front")


def assumed(*resources: PlannedResource) -> Bill:
    plan = plan_of(*resources)
    return estimate(plan, usage=assume(plan, Usage.empty()), as_of=AS_OF)


def data_out(bill: Bill, name: str = "front") -> Decimal | None:
    return lines_of(bill, name)["Data transfer out to the internet"].quantity


def test_pods_behind_a_bound_service_answer_the_requests_of_the_balancer() -> None:
    assert data_out(assumed(deployment(), service(), binding(), front())) == SHARE


def test_a_service_whose_name_is_known_later_is_found_by_its_link() -> None:
    unnamed = service(UNKNOWN)
    bound = binding(UNKNOWN, uses={"spec": (unnamed,)})
    assert data_out(assumed(deployment(), unnamed, bound, front())) == SHARE


@pytest.mark.parametrize(
    "others",
    [
        pytest.param((service(), binding("admin")), id="another service is bound"),
        pytest.param((service(), ), id="nothing outside reaches the service"),
        pytest.param((service(selector={"app": "worker"}), binding()), id="it selects other pods"),
        pytest.param((binding(),), id="there is no service"),
    ],
)  # fmt: skip
def test_pods_that_nothing_outside_reaches_answer_no_requests(
    others: tuple[PlannedResource, ...],
) -> None:
    assert data_out(assumed(deployment(), *others, front())) is None


def test_pods_of_another_namespace_are_not_meant() -> None:
    assert data_out(assumed(deployment(namespace="jobs"), service(), binding(), front())) is None


def test_an_ingress_carries_the_traffic_of_its_backend() -> None:
    assert data_out(assumed(deployment(), service(), ingress()), "shop") == SHARE


def test_balancers_share_the_requests() -> None:
    bill = assumed(deployment(), service(), ingress("shop"), ingress("api"))
    assert data_out(bill, "shop") == data_out(bill, "api") == SHARE / 2


def test_lines_of_pods_are_in_the_group_of_their_cluster() -> None:
    name = "/aws/containerinsights/main/application"
    groups = (
        resource("aws:cloudwatch/logGroup:LogGroup", "pods", name=name, retentionInDays=30),
        resource("aws:cloudwatch/logGroup:LogGroup", "web", name="/web", retentionInDays=30),
    )
    bill = assumed(deployment(), service(), binding(), *groups)
    # 26.28 million requests at 0.5 KB
    assert lines_of(bill, "pods")["Data ingested"].quantity == Decimal("13.14")
    assert lines_of(bill, "web")["Data ingested"].quantity == Decimal("0.5")


def test_pods_pay_for_what_they_move_to_the_other_zones_of_their_cluster() -> None:
    cluster = resource(
        "aws:eks/cluster:Cluster", "main", version="1.35", vpcConfig={"subnetIds": [UNKNOWN] * 3}
    )
    bill = assumed(deployment(), service(), binding(), cluster)
    # 262.8 GB at 10 KB per request, two thirds of it to other zones, both ways
    moved = lines_of(bill, "web")["Data between zones, both ways"].quantity
    assert moved is not None
    assert round(moved, 6) == Decimal("350.4")
    assert "Data between zones, both ways" not in lines_of(assumed(deployment(), cluster), "web")


def test_secrets_are_read_at_every_start_of_a_pod() -> None:
    secret = resource("aws:secretsmanager/secret:Secret", "key")
    bill = assumed(deployment(), secret)
    # 4 pods, 20 deployments a month
    (calls,) = [line for line in lines_of(bill, "key").values() if line.kind == "usage"]
    assert calls.quantity == Decimal("0.008")
