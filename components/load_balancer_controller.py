"""The controller that lets pods join target groups, where Auto Mode does not bring it."""

import pulumi
import pulumi_aws as aws
import pulumi_kubernetes as k8s

from components.kubernetes import Kubernetes
from components.labels import Labels
from components.pod_identity import pod_role
from components.policy_document import Statement

_NAME = "aws-load-balancer-controller"
_SYSTEM = "kube-system"
_CHARTS = "https://aws.github.io/eks-charts"
_CHART_VERSION = "1.14.0"


def install_controller(
    parent: pulumi.Resource, labels: Labels, cluster: aws.eks.Cluster, kubernetes: Kubernetes
) -> pulumi.Resource:
    """It may register pods with this cluster's target groups and build nothing.

    AWS's own policy for it also lets it build load balancers, which is ours here.
    Source: AWS Load Balancer Controller, installation.
    """
    child = pulumi.ResourceOptions(parent=parent)
    role = pod_role(_NAME, labels, _statements(labels), child)
    identity = aws.eks.PodIdentityAssociation(
        _NAME,
        cluster_name=cluster.name,
        namespace=_SYSTEM,
        service_account=_NAME,
        role_arn=role.arn,
        opts=child,
    )
    return k8s.helm.v3.Release(
        _NAME,
        name=_NAME,
        namespace=_SYSTEM,
        chart=_NAME,
        version=_CHART_VERSION,
        repository_opts={"repo": _CHARTS},
        values={
            "clusterName": labels.prefix,
            "region": labels.region,
            "vpcId": cluster.vpc_config.vpc_id,
            "serviceAccount": {"name": _NAME},
            "replicaCount": 2,
        },
        opts=kubernetes.options(parent, after=[identity]),
    )


def _statements(labels: Labels) -> list[Statement]:
    return [
        {
            "Effect": "Allow",
            "Action": [
                "elasticloadbalancing:RegisterTargets",
                "elasticloadbalancing:DeregisterTargets",
            ],
            "Resource": labels.arn("elasticloadbalancing", "targetgroup/*"),
            "Condition": {"StringEquals": {"aws:ResourceTag/eks:eks-cluster-name": labels.prefix}},
        },
        {
            "Effect": "Allow",
            "Action": [
                "ec2:DescribeAvailabilityZones",
                "ec2:DescribeInstances",
                "ec2:DescribeNetworkInterfaces",
                "ec2:DescribeSecurityGroups",
                "ec2:DescribeSubnets",
                "ec2:DescribeVpcs",
                "elasticloadbalancing:DescribeTargetGroups",
                "elasticloadbalancing:DescribeTargetHealth",
            ],
            "Resource": "*",
        },
    ]
