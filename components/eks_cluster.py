"""The EKS cluster on which services run: control plane, who may enter, nodes, add-ons."""

from collections.abc import Sequence
from dataclasses import dataclass
from ipaddress import IPv4Network
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from components.aws_role import AwsRole, aws_role
from components.cluster_logs import ClusterLogs
from components.eks_addons import Addons
from components.eks_nodes import auto_nodes, managed_nodes, node_role
from components.kubeconfig import kubeconfig
from components.kubernetes import Kubernetes
from components.labels import Labels
from components.permissions import Permissions
from components.policy_document import assumed_by, document
from components.subnet_tier import SubnetTier
from components.subnets import service_network
from groundplan.settings.eks_cluster import AutoNodes, EksSettings

_LOGS = ["api", "audit", "authenticator", "controllerManager", "scheduler"]
_POLICIES = {
    "auto": (
        "AmazonEKSClusterPolicy",
        "AmazonEKSComputePolicy",
        "AmazonEKSBlockStoragePolicy",
        "AmazonEKSLoadBalancingPolicy",
        "AmazonEKSNetworkingPolicy",
    ),
    "managed": ("AmazonEKSClusterPolicy",),
}
"""Source: EKS User Guide, cluster IAM role, Auto Mode cluster IAM role."""


@dataclass(frozen=True)
class EksClusterArgs:
    """What the cluster needs from the rest of the stack."""

    labels: Labels
    settings: EksSettings
    tier: SubnetTier
    encryption_key_arn: pulumi.Input[str]
    permissions: Permissions


class EksCluster(pulumi.ComponentResource):
    """A cluster that no SSH key opens and no static token: roles enter, as the settings name them.

    Who creates it has no rights by that: they would be in no plan.
    """

    name: pulumi.Output[str]
    security_group_id: pulumi.Output[str]
    log_group: pulumi.Output[str]
    kubernetes: Kubernetes

    def __init__(
        self, name: str, args: EksClusterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:EksCluster", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._role = self._cluster_role()
        self._nodes_role = node_role(f"{name}-nodes", args.settings.nodes, self._child)
        logs = ClusterLogs(name, args.labels, args.settings, args.encryption_key_arn, self._child)
        cluster = self._cluster(logs.control_plane)
        self.log_group = logs.pods.name
        self.name = cluster.name
        self.security_group_id = cluster.vpc_config.cluster_security_group_id.apply(str)
        entered = self._administrators(cluster)
        provider = self._build_provider(cluster)
        kubernetes = Kubernetes(provider=provider, cluster=cluster, after=entered)
        addons = Addons(self, name, args.labels, args.settings, cluster, logs)
        ready = addons.install(self._nodes(cluster, kubernetes, addons), kubernetes)
        self.kubernetes = Kubernetes(provider=provider, cluster=cluster, after=ready)
        self.register_outputs({"security_group_id": self.security_group_id})

    def _cluster_role(self) -> AwsRole:
        args = self._args
        trust = assumed_by("eks.amazonaws.com", args.labels.account_id, "sts:TagSession")
        built = aws_role(self._prefix, trust, _POLICIES[args.settings.nodes.capacity], self._child)
        aws.iam.RolePolicy(
            self._prefix,
            role=built.role.id,
            policy=document(args.permissions.envelope()),
            opts=self._child,
        )
        return built

    def _cluster(self, log_group: aws.cloudwatch.LogGroup) -> aws.eks.Cluster:
        args, settings = self._args, self._args.settings
        return aws.eks.Cluster(
            self._prefix,
            name=args.labels.prefix,
            version=settings.version,
            role_arn=self._role.role.arn,
            vpc_config=self._vpc_config(),
            access_config={
                "authentication_mode": "API",
                "bootstrap_cluster_creator_admin_permissions": False,
            },
            encryption_config={
                "resources": ["secrets"],
                "provider": {"key_arn": args.encryption_key_arn},
            },
            enabled_cluster_log_types=_LOGS,
            upgrade_policy={"support_type": "STANDARD"},
            deletion_protection=settings.deletion_protection,
            bootstrap_self_managed_addons=False,
            **self._capacity(),
            # Without its policies EKS can neither build nor, in the end, clear away.
            opts=pulumi.ResourceOptions(parent=self, depends_on=[log_group, *self._role.policies]),
        )

    def _vpc_config(self) -> aws.eks.ClusterVpcConfigArgsDict:
        ranges = [str(one) for one in self._args.settings.public_access_cidrs]
        public: aws.eks.ClusterVpcConfigArgsDict = {"subnet_ids": self._args.tier.subnet_ids}
        if ranges:
            public["public_access_cidrs"] = ranges
        return {
            **public,
            "endpoint_private_access": True,
            "endpoint_public_access": bool(ranges),
        }

    def _capacity(self) -> dict[str, Any]:
        """Auto Mode's three parts go together. Source: EKS API, CreateCluster, computeConfig."""
        services = str(service_network(IPv4Network(self._args.tier.vpc_cidr)))
        if not isinstance(self._args.settings.nodes, AutoNodes):
            return {"kubernetes_network_config": {"service_ipv4_cidr": services}}
        return {
            "compute_config": {
                "enabled": True,
                "node_pools": ["system"],
                "node_role_arn": self._nodes_role.role.arn,
            },
            "storage_config": {"block_storage": {"enabled": True}},
            "kubernetes_network_config": {
                "service_ipv4_cidr": services,
                "elastic_load_balancing": {"enabled": True},
            },
        }

    def _administrators(self, cluster: aws.eks.Cluster) -> list[pulumi.Resource]:
        return [
            self._administrator(cluster, arn, arn.rpartition("/")[2])
            for arn in self._args.settings.administrators
        ]

    def _administrator(self, cluster: aws.eks.Cluster, arn: str, key: str) -> pulumi.Resource:
        name = f"{self._prefix}-{key}"
        entry = aws.eks.AccessEntry(
            name, cluster_name=cluster.name, principal_arn=arn, opts=self._child
        )
        return aws.eks.AccessPolicyAssociation(
            name,
            cluster_name=cluster.name,
            principal_arn=entry.principal_arn,
            policy_arn="arn:aws:eks::aws:cluster-access-policy/AmazonEKSClusterAdminPolicy",
            access_scope={"type": "cluster"},
            opts=self._child,
        )

    def _build_provider(self, cluster: aws.eks.Cluster) -> k8s.Provider:
        authority = cluster.certificate_authority.data.apply(str)
        return k8s.Provider(
            self._prefix,
            kubeconfig=kubeconfig(self._args.labels, cluster.endpoint, authority),
            # Another kubeconfig for the same cluster must not replace everything in it.
            cluster_identifier=cluster.name,
            opts=self._child,
        )

    def _nodes(
        self, cluster: aws.eks.Cluster, kubernetes: Kubernetes, addons: Addons
    ) -> Sequence[pulumi.Resource]:
        nodes = self._args.settings.nodes
        if isinstance(nodes, AutoNodes):
            return auto_nodes(self, nodes, kubernetes)
        return managed_nodes(
            nodes,
            cluster,
            self._args.tier.subnet_ids,
            self._nodes_role,
            pulumi.ResourceOptions(parent=self, depends_on=addons.before_nodes()),
            tags=self._args.labels.tags,
        )
