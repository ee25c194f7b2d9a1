"""The target group of a web service: who may be asked, and how that is found out."""

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from groundplan.settings.service import WebService


def target_group(
    name: str,
    service: WebService,
    labels: Labels,
    vpc_id: pulumi.Input[str],
    parent: pulumi.Resource,
) -> aws.lb.TargetGroup:
    """Tasks by address; the one with the fewest open requests is asked next."""
    check = service.health_check
    return aws.lb.TargetGroup(
        name,
        vpc_id=vpc_id,
        target_type="ip",
        protocol="HTTP",
        port=service.port,
        load_balancing_algorithm_type="least_outstanding_requests",
        tags=_tags(labels),
        deregistration_delay=service.drain_seconds,
        health_check={
            "enabled": True,
            "path": check.path,
            "matcher": "200-299",
            "interval": check.interval_seconds,
            "timeout": check.timeout_seconds,
            "healthy_threshold": 2,
            "unhealthy_threshold": 3,
        },
        opts=pulumi.ResourceOptions(parent=parent),
    )


def _tags(labels: Labels) -> dict[str, str] | None:
    """Pods of a cluster may join groups with its name on them only.

    Source: AWS managed policy reference, AmazonEKSLoadBalancingPolicy, RegisterTargets.
    """
    on_eks = labels.settings.compute.kind == "eks"
    return {"eks:eks-cluster-name": labels.prefix} if on_eks else None
