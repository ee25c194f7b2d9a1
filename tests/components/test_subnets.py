"""The address plan: stable, disjoint, within the VPC."""

from ipaddress import IPv4Network
from itertools import combinations

from hypothesis import given
from hypothesis import strategies as st

from components.subnets import ZONE_LETTERS, Tier, subnet_cidr

TIERS: tuple[Tier, ...] = ("public", "private", "isolated")

LAYOUT_16 = {
    "a": ("10.20.16.0/21", "10.20.0.0/20", "10.20.24.0/21"),
    "b": ("10.20.48.0/21", "10.20.32.0/20", "10.20.56.0/21"),
    "c": ("10.20.80.0/21", "10.20.64.0/20", "10.20.88.0/21"),
    "d": ("10.20.112.0/21", "10.20.96.0/20", "10.20.120.0/21"),
    "e": ("10.20.144.0/21", "10.20.128.0/20", "10.20.152.0/21"),
    "f": ("10.20.176.0/21", "10.20.160.0/20", "10.20.184.0/21"),
}
"""Pinned: stacks that stand have these subnets, and AWS replaces a subnet that moves."""

vpcs = st.builds(
    lambda prefix, number: IPv4Network((0x0A000000 + (number << (32 - prefix)), prefix)),
    st.integers(16, 21),
    st.integers(0, 255),
)


def layout(vpc: IPv4Network) -> list[IPv4Network]:
    return [subnet_cidr(vpc, zone, tier) for zone in ZONE_LETTERS for tier in TIERS]


def test_the_layout_of_a_16_is_pinned() -> None:
    vpc = IPv4Network("10.20.0.0/16")

    assert {
        zone: tuple(str(subnet_cidr(vpc, zone, tier)) for tier in TIERS) for zone in ZONE_LETTERS
    } == LAYOUT_16


@given(vpcs)
def test_every_subnet_lies_in_the_vpc(vpc: IPv4Network) -> None:
    assert all(subnet.subnet_of(vpc) for subnet in layout(vpc))


@given(vpcs)
def test_no_two_subnets_overlap(vpc: IPv4Network) -> None:
    assert not any(one.overlaps(other) for one, other in combinations(layout(vpc), 2))


@given(vpcs)
def test_every_subnet_is_of_a_size_that_aws_and_a_load_balancer_take(vpc: IPv4Network) -> None:
    assert all(16 <= subnet.prefixlen <= 27 for subnet in layout(vpc))


@given(vpcs)
def test_private_subnets_are_twice_as_large_since_the_tasks_are_there(vpc: IPv4Network) -> None:
    sizes = {tier: subnet_cidr(vpc, "a", tier).num_addresses for tier in TIERS}

    assert sizes["private"] == 2 * sizes["public"] == 2 * sizes["isolated"]
