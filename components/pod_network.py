"""Whom the pods of a service may talk to, and who to them: everything else is closed."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from components.data_store import DataStore, Store
from components.manifest import Manifest
from groundplan.settings.service import Service, WebService

_DNS_PORT = 53
_HTTPS_PORT = 443
_POD_IDENTITY = "169.254.170.23/32"
"""Where a pod fetches its role's credentials. Source: EKS User Guide, Pod Identity Agent."""

_ANYWHERE = "0.0.0.0/0"


@dataclass(frozen=True, kw_only=True)
class Addresses:
    """The networks that rules name; those of Services are the cluster's own."""

    vpc: str
    services: str
    load_balancer: Sequence[str]
    data_stores: Sequence[str]


def closed() -> Manifest:
    """A policy under which no pod may talk; those of the services open what they need."""
    return {"podSelector": {}, "policyTypes": ["Ingress", "Egress"]}


def allowed(
    labels: dict[str, str], service: Service, stores: Iterable[Store], addresses: Addresses
) -> Manifest:
    """The load balancer in; names, credentials, stores that it refers to and calls out."""
    return {
        "podSelector": {"matchLabels": labels},
        "policyTypes": ["Ingress", "Egress"],
        "ingress": _ingress(service, addresses),
        "egress": [
            {
                "to": _blocks(addresses.services, addresses.vpc),
                "ports": [_port(_DNS_PORT, "UDP"), _port(_DNS_PORT)],
            },
            {"to": _blocks(_POD_IDENTITY), "ports": [_port(80)]},
            *_to_stores(stores, addresses),
            _outside(service, addresses),
        ],
    }


def _ingress(service: Service, addresses: Addresses) -> list[Manifest]:
    if not isinstance(service, WebService):
        return []
    return [{"from": _blocks(*addresses.load_balancer), "ports": [_port(service.port)]}]


def _to_stores(stores: Iterable[Store], addresses: Addresses) -> list[Manifest]:
    """Ours lie in subnets of their own; those that somebody else runs say where they are."""
    ways = {
        (tuple(addresses.data_stores) if isinstance(one, DataStore) else one.cidr_blocks, port)
        for one in stores
        for port in one.ports.values()
    }
    return [{"to": _blocks(*blocks), "ports": [_port(port)]} for blocks, port in sorted(ways)]


def _outside(service: Service, addresses: Addresses) -> Manifest:
    """Without internet access only AWS's endpoints in the VPC are left."""
    if not service.internet_access:
        return {"to": _blocks(addresses.vpc), "ports": [_port(_HTTPS_PORT)]}
    ports = dict.fromkeys((_HTTPS_PORT, *service.egress_ports))
    return {"to": _blocks(_ANYWHERE), "ports": [_port(port) for port in ports]}


def _blocks(*networks: str) -> list[Manifest]:
    return [{"ipBlock": {"cidr": network}} for network in networks]


def _port(port: int, protocol: str = "TCP") -> Manifest:
    return {"protocol": protocol, "port": port}
