"""The two roles of a task: what starts it, and what it is."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import ROLE_NAME_CHARACTERS, Labels
from components.policy_document import Statement, assumed_by, document

_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")

ECS_TASKS = "ecs-tasks.amazonaws.com"

_MAY_OPEN_SHELL: Statement = {
    "Effect": "Allow",
    "Action": [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ],
    "Resource": "*",
}
"""These actions know no resource. Source: ECS Developer Guide, permissions for ECS Exec."""


@dataclass(frozen=True, kw_only=True)
class TaskRoles:
    """Builds the roles of one service under its component.

    The key is named by its alias: that is known before the key exists, so a preview can judge
    these policies. Source: KMS Developer Guide, kms:ResourceAliases.
    """

    parent: pulumi.Resource
    name: str
    labels: Labels
    encryption_key_alias: pulumi.Input[str]

    def execution_role(
        self,
        image: str,
        log_group: pulumi.Input[str],
        secrets: Sequence[pulumi.Output[str]],
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        """ECS itself: writes this log group, pulls this image, reads these secrets."""
        role = self._role(f"{self.name}-execution")
        statements = [self._may_log(log_group), *self._may_pull(image)]
        if secrets:
            statements += [self._may_read(secrets), self._may_decrypt("secretsmanager")]
        return role, self._policy(f"{self.name}-execution", role, statements)

    def task_role(
        self, buckets: Sequence[pulumi.Output[str]], *, may_open_shell: bool
    ) -> aws.iam.Role:
        """The program: its buckets, a shell into it where that is set, and nothing else."""
        role = self._role(f"{self.name}-task")
        statements: list[Statement] = [_MAY_OPEN_SHELL] if may_open_shell else []
        if buckets:
            statements += [*_may_use(buckets), self._may_decrypt("s3", "kms:GenerateDataKey")]
        if statements:
            self._policy(f"{self.name}-task", role, statements)
        return role

    @property
    def arns(self) -> list[str]:
        """Of both roles, known before they exist: what somebody hands on who starts the task."""
        names = (f"{self.name}-execution", f"{self.name}-task")
        return [self.labels.role_arn(name) for name in names]

    def _role(self, name: str) -> aws.iam.Role:
        return aws.iam.Role(
            name,
            name=self.labels.name(name, limit=ROLE_NAME_CHARACTERS),
            assume_role_policy=assumed_by(ECS_TASKS, self.labels.account_id),
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def _policy(
        self, name: str, role: aws.iam.Role, statements: Sequence[Statement]
    ) -> aws.iam.RolePolicy:
        return aws.iam.RolePolicy(
            name,
            role=role.id,
            policy=document(statements),
            opts=pulumi.ResourceOptions(parent=self.parent),
        )

    def _may_log(self, log_group: pulumi.Input[str]) -> Statement:
        arn = pulumi.Output.concat(self.labels.arn("logs", "log-group:"), log_group, ":*")
        return {
            "Effect": "Allow",
            "Action": ["logs:CreateLogStream", "logs:PutLogEvents"],
            "Resource": arn,
        }

    def _may_pull(self, image: str) -> list[Statement]:
        """Only for images in this account's registry; others are public or carry credentials."""
        registry = f"{self.labels.account_id}.dkr.ecr.{self.labels.region}.amazonaws.com/"
        if not image.startswith(registry):
            return []
        repository = image.removeprefix(registry).partition("@")[0].partition(":")[0]
        return [
            {"Effect": "Allow", "Action": "ecr:GetAuthorizationToken", "Resource": "*"},
            {
                "Effect": "Allow",
                "Action": [
                    "ecr:BatchCheckLayerAvailability",
                    "ecr:BatchGetImage",
                    "ecr:GetDownloadUrlForLayer",
                ],
                "Resource": self.labels.arn("ecr", f"repository/{repository}"),
            },
        ]

    def _may_read(self, secrets: Sequence[pulumi.Output[str]]) -> Statement:
        """A referenced secret, whose real ARN ends in a hyphen and six characters of AWS's."""
        return {
            "Effect": "Allow",
            "Action": "secretsmanager:GetSecretValue",
            "Resource": pulumi.Output.all(*secrets).apply(_whole_secret_arns),
        }

    def _may_decrypt(self, service: str, *more_actions: str) -> Statement:
        return {
            "Effect": "Allow",
            "Action": ["kms:Decrypt", *more_actions],
            "Resource": self.labels.arn("kms", "key/*"),
            "Condition": {
                "ForAnyValue:StringEquals": {"kms:ResourceAliases": self.encryption_key_alias},
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


def _may_use(buckets: Sequence[pulumi.Output[str]]) -> list[Statement]:
    arns = [pulumi.Output.concat("arn:aws:s3:::", bucket) for bucket in buckets]
    return [
        {"Effect": "Allow", "Action": "s3:ListBucket", "Resource": arns},
        {
            "Effect": "Allow",
            "Action": ["s3:GetObject", "s3:PutObject", "s3:DeleteObject"],
            "Resource": [pulumi.Output.concat(arn, "/*") for arn in arns],
        },
    ]
