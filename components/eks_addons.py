"""What a cluster needs beside its nodes: add-ons of EKS."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.aws_role import aws_role
from components.cluster_logs import ClusterLogs
from components.kubernetes import Kubernetes
from components.labels import Labels
from components.load_balancer_controller import install_controller
from components.pod_identity import pod_trust
from groundplan.settings.eks_cluster import AutoNodes, EksSettings

_SECRETS = "aws-secrets-store-csi-driver-provider"
_INSIGHTS = "amazon-cloudwatch-observability"
_ON_EVERY_CLUSTER: Mapping[str, Mapping[str, Any]] = {
    "metrics-server": {},
    _SECRETS: {
        "secrets-store-csi-driver": {"syncSecret": {"enabled": True}, "enableSecretRotation": True}
    },
}
"""Pods are scaled by the first; the second copies secrets from Secrets Manager to the cluster.

Source: EKS User Guide, add-ons; Secrets Manager User Guide, AWS Secrets and Configuration Provider.
"""

_ON_MANAGED_NODES: Mapping[str, Mapping[str, Any]] = {"coredns": {}}
"""Auto Mode runs it, and those that follow, outside of the cluster."""

_BEFORE_MANAGED_NODES: Mapping[str, Mapping[str, Any]] = {
    "vpc-cni": {"enableNetworkPolicy": "true"},
    "kube-proxy": {},
    "eks-pod-identity-agent": {},
}

_MEASURE_ONLY = {"manager": {"applicationSignals": {"autoMonitor": {"monitorAllServices": False}}}}
"""By itself it would also put tracing into every pod. Source: CloudWatch User Guide, Application
Signals, opting out."""


@dataclass(frozen=True)
class Addons:
    """Installs the add-ons of one cluster under its component, in the version AWS picks for it."""

    parent: pulumi.Resource
    name: str
    labels: Labels
    settings: EksSettings
    cluster: aws.eks.Cluster
    logs: ClusterLogs

    def before_nodes(self) -> Sequence[pulumi.Resource]:
        """Without network and identity a node of a managed group is never ready."""
        cni = aws_role(
            f"{self.name}-vpc-cni", pod_trust(self.labels), ["AmazonEKS_CNI_Policy"], self._child
        )
        accounts: dict[str, aws.eks.AddonPodIdentityAssociationArgsDict] = {
            "vpc-cni": {"service_account": "aws-node", "role_arn": cni.role.arn}
        }
        return [
            self._addon(addon, values, cni.policies, accounts.get(addon))
            for addon, values in _BEFORE_MANAGED_NODES.items()
        ]

    def install(
        self, nodes: Sequence[pulumi.Resource], kubernetes: Kubernetes
    ) -> Sequence[pulumi.Resource]:
        """The add-ons, once there are nodes to run them: EKS waits until they are healthy."""
        auto = isinstance(self.settings.nodes, AutoNodes)
        more = {} if auto else _ON_MANAGED_NODES
        addons = [
            self._addon(addon, values, nodes)
            for addon, values in {**_ON_EVERY_CLUSTER, **more}.items()
        ]
        self._insights(nodes)
        if auto:
            return addons
        installed = Kubernetes(
            provider=kubernetes.provider, cluster=kubernetes.cluster, after=[*nodes, *addons]
        )
        return [*addons, install_controller(self.parent, self.labels, self.cluster, installed)]

    @property
    def _child(self) -> pulumi.ResourceOptions:
        return pulumi.ResourceOptions(parent=self.parent)

    def _addon(
        self,
        addon: str,
        values: Mapping[str, Any],
        after: Sequence[pulumi.Resource],
        identity: aws.eks.AddonPodIdentityAssociationArgsDict | None = None,
    ) -> aws.eks.Addon:
        return aws.eks.Addon(
            f"{self.name}-{addon}",
            cluster_name=self.cluster.name,
            addon_name=addon,
            configuration_values=json.dumps(values) if values else None,
            pod_identity_associations=[identity] if identity else None,
            resolve_conflicts_on_create="OVERWRITE",
            resolve_conflicts_on_update="OVERWRITE",
            opts=pulumi.ResourceOptions(parent=self.parent, depends_on=list(after)),
        )

    def _insights(self, nodes: Sequence[pulumi.Resource]) -> None:
        """Metrics and logs of pods; the alarms read them.

        Source: CloudWatch User Guide, install the CloudWatch Observability EKS add-on.
        """
        agent = aws_role(
            f"{self.name}-insights",
            pod_trust(self.labels),
            ["CloudWatchAgentServerPolicy"],
            self._child,
        )
        account: aws.eks.AddonPodIdentityAssociationArgsDict = {
            "service_account": "cloudwatch-agent",
            "role_arn": agent.role.arn,
        }
        self._addon(_INSIGHTS, _MEASURE_ONLY, [*nodes, *self.logs.agents, *agent.policies], account)
