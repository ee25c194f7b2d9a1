"""Where services run: the stack file says on what."""

from collections.abc import Mapping
from typing import Protocol

import pulumi

from components.data import Data
from components.edge import Edge
from components.fargate import Fargate
from components.site import Site
from groundplan.settings.eks_cluster import EksSettings


class Watchable(Protocol):
    """A service as its metrics name it."""

    service_name: pulumi.Output[str]


class Compute(Protocol):
    """What both kinds have in common: the services by name."""

    @property
    def services(self) -> Mapping[str, Watchable]:
        """The services of the stack."""
        ...

    @property
    def log_groups(self) -> Mapping[str, pulumi.Output[str]]:
        """Where the lines of each service and job are, by its name."""
        ...


def compute_of(site: Site, data: Data, edge: Edge) -> Compute:
    """Fargate or EKS; the same services run on either."""
    settings = site.stack.compute
    if isinstance(settings, EksSettings):
        # A stack on Fargate needs not load what speaks Kubernetes.
        from components.eks import Eks  # noqa: PLC0415

        return Eks(site, data, edge, settings)
    return Fargate(site, data, edge, settings)
