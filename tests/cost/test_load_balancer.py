"""Load balancers: the capacity unit is the largest dimension, charged every hour."""

from decimal import Decimal

from tests.cost.plans import lines_of, monthly, priced, resource

TOKEN = "aws:lb/loadBalancer:LoadBalancer"
UNITS = "Load balancer capacity units"


def capacity_units(kind: str, usage: dict[str, object]) -> Decimal:
    balancer = resource(TOKEN, "front", loadBalancerType=kind, internal=True)
    line = lines_of(priced(balancer, usage={"front": usage}), "front")[UNITS]
    assert line.quantity is not None
    return line.quantity / 730


def test_ten_thousand_new_connections_a_second_are_400_units() -> None:
    """Infracost counts 10,000 per second as 100 LCU-hours a month and shows $0.80."""
    balancer = resource(TOKEN, "front", internal=True)
    bill = priced(balancer, usage={"front": {"new_connections": 10_000}})
    units = Decimal(10_000) / 25
    assert bill.usage.expected == units * 730 * Decimal("0.008") == Decimal(2336)


def test_units_follow_the_largest_dimension_only() -> None:
    usage = {"new_connections": 50, "active_connections": 3000, "processed_bytes_gb": 365}
    assert capacity_units("application", usage) == 2  # 50/25 = 2, 3000/3000 = 1, 365/730 = 0.5


def test_network_load_balancers_have_their_own_measures() -> None:
    assert capacity_units("network", {"new_connections": 800}) == 1
    assert capacity_units("network", {"active_connections": 200_000}) == 2


def test_a_public_load_balancer_pays_for_an_address_per_zone() -> None:
    subnets = ["subnet-a", "subnet-b", "subnet-c"]
    bill = priced(resource(TOKEN, "front", subnets=subnets), region="eu-west-1")
    addresses = lines_of(bill, "front")["Public IPv4 addresses"]
    assert addresses.monthly == 3 * 730 * Decimal("0.005")
    assert monthly(bill, "front", "fixed") == 730 * Decimal("0.0252")


def test_an_internal_load_balancer_has_no_public_address() -> None:
    bill = priced(resource(TOKEN, "inside", internal=True, subnets=["subnet-a"]))
    assert "Public IPv4 addresses" not in lines_of(bill, "inside")


def test_an_unknown_kind_of_load_balancer_is_unpriced() -> None:
    bill = priced(resource(TOKEN, "odd", loadBalancerType="quantum"))
    assert [line.kind for line in bill.items] == ["unpriced"]


def test_classic_load_balancer() -> None:
    bill = priced(
        resource("aws:elb/loadBalancer:LoadBalancer", "old"),
        usage={"old": {"monthly_data_processed_gb": 10}},
    )
    assert monthly(bill, "old") == 730 * Decimal("0.025") + 10 * Decimal("0.008")
