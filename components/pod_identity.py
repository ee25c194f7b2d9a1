"""Pod Identity: what a pod may do in AWS, by its service account.

Source: EKS User Guide, learn how EKS Pod Identity grants pods access to AWS services.
"""

from collections.abc import Sequence

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from components.policy_document import Statement, assumed_by, document

PODS = "pods.eks.amazonaws.com"


def pod_trust(labels: Labels) -> str:
    """Pods of this account's clusters; the session is tagged with cluster, namespace, account."""
    return assumed_by(PODS, labels.account_id, "sts:TagSession")


def pod_role(
    name: str, labels: Labels, statements: Sequence[Statement], opts: pulumi.ResourceOptions
) -> aws.iam.Role:
    """A role for the pods of one service: these statements and nothing else."""
    role = aws.iam.Role(name, assume_role_policy=pod_trust(labels), opts=opts)
    if statements:
        aws.iam.RolePolicy(name, role=role.id, policy=document(statements), opts=opts)
    return role
