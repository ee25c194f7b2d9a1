"""Where the pods of all services of a stack run."""

from dataclasses import dataclass

import pulumi

from components.kubernetes import Kubernetes
from components.labels import Labels
from components.permissions import Permissions
from components.pod_network import Addresses
from components.surroundings import Surroundings


@dataclass(frozen=True, kw_only=True)
class Ground:
    """The cluster, what pods may refer to, and the networks that their policies name."""

    labels: Labels
    kubernetes: Kubernetes
    cluster_name: pulumi.Input[str]
    permissions: Permissions
    around: Surroundings
    addresses: Addresses
    is_auto: bool
    """Whether EKS Auto Mode picks the nodes; pods may then ask for Spot."""

    @property
    def binding(self) -> str:
        """The API of target group bindings.

        Source: EKS User Guide, Auto Mode, create ingress class, TargetGroupBinding.
        """
        return "eks.amazonaws.com/v1" if self.is_auto else "elbv2.k8s.aws/v1beta1"
