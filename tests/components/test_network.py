"""The network: who can get out, who cannot, and what is written down about it."""

from typing import Any

import pytest

from components.labels import Labels
from components.network import Network, NetworkArgs
from groundplan.plan import MISSING, Plan
from tests.components.recorded import (
    INGRESS,
    KEY_ARN,
    LOG_GROUP,
    ROLE_POLICY,
    SERVICES,
    of,
    only,
    recorded,
    used,
)

SUBNET = "aws:ec2/subnet:Subnet"
ROUTE = "aws:ec2/route:Route"
NAT = "aws:ec2/natGateway:NatGateway"
ENDPOINT = "aws:ec2/vpcEndpoint:VpcEndpoint"
TABLE = "aws:ec2/routeTable:RouteTable"
ASSOCIATION = "aws:ec2/routeTableAssociation:RouteTableAssociation"
OFFLINE = {name: {"internet_access": False} for name in SERVICES}
NEEDED = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]


def build(labels: Labels) -> None:
    Network("network", NetworkArgs(labels, labels.settings.network, KEY_ARN))


def network(**changes: Any) -> Plan:
    services = OFFLINE if changes.get("nat") == "none" else {}
    return recorded(build, {"network": changes, "services": services})


def ways_out(plan: Plan) -> dict[str, str]:
    """Which gateway each route table with a way out leads to."""
    found = {}
    for route in plan.of_kind(ROUTE):
        (table,) = used(plan, route, "routeTableId")
        gateways = used(plan, route, "natGatewayId") | used(plan, route, "gatewayId")
        assert route.read("destinationCidrBlock") == "0.0.0.0/0"
        (found[table],) = gateways
    return found


def test_a_zone_that_is_added_moves_no_subnet() -> None:
    before = of(network(availability_zones=["a", "c"]), SUBNET)
    after = of(network(availability_zones=["a", "b", "c"]), SUBNET)

    assert {name: after[name].inputs for name in before} == {
        name: subnet.inputs for name, subnet in before.items()
    }
    assert after.keys() - before.keys() == {
        "network-public-b",
        "network-private-b",
        "network-isolated-b",
    }


def test_each_tier_has_a_subnet_in_each_zone_and_none_gives_out_public_addresses() -> None:
    subnets = of(network(), SUBNET)

    assert {(one.read("tags.tier"), one.read("availabilityZone")) for one in subnets.values()} == {
        (tier, zone)
        for tier in ("public", "private", "isolated")
        for zone in ("eu-west-1a", "eu-west-1b")
    }
    assert {one.read("mapPublicIpOnLaunch") for one in subnets.values()} == {False}


@pytest.mark.parametrize(
    ("nat", "expected"),
    [
        ("none", {}),
        ("one", {"network-private-a": "network-nat-a", "network-private-b": "network-nat-a"}),
        ("per_zone", {"network-private-a": "network-nat-a", "network-private-b": "network-nat-b"}),
    ],
)
def test_private_subnets_leave_by_nat(nat: str, expected: dict[str, str]) -> None:
    plan = network(nat=nat, interface_endpoints=NEEDED)

    assert ways_out(plan) == {"network-public": "network", **expected}
    assert set(of(plan, NAT)) == set(expected.values()), "a gateway that nobody uses costs money"


def test_a_nat_gateway_stands_in_the_public_subnet_of_its_zone() -> None:
    plan = network(nat="per_zone")

    assert {name: used(plan, nat, "subnetId") for name, nat in of(plan, NAT).items()} == {
        "network-nat-a": {"network-public-a"},
        "network-nat-b": {"network-public-b"},
    }


def test_isolated_subnets_have_a_table_without_a_way_out() -> None:
    plan = network(nat="per_zone")
    tables = {
        name: used(plan, one, "routeTableId")
        for name, one in of(plan, ASSOCIATION).items()
        if "isolated" in name
    }

    assert tables == {name: {"network-isolated"} for name in tables}
    assert len(tables) == 2
    assert "network-isolated" not in ways_out(plan)


def test_every_subnet_belongs_to_the_table_of_its_tier_and_zone() -> None:
    plan = network()
    pairs = {
        (*used(plan, one, "subnetId"), *used(plan, one, "routeTableId"))
        for one in plan.of_kind(ASSOCIATION)
    }

    assert pairs == {
        ("network-public-a", "network-public"),
        ("network-public-b", "network-public"),
        ("network-private-a", "network-private-a"),
        ("network-private-b", "network-private-b"),
        ("network-isolated-a", "network-isolated"),
        ("network-isolated-b", "network-isolated"),
    }


def test_the_default_security_group_has_no_rules() -> None:
    default = only(network(), "aws:ec2/defaultSecurityGroup:DefaultSecurityGroup")

    assert (default.read("ingress"), default.read("egress")) == ([], [])


def test_s3_is_reached_inside_from_private_and_isolated_subnets() -> None:
    plan = network()
    endpoint = of(plan, ENDPOINT)["network-s3"]

    assert endpoint.read("vpcEndpointType") == "Gateway"
    assert endpoint.read("serviceName") == "com.amazonaws.eu-west-1.s3"
    assert used(plan, endpoint, "routeTableIds") == set(of(plan, TABLE)) - {"network-public"}


def test_interface_endpoints_stand_in_private_subnets_and_answer_the_vpc_only() -> None:
    plan = network(interface_endpoints=["ecr.api", "logs"])
    endpoints = of(plan, ENDPOINT)
    rule = only(plan, INGRESS)

    assert endpoints.keys() == {"network-s3", "network-ecr-api", "network-logs"}
    assert used(plan, endpoints["network-logs"], "subnetIds") == {
        "network-private-a",
        "network-private-b",
    }
    assert endpoints["network-logs"].read("privateDnsEnabled") is True
    assert (rule.read("cidrIpv4"), rule.read("fromPort"), rule.read("toPort")) == (
        "10.30.0.0/16",
        443,
        443,
    )


def test_without_interface_endpoints_no_security_group_is_left_over() -> None:
    assert list(network(interface_endpoints=[]).of_kind(INGRESS)) == []


def test_all_traffic_is_logged_encrypted_and_kept_as_the_settings_say() -> None:
    plan = network(flow_log_retention_days=60)
    flow_log = only(plan, "aws:ec2/flowLog:FlowLog")
    group = only(plan, LOG_GROUP)

    assert flow_log.read("trafficType") == "ALL"
    assert used(plan, flow_log, "vpcId") == {"network"}
    assert used(plan, flow_log, "logDestination") == {"network-flow-log"}
    assert (group.read("retentionInDays"), group.read("kmsKeyId")) == (60, KEY_ARN)


def test_the_flow_log_may_write_its_own_group_only() -> None:
    (statement,) = only(network(), ROLE_POLICY).document("policy")["Statement"]

    group = "arn:aws:logs:eu-west-1:111122223333:log-group:/shop/test/network/flow-log"
    assert statement["Resource"] == [group, f"{group}:*"]


def test_names_in_the_vpc_resolve() -> None:
    vpc = only(network(), "aws:ec2/vpc:Vpc")

    assert (vpc.read("enableDnsSupport"), vpc.read("enableDnsHostnames")) == (True, True)
    assert vpc.read("cidrBlock") == "10.30.0.0/16"
    assert vpc.read("instanceTenancy") is MISSING, "dedicated hardware costs extra"
