"""EKS: extended support by date, nodes by range, workloads through their nodes."""

from datetime import date
from decimal import Decimal

import pytest

from groundplan.plan import PlannedResource
from tests.cost.plans import monthly, priced, resource

CLUSTER = "aws:eks/cluster:Cluster"
NODES = "aws:eks/nodeGroup:NodeGroup"


@pytest.mark.parametrize("version", ["1.30", "1.31", "1.32"])
def test_versions_after_1_29_reach_extended_support_too(version: str) -> None:
    """Infracost's table stops at 1.29 and shows $73 where AWS bills $438."""
    cluster = resource(CLUSTER, "main", version=version)
    assert monthly(priced(cluster, as_of=date(2026, 6, 1)), "main") == 730 * Decimal("0.60")


def test_the_day_decides() -> None:
    cluster = resource(CLUSTER, "main", version="1.33")
    before, after = date(2026, 7, 28), date(2026, 7, 29)
    assert monthly(priced(cluster, as_of=before), "main") == 73
    assert monthly(priced(cluster, as_of=after), "main") == 438


def test_nodes_cost_their_instances_and_disks_over_their_range() -> None:
    group = resource(
        NODES,
        "workers",
        instanceTypes=["m6g.large"],
        diskSize=50,
        scalingConfig={"minSize": 2, "desiredSize": 3, "maxSize": 6},
    )
    one = 730 * Decimal("0.077") + 50 * Decimal("0.10")
    fixed = priced(group).fixed
    assert (fixed.low, fixed.expected, fixed.high) == (2 * one, 3 * one, 6 * one)


def test_nodes_without_settings_are_what_eks_starts() -> None:
    bill = priced(resource(NODES, "workers", scalingConfig={"desiredSize": 1}))
    assert bill.fixed.expected == 730 * Decimal("0.0416") + 20 * Decimal("0.10")


def test_pods_are_charged_through_their_nodes() -> None:
    bill = priced(resource("kubernetes:apps/v1:Deployment", "api"), region=None)
    assert [line.kind for line in bill.items] == ["free"]


def test_a_load_balancer_the_cluster_makes_is_unpriced_not_free() -> None:
    service = resource("kubernetes:core/v1:Service", "api", spec={"type": "LoadBalancer"})
    assert len(priced(service).unpriced) == 1


def test_auto_mode_nodes_are_unpriced_until_usage_tells_what_runs() -> None:
    cluster = resource(CLUSTER, "main", version="1.35", computeConfig={"enabled": True})
    assert [line.item for line in priced(cluster).unpriced] == ["Auto Mode nodes"]
    bill = priced(cluster, usage={"main": {"monthly_auto_mode_ec2_usd": 300}})
    assert bill.total.expected == 73 + 300 + 300 * Decimal("0.12")


def api(**requests: str) -> PlannedResource:
    containers = [{"name": "api", "resources": {"requests": requests}}]
    template = {"spec": {"containers": containers}}
    return resource(
        "kubernetes:apps/v1:Deployment",
        "api",
        metadata={"name": "api"},
        spec={"replicas": 3, "template": template},
    )


AUTO_MODE = resource(CLUSTER, "main", version="1.35", computeConfig={"enabled": True})


def test_auto_mode_nodes_follow_the_pods_over_the_range_of_their_autoscaler() -> None:
    scaler = resource(
        "kubernetes:autoscaling/v2:HorizontalPodAutoscaler",
        "api",
        spec={"scaleTargetRef": {"name": "api"}, "minReplicas": 3, "maxReplicas": 20},
    )
    fixed = priced(AUTO_MODE, api(cpu="500m", memory="1Gi"), scaler).fixed
    node = 730 * Decimal("0.096") * Decimal("1.12")
    # 3 pods: 1.5 vCPU fit a node of 1.8; 20 pods: 10 vCPU need six
    assert fixed.low == fixed.expected == 73 + node
    assert fixed.high == 73 + 6 * node


def test_memory_decides_where_it_is_what_pods_ask_for() -> None:
    bill = priced(AUTO_MODE, api(cpu="100m", memory="4096Mi"))
    # 3 pods of 4 GiB: 12 GiB need two nodes of 6.5
    assert bill.fixed.expected == 73 + 2 * 730 * Decimal("0.096") * Decimal("1.12")


def test_pods_without_requests_leave_the_nodes_unpriced() -> None:
    bill = priced(AUTO_MODE, api(cpu="100m"))
    (gap,) = bill.unpriced
    assert "api requests no memory" in (gap.assumption or "")


def test_the_add_on_that_watches_is_charged_by_what_it_observes() -> None:
    watching = resource(
        "aws:eks/addon:Addon", "insights", addonName="amazon-cloudwatch-observability"
    )
    bill = priced(watching, usage={"insights": {"monthly_observations": 50_000_000}})
    assert bill.total.expected == 50 * Decimal("0.21")
    plain = priced(resource("aws:eks/addon:Addon", "dns", addonName="coredns"))
    assert [line.kind for line in plain.items] == ["free"]


def test_a_small_production_cluster_worked_out_by_hand() -> None:
    """Version 1.35 in standard support, three nodes, an Ingress, 400 GB out, one NAT."""
    bill = priced(
        resource(CLUSTER, "main", version="1.35"),
        resource(
            NODES,
            "nodes",
            instanceTypes=["m6i.large"],
            diskSize=80,
            scalingConfig={"minSize": 3, "desiredSize": 3, "maxSize": 3},
        ),
        resource(
            "kubernetes:networking.k8s.io/v1:Ingress",
            "front",
            metadata={"annotations": {"alb.ingress.kubernetes.io/scheme": "internet-facing"}},
            spec={"ingressClassName": "alb"},
        ),
        resource("aws:ec2/natGateway:NatGateway", "way-out"),
        resource("aws:ec2/eip:Eip", "address"),
        usage={
            "front": {"processed_bytes_gb": 400, "monthly_outbound_internet_gb": 400},
            "way-out": {"monthly_data_processed_gb": 100},
        },
        as_of=date(2026, 11, 1),
    )
    control_plane = 730 * Decimal("0.10")  # 73.00
    nodes = 3 * (730 * Decimal("0.096") + 80 * Decimal("0.10"))  # 3 x (70.08 + 8.00) = 234.24
    # 0.548 capacity units: 400 GB over 730 hours; addresses in two zones
    balancer = 730 * Decimal("0.0225") + 400 * Decimal("0.008") + 2 * 730 * Decimal("0.005")
    out = 400 * Decimal("0.09")  # 36.00
    gateway = 730 * Decimal("0.045") + 100 * Decimal("0.045") + 730 * Decimal("0.005")
    assert balancer == Decimal("26.925")
    assert gateway == Decimal("41.000")
    assert bill.total.expected == control_plane + nodes + balancer + out + gateway
    assert bill.total.expected == Decimal("411.165")
