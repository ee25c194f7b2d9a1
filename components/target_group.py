"""The target group of a web service: who may be asked, and how that is found out."""

import pulumi
import pulumi_aws as aws

from groundplan.settings.service import WebService


def target_group(
    name: str, service: WebService, vpc_id: pulumi.Input[str], parent: pulumi.Resource
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
