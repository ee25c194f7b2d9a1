"""Which address ranges are the internet."""

from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Network, IPv6Network, collapse_addresses, ip_network

Network = IPv4Network | IPv6Network

_OWN = tuple(
    ip_network(one)
    for one in (
        *("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16", "100.64.0.0/10", "127.0.0.0/8"),
        *("169.254.0.0/16", "fc00::/7", "fe80::/10"),
    )
)
"""RFC 1918, carrier-grade NAT (RFC 6598), loopback, link-local and unique local addresses."""

_WIDE_BITS = 8
"""A union wider than a /8 is nobody's own network: 0.0.0.0/1 with 128.0.0.0/1 is the internet."""


@lru_cache(maxsize=4096)
def parse(text: str) -> Network | None:
    """The network that a CIDR names; None for text that is none."""
    try:
        return ip_network(text.strip(), strict=False)
    except ValueError:
        return None


def covers_internet(cidrs: Iterable[str]) -> bool:
    """Whether the public part of these ranges together is wider than a /8."""
    networks = {network for text in cidrs if (network := parse(text)) and not _is_own(network)}
    v4 = [one for one in networks if isinstance(one, IPv4Network)]
    v6 = [one for one in networks if isinstance(one, IPv6Network)]
    return _share(collapse_addresses(v4), 32) or _share(collapse_addresses(v6), 128)


def _is_own(network: Network) -> bool:
    return any(
        (
            isinstance(network, IPv4Network)
            and isinstance(own, IPv4Network)
            and network.subnet_of(own)
        )
        or (
            isinstance(network, IPv6Network)
            and isinstance(own, IPv6Network)
            and network.subnet_of(own)
        )
        for own in _OWN
    )


def _share(networks: Iterable[Network], bits: int) -> bool:
    return sum(one.num_addresses for one in networks) > 2 ** (bits - _WIDE_BITS)
