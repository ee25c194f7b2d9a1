"""What pods share is their nodes' security group: who may reach it, and what it may reach.

Which pod may, its NetworkPolicy says: security groups of their own would bind pods to certain
instances. One rule resource per rule.
"""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.data_store import DataStore
from components.eks_cluster import EksCluster
from components.load_balancer import LoadBalancer
from components.surroundings import Surroundings
from groundplan.settings.settings import Settings


def open_paths(
    cluster: EksCluster, stack: Settings, balancer: LoadBalancer, around: Surroundings
) -> None:
    """From the load balancer to the ports of web services; to the stores that services name."""
    fronts = {service.port: balancer.fronts[key] for key, service in stack.web_services.items()}
    for port, front in fronts.items():
        name, source = f"pods-{port}-from-load-balancer", front.security_group_id
        target = cluster.security_group_id
        aws.vpc.SecurityGroupEgressRule(
            name, security_group_id=source, **_rule(name, target, port, cluster)
        )
        aws.vpc.SecurityGroupIngressRule(
            name, security_group_id=target, **_rule(name, source, port, cluster)
        )
    stores = {
        key: store
        for service in stack.services.values()
        for key, store in around.stores(service).items()
    }
    for key, store in stores.items():
        if not isinstance(store, DataStore):
            continue  # the cluster's own group lets everything out
        for ending, port in store.ports.items():
            name = f"pods-to-{key.replace('.', '-')}{ending}"
            aws.vpc.SecurityGroupIngressRule(
                name,
                security_group_id=store.security_group_id,
                **_rule(name, cluster.security_group_id, port, cluster),
            )


def _rule(name: str, other: pulumi.Input[str], port: int, cluster: EksCluster) -> dict[str, Any]:
    return {
        "referenced_security_group_id": other,
        "description": name,
        "ip_protocol": "tcp",
        "from_port": port,
        "to_port": port,
        "opts": pulumi.ResourceOptions(parent=cluster),
    }
