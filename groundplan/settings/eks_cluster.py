"""EKS as the place where services run."""

from collections.abc import Mapping
from datetime import date
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce, LogRetentionDays

SERVICES_NAMESPACE = "services"
"""Where all services of a stack live, in a cluster of their own."""

STANDARD_SUPPORT_ENDS: Mapping[str, date] = {
    "1.33": date(2026, 7, 29),
    "1.34": date(2026, 12, 2),
    "1.35": date(2027, 3, 27),
}
"""By Kubernetes version: from this day on EKS would upgrade the cluster by itself.

Read 2026-11-21. Source: EKS User Guide, Kubernetes release calendar. A version that is not here is
refused: what AWS adds is added here, with its date.
"""

AS_OF = date(2026, 11, 21)
"""The day on which the calendar was read; versions are judged as of it, not by the clock."""

GIB_PER_VCPU = {"c": 2, "m": 4, "r": 8}
"""Memory by family of instances. Source: EC2 instance types, current generations."""

RoleArn = Annotated[
    str,
    Field(
        max_length=512,
        pattern=r"^arn:aws:iam::[0-9]{12}:role/[A-Za-z0-9_+=,.@/-]+$",
        examples=["arn:aws:iam::111122223333:role/deploy"],
    ),
]


def _not_the_internet(network: IPv4Network) -> IPv4Network:
    if network.prefixlen == 0:
        raise ValueError(
            "the whole internet could call the cluster; name the networks of those who deploy"
        )
    return network


class AutoNodes(Section):
    """EKS Auto Mode: EKS picks, patches and replaces the nodes; none lives longer than 14 days."""

    capacity: Literal["auto"]
    max_vcpus: Annotated[int, Field(ge=2, le=10000)]
    """Of all nodes together: where growing ends, whatever the autoscalers ask for."""

    @property
    def most_vcpus(self) -> int:
        """The vCPUs of all nodes at the most."""
        return self.max_vcpus

    @property
    def most_memory_gib(self) -> None:
        """Auto Mode picks instances by what the pods ask for; only vCPUs are limited."""
        return


class ManagedNodes(Section):
    """A managed node group: as many instances of one type, with encrypted disks."""

    capacity: Literal["managed"]
    instance_type: Annotated[
        str,
        Field(pattern=r"^[cmr]\d+[a-z]*\.(large|([2-9]|1\d|2\d)?xlarge)$", examples=["m7g.large"]),
    ]
    """Of the families c, m and r; with a g behind the number it is Graviton (arm64)."""

    count: Annotated[int, Field(ge=1, le=450)]
    """Fixed: nodes that come and go with the pods are what `capacity: auto` is for."""

    disk_gib: Annotated[int, Field(ge=20, le=16384)]
    """Of each node: images, logs and scratch space."""

    @property
    def architecture(self) -> str:
        """What runs on it, in the words of the services."""
        family = self.instance_type.partition(".")[0]
        return "arm64" if "g" in family.lstrip("cmr").lstrip("0123456789") else "x86_64"

    @property
    def most_vcpus(self) -> int:
        """The vCPUs of all nodes at the most."""
        return self.count * self._vcpus

    @property
    def most_memory_gib(self) -> int:
        """The memory of all nodes at the most."""
        return self.most_vcpus * GIB_PER_VCPU[self.instance_type[0]]

    @property
    def _vcpus(self) -> int:
        """`large` has 2, `xlarge` 4, `4xlarge` 16. Source: EC2 User Guide, naming conventions."""
        size = self.instance_type.partition(".")[2].removesuffix("large")
        return 2 if not size else 4 * int(size.removesuffix("x") or 1)


class EksSettings(Section):
    """Services run as Deployments on an EKS cluster of their own."""

    kind: Literal["eks"]
    version: Annotated[str, Field(pattern=r"^1\.\d\d$", examples=["1.35"])]
    """Kubernetes, in quotes. Out of standard support EKS upgrades the cluster by itself."""

    administrators: Annotated[tuple[RoleArn, ...], Field(min_length=1, max_length=20), EachOnce]
    """Roles that may do everything in the cluster; the role that deploys must be one of them."""

    public_access_cidrs: Annotated[
        tuple[Annotated[IPv4Network, AfterValidator(_not_the_internet)], ...],
        Field(max_length=40),
        EachOnce,
    ]
    """Networks that may call the cluster's API from outside. Without any it is private: who
    deploys must then be in the VPC. Source: EKS User Guide, cluster API server endpoint."""

    nodes: Annotated[AutoNodes | ManagedNodes, Field(discriminator="capacity")]
    """Where pods run."""

    log_retention_days: LogRetentionDays
    """Of the control plane's logs, audit included, and of the nodes' own."""

    deletion_protection: bool
    """Whether EKS refuses to delete the cluster."""
