"""Guards of services that run on EKS."""

from collections.abc import Iterator
from datetime import timedelta
from fractions import Fraction
from math import ceil

from groundplan.settings.deployment import Recreate, Rolling
from groundplan.settings.eks_cluster import (
    AS_OF,
    STANDARD_SUPPORT_ENDS,
    EksSettings,
    ManagedNodes,
)
from groundplan.settings.problem import Problem
from groundplan.settings.reference import names_in
from groundplan.settings.service import WebService, WorkerService
from groundplan.settings.settings import Settings

_TIME_TO_UPGRADE = timedelta(days=60)
"""EKS tells of the end of a version's support so long before it."""

_FOR_PODS_PERCENT = 85
"""What a node leaves: the rest is the kubelet's, the agents' for logs, metrics and secrets.

Source: EKS User Guide, reserve compute resources for system daemons.
"""

_CPU_UNITS, _MIB = 1024, 1024


def kubernetes_version_is_supported(settings: Settings) -> Iterator[Problem]:
    """In extended support a cluster costs six times as much; without it, EKS upgrades by itself."""
    if not isinstance(settings.compute, EksSettings):
        return
    supported = [
        version for version, end in STANDARD_SUPPORT_ENDS.items() if end >= AS_OF + _TIME_TO_UPGRADE
    ]
    version = settings.compute.version
    if version not in supported:
        end = STANDARD_SUPPORT_ENDS.get(version)
        known = f"leaves standard support on {end}" if end else "is not in the calendar of versions"
        yield Problem(
            ("compute", "version"),
            f"{known}, and EKS would upgrade the cluster when it likes; write {supported[-1]}",
            version,
        )


def nodes_need_nat(settings: Settings) -> Iterator[Problem]:
    """Nodes join the cluster, fetch images and report by calling AWS from private subnets."""
    if isinstance(settings.compute, EksSettings) and settings.network.nat == "none":
        yield Problem(
            ("network", "nat"),
            "nodes live in private subnets and could not join the cluster; "
            "write nat: one or per_zone",
            "none",
        )


def pods_fit_the_nodes(settings: Settings) -> Iterator[Problem]:
    """An autoscaler that finds no node leaves its pods pending: max_tasks would be a wish.

    Each service may have one pod more while it is deployed.
    """
    if not isinstance(settings.compute, EksSettings):
        return
    nodes = settings.compute.nodes
    key = "count" if isinstance(nodes, ManagedNodes) else "max_vcpus"
    for what, needed, most in (
        ("vCPU", _asked(settings, "cpu_units", _CPU_UNITS), nodes.most_vcpus),
        ("GiB of memory", _asked(settings, "memory_mib", _MIB), nodes.most_memory_gib),
    ):
        if most is not None and needed * 100 > most * _FOR_PODS_PERCENT:
            growth = Fraction(needed * 100, most * _FOR_PODS_PERCENT)
            value = getattr(nodes, key)
            yield Problem(
                ("compute", "nodes", key),
                f"at max_tasks the services ask for {float(needed):g} {what}, the nodes leave "
                f"{most * _FOR_PODS_PERCENT / 100:g} of {most} to them and further pods would stay "
                f"pending; write {ceil(value * growth)}, or lower max_tasks",
                value,
            )


def _asked(settings: Settings, size: str, unit: int) -> Fraction:
    """What all pods ask for together, with one more of each service that is deployed anew."""
    asked = (
        Fraction(getattr(service, size), unit) * settings.most_tasks_deploying(service)
        for service in settings.services.values()
    )
    return sum(asked, Fraction(0))


def images_run_on_the_nodes(settings: Settings) -> Iterator[Problem]:
    """An image for another processor does not start: exec format error, in a loop."""
    if not isinstance(settings.compute, EksSettings):
        return
    nodes = settings.compute.nodes
    if not isinstance(nodes, ManagedNodes):
        return
    for name, service in settings.services.items():
        if service.architecture != nodes.architecture:
            yield Problem(
                ("services", name, "architecture"),
                f"the nodes are {nodes.instance_type}, which runs {nodes.architecture} only; write "
                f"{nodes.architecture}, another instance_type, or capacity: auto",
                service.architecture,
            )


def spot_needs_auto_mode(settings: Settings) -> Iterator[Problem]:
    """A pod asks for one kind of capacity; a share of a service cannot ask for another."""
    if not isinstance(settings.compute, EksSettings):
        return
    managed = isinstance(settings.compute.nodes, ManagedNodes)
    for name, service in settings.services.items():
        spot = service.spot_percent if isinstance(service, WorkerService) else 0
        if spot and (managed or spot < 100):  # noqa: PLR2004 - percent
            words = (
                "the managed node group is on-demand; write 0, or capacity: auto"
                if managed
                else "all pods of a service are alike on Kubernetes; write 0 or 100"
            )
            yield Problem(("services", name, "spot_percent"), words, spot)


def pods_reach_storage_by_internet(settings: Settings) -> Iterator[Problem]:
    """A NetworkPolicy knows addresses, and S3 has many outside of the VPC.

    Source: Kubernetes documentation, network policies, ipBlock.
    """
    if not isinstance(settings.compute, EksSettings):
        return
    for name, service in settings.services.items():
        named = names_in(service)
        if not service.internet_access and any(one.startswith("storage.") for one in named):
            yield Problem(
                ("services", name, "internet_access"),
                "on EKS a pod without it does not reach S3, which this service refers to; "
                "write true",
                value=False,
            )


def kubernetes_knows_the_setting(settings: Settings) -> Iterator[Problem]:
    """What ECS and Application Auto Scaling do, and a Deployment with its autoscaler does not."""
    if not isinstance(settings.compute, EksSettings):
        return
    for name, service in settings.services.items():
        if isinstance(service, WebService | WorkerService) and service.scaling.scheduled:
            yield Problem(
                ("services", name, "scaling", "scheduled"),
                "a HorizontalPodAutoscaler has one pair of bounds; leave it out, or run on fargate",
            )
        if isinstance(service, WebService) and not isinstance(
            service.deployment, Rolling | Recreate
        ):
            yield Problem(
                ("services", name, "deployment", "strategy"),
                "ECS moves traffic between two sets of tasks, a Deployment does not; write "
                "rolling, or run on fargate",
                service.deployment.strategy,
            )
