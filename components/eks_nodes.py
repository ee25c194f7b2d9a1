"""The nodes of a cluster: picked by EKS Auto Mode, or a managed node group."""

from collections.abc import Mapping, Sequence

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from components.aws_role import AwsRole, aws_role
from components.kubernetes import Kubernetes
from components.policy_document import assumed_by_instances
from groundplan.settings.eks_cluster import AutoNodes, ManagedNodes

_POLICIES = {
    "auto": ("AmazonEKSWorkerNodeMinimalPolicy", "AmazonEC2ContainerRegistryPullOnly"),
    "managed": ("AmazonEKSWorkerNodePolicy", "AmazonEC2ContainerRegistryPullOnly"),
}
"""Source: EKS User Guide, Auto Mode node IAM role, node IAM role."""

_REQUIREMENTS = {
    "kubernetes.io/arch": ["arm64", "amd64"],
    "karpenter.sh/capacity-type": ["on-demand", "spot"],
    "eks.amazonaws.com/instance-category": ["c", "m", "r"],
}
"""What the pool may start; each pod says which of it it wants."""

_GROUP = "cluster-nodes"
_AMI_TYPES = {"arm64": "AL2023_ARM_64_STANDARD", "x86_64": "AL2023_x86_64_STANDARD"}


def node_role(name: str, nodes: AutoNodes | ManagedNodes, opts: pulumi.ResourceOptions) -> AwsRole:
    """The nodes themselves: join the cluster and fetch images. Pods have roles of their own."""
    return aws_role(name, assumed_by_instances(), _POLICIES[nodes.capacity], opts)


def auto_nodes(
    parent: pulumi.Resource, nodes: AutoNodes, kubernetes: Kubernetes
) -> list[pulumi.Resource]:
    """A pool of our own: the built-in one for services starts no Graviton.

    Source: EKS User Guide, create a node pool for EKS Auto Mode.
    """
    template = {
        "nodeClassRef": {"group": "eks.amazonaws.com", "kind": "NodeClass", "name": "default"},
        "requirements": [
            {"key": key, "operator": "In", "values": values}
            for key, values in _REQUIREMENTS.items()
        ],
        "expireAfter": "336h",
    }
    pool = k8s.apiextensions.CustomResource(
        "services",
        api_version="karpenter.sh/v1",
        kind="NodePool",
        metadata={"name": "services"},
        spec={
            "template": {"spec": template},
            "limits": {"cpu": str(nodes.max_vcpus)},
            "disruption": {
                "consolidationPolicy": "WhenEmptyOrUnderutilized",
                "consolidateAfter": "5m",
            },
        },
        opts=kubernetes.options(parent),
    )
    return [pool]


def managed_nodes(
    nodes: ManagedNodes,
    cluster: aws.eks.Cluster,
    subnet_ids: Sequence[pulumi.Input[str]],
    role: AwsRole,
    opts: pulumi.ResourceOptions,
    *,
    tags: Mapping[str, str],
) -> list[pulumi.Resource]:
    """Instances of one type with encrypted disks, in private subnets, that nobody logs in to."""
    child = pulumi.ResourceOptions(parent=opts.parent)
    template = _launch_template(nodes, cluster, tags, child)
    group = aws.eks.NodeGroup(
        _GROUP,
        cluster_name=cluster.name,
        version=cluster.version,
        node_role_arn=role.role.arn,
        subnet_ids=list(subnet_ids),
        ami_type=_AMI_TYPES[nodes.architecture],
        instance_types=[nodes.instance_type],
        scaling_config={
            "min_size": nodes.count,
            "max_size": nodes.count,
            "desired_size": nodes.count,
        },
        update_config={"max_unavailable": 1},
        node_repair_config={"enabled": True},
        launch_template={
            "id": template.id,
            "version": template.latest_version.apply(str),
        },
        opts=pulumi.ResourceOptions.merge(
            opts,
            # Without its policies a node does not join.
            pulumi.ResourceOptions(depends_on=list(role.policies)),
        ),
    )
    return [group]


def _launch_template(
    nodes: ManagedNodes,
    cluster: aws.eks.Cluster,
    tags: Mapping[str, str],
    opts: pulumi.ResourceOptions,
) -> aws.ec2.LaunchTemplate:
    """One hop: pods cannot ask for the node's credentials. Source: EKS best practices, IMDSv2.

    What a template starts does not take the tags of the template.
    """
    return aws.ec2.LaunchTemplate(
        _GROUP,
        metadata_options={
            "http_endpoint": "enabled",
            "http_tokens": "required",
            "http_put_response_hop_limit": 1,
        },
        block_device_mappings=[
            {
                "device_name": "/dev/xvda",
                "ebs": {
                    "volume_size": nodes.disk_gib,
                    "volume_type": "gp3",
                    "encrypted": "true",
                    "delete_on_termination": "true",
                },
            }
        ],
        network_interfaces=[
            {
                "device_index": 0,
                "associate_public_ip_address": "false",
                "delete_on_termination": "true",
                "security_groups": [cluster.vpc_config.cluster_security_group_id.apply(str)],
            }
        ],
        tag_specifications=[
            {"resource_type": kind, "tags": tags}
            for kind in ("instance", "volume", "network-interface")
        ],
        update_default_version=True,
        opts=opts,
    )
