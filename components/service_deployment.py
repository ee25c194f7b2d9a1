"""How ECS goes from one revision of a service to the next, and when it goes back."""

from typing import Any

import pulumi
import pulumi_aws as aws

from components.after import after
from components.front import Alternate
from components.labels import Labels
from components.policy_document import assumed_by
from groundplan.settings.deployment import BlueGreen, Canary, Deployment, Linear, Recreate, Rolling

ECS = "ecs.amazonaws.com"
_MAY_MOVE_TRAFFIC = "arn:aws:iam::aws:policy/AmazonECSInfrastructureRolePolicyForLoadBalancers"


def deployment_configuration(
    deployment: Deployment,
) -> aws.ecs.ServiceDeploymentConfigurationArgsDict | None:
    """Source: ECS API, DeploymentConfiguration. None is ECS's own default, rolling."""
    match deployment:
        case Rolling() | Recreate():
            return None
        case BlueGreen(bake_minutes=bake):
            return {"strategy": "BLUE_GREEN", "bake_time_in_minutes": str(bake)}
        case Canary(bake_minutes=bake):
            return {
                "strategy": "CANARY",
                "bake_time_in_minutes": str(bake),
                "canary_configuration": {
                    "canary_percent": deployment.percent,
                    "canary_bake_time_in_minutes": str(deployment.canary_minutes),
                },
            }
        case Linear(bake_minutes=bake):
            return {
                "strategy": "LINEAR",
                "bake_time_in_minutes": str(bake),
                "linear_configuration": {
                    "step_percent": deployment.step_percent,
                    "step_bake_time_in_minutes": str(deployment.step_minutes),
                },
            }


def second_set_of_tasks(
    name: str, alternate: Alternate, labels: Labels, parent: pulumi.Resource
) -> dict[str, Any]:
    """Where ECS puts the new revision, and the role with which it moves traffic there.

    Source: ECS Developer Guide, infrastructure role for load balancers.
    """
    child = pulumi.ResourceOptions(parent=parent)
    role = aws.iam.Role(
        f"{name}-traffic", assume_role_policy=assumed_by(ECS, labels.account_id), opts=child
    )
    policy = aws.iam.RolePolicyAttachment(
        f"{name}-traffic", role=role.name, policy_arn=_MAY_MOVE_TRAFFIC, opts=child
    )
    return {
        "alternate_target_group_arn": alternate.target_group_arn,
        "production_listener_rule": alternate.listener_rule_arn,
        "test_listener_rule": alternate.test_rule_arn,
        "role_arn": after(role.arn, policy.id),
    }
