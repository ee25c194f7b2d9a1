"""What a program may do with the secrets and buckets that it refers to, and nothing else."""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components.labels import Labels
from components.policy_document import Statement

_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")


@dataclass(frozen=True)
class Permissions:
    """Statements of policies, the same on every kind of compute.

    The key is named by its alias: that is known before the key exists, so a preview can judge
    these policies. Source: KMS Developer Guide, kms:ResourceAliases.
    """

    labels: Labels
    encryption_key_alias: pulumi.Input[str]

    def read(self, secrets: Sequence[pulumi.Output[str]], *more_actions: str) -> list[Statement]:
        """Secrets by reference, whose real ARNs end in a hyphen and six characters of AWS's."""
        if not secrets:
            return []
        read: Statement = {
            "Effect": "Allow",
            "Action": ["secretsmanager:GetSecretValue", *more_actions],
            "Resource": pulumi.Output.all(*secrets).apply(_whole_secret_arns),
        }
        return [read, self._decrypt("secretsmanager")]

    def use(self, buckets: Sequence[pulumi.Output[str]]) -> list[Statement]:
        """Buckets by name: list, read, write and delete objects."""
        if not buckets:
            return []
        arns = [pulumi.Output.concat("arn:aws:s3:::", bucket) for bucket in buckets]
        return [
            {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": arns},
            {
                "Effect": "Allow",
                "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
                "Resource": [pulumi.Output.concat(arn, "/*") for arn in arns],
            },
            self._decrypt("s3", "kms:GenerateDataKey"),
        ]

    def sign_in(self, users: Iterable[str]) -> list[Statement]:
        """Databases by token, as these users: an instance's own id is RDS's choice.

        Source: RDS User Guide, creating and using an IAM policy for IAM database access.
        """
        arns = [self.labels.arn("rds-db", f"dbuser:*/{user}") for user in dict.fromkeys(users)]
        return [{"Effect": "Allow", "Action": "rds-db:connect", "Resource": arns}] if arns else []

    def envelope(self) -> list[Statement]:
        """The key itself, for a cluster that encrypts its own secrets with it.

        Source: EKS User Guide, encrypt Kubernetes secrets with KMS on existing clusters.
        """
        return [
            {
                "Effect": "Allow",
                "Action": ["kms:Encrypt", "kms:Decrypt", "kms:ListGrants", "kms:DescribeKey"],
                "Resource": self.labels.arn("kms", "key/*"),
                "Condition": self._this_key,
            }
        ]

    @property
    def _this_key(self) -> Mapping[str, Any]:
        return {"ForAnyValue:StringEquals": {"kms:ResourceAliases": self.encryption_key_alias}}

    def _decrypt(self, service: str, *more_actions: str) -> Statement:
        return {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", *more_actions],
            "Resource": self.labels.arn("kms", "key/*"),
            "Condition": {
                **self._this_key,
                "StringEquals": {"kms:ViaService": f"{service}.{self.labels.region}.amazonaws.com"},
            },
        }


def _whole_secret_arns(references: Sequence[str]) -> list[str]:
    """`arn:…:secret:name:key::` names one key of a secret; permissions are for the whole of it."""
    arn_parts = 7
    return sorted({_with_suffix(":".join(one.split(":")[:arn_parts])) for one in references})


def _with_suffix(arn: str) -> str:
    """Ours leave out AWS's suffix; the secret that RDS manages comes with it."""
    return arn if _SUFFIX.search(arn) else f"{arn}-??????"
