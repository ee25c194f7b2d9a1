"""A role that AWS itself wrote the policies for."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws


@dataclass(frozen=True)
class AwsRole:
    """The role, and its policies: what uses the role at once must wait for them."""

    role: aws.iam.Role
    policies: Sequence[aws.iam.RolePolicyAttachment]


def aws_role(
    name: str, trust: str, policies: Sequence[str], opts: pulumi.ResourceOptions
) -> AwsRole:
    """A role with AWS's managed policies of these names."""
    role = aws.iam.Role(name, assume_role_policy=trust, opts=opts)
    attached = [
        aws.iam.RolePolicyAttachment(
            f"{name}-{policy.rpartition('/')[2]}",
            role=role.name,
            policy_arn=f"arn:aws:iam::aws:policy/{policy}",
            opts=opts,
        )
        for policy in policies
    ]
    return AwsRole(role, attached)
