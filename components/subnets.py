"""The address plan: where each zone and tier lies in the VPC. Arithmetic only."""

from ipaddress import IPv4Network
from typing import Literal

Tier = Literal["public", "private", "isolated"]

ZONE_LETTERS = "abcdef"

_ZONE_BITS = 3
"""Eight blocks: six for zones a to f, two left free."""

_SERVICE_NETWORKS = (IPv4Network("172.20.0.0/16"), IPv4Network("10.100.0.0/16"))
"""Between which EKS chooses too. Source: EKS API, KubernetesNetworkConfigRequest."""


def subnet_cidr(vpc: IPv4Network, zone: str, tier: Tier) -> IPv4Network:
    """The block of one tier in one zone; it depends on nothing else, so adding a zone moves none.

    A zone's block is halved: the first half is private, the second public and isolated.
    """
    zone_block = list(vpc.subnets(prefixlen_diff=_ZONE_BITS))[ZONE_LETTERS.index(zone)]
    private, rest = zone_block.subnets(prefixlen_diff=1)
    public, isolated = rest.subnets(prefixlen_diff=1)
    return {"private": private, "public": public, "isolated": isolated}[tier]


def service_network(vpc: IPv4Network) -> IPv4Network:
    """Where a cluster's Services have their addresses: beside the VPC, which must reach them."""
    return next(one for one in _SERVICE_NETWORKS if not one.overlaps(vpc))
