"""The namespace of the services: closed to each other, and to pods that ask for too much."""

import pulumi
import pulumi_kubernetes as k8s

from components.kubernetes import Kubernetes
from components.pod_network import closed
from groundplan.settings.eks_cluster import SERVICES_NAMESPACE


def open_namespace(parent: pulumi.Resource, kubernetes: Kubernetes, *, is_auto: bool) -> Kubernetes:
    """The same place in the cluster, once the namespace is there and its doors are shut.

    Source: Kubernetes documentation, pod security standards; AWS Load Balancer Controller and EKS
    Auto Mode, pod readiness gates.
    """
    gate = "eks.amazonaws.com" if is_auto else "elbv2.k8s.aws"
    options = kubernetes.options(parent)
    namespace = k8s.core.v1.Namespace(
        SERVICES_NAMESPACE,
        metadata={
            "name": SERVICES_NAMESPACE,
            "labels": {
                "pod-security.kubernetes.io/enforce": "restricted",
                "pod-security.kubernetes.io/warn": "restricted",
                f"{gate}/pod-readiness-gate-inject": "enabled",
            },
        },
        opts=options,
    )
    policy = k8s.networking.v1.NetworkPolicy(
        f"{SERVICES_NAMESPACE}-closed",
        metadata={"name": "closed", "namespace": SERVICES_NAMESPACE},
        spec=closed(),
        opts=kubernetes.options(parent, after=[namespace]),
    )
    ready = [namespace, policy, *([_enforced(options)] if is_auto else [])]
    return Kubernetes(
        provider=kubernetes.provider, cluster=kubernetes.cluster, after=[*kubernetes.after, *ready]
    )


def _enforced(options: pulumi.ResourceOptions) -> pulumi.Resource:
    """Auto Mode ignores network policies until this says otherwise.

    Source: EKS User Guide, use network policies with EKS Auto Mode.
    """
    return k8s.core.v1.ConfigMap(
        "network-policies",
        metadata={"name": "amazon-vpc-cni", "namespace": "kube-system"},
        data={"enable-network-policy-controller": "true"},
        opts=options,
    )
