"""The two roles of a task: what starts it, and what it is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import ROLE_NAME_CHARACTERS, Labels
from components.permissions import Permissions
from components.policy_document import Statement, assumed_by, document

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
    """Builds the roles of one service under its component."""

    parent: pulumi.Resource
    name: str
    labels: Labels
    permissions: Permissions

    def execution_role(
        self,
        image: str,
        log_group: pulumi.Input[str],
        secrets: Sequence[pulumi.Output[str]],
    ) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        """ECS itself: writes this log group, pulls this image, reads these secrets."""
        role = self._role(f"{self.name}-execution")
        may = self.permissions
        statements = [self._may_log(log_group), *self._may_pull(image), *may.read(secrets)]
        return role, self._policy(f"{self.name}-execution", role, statements)

    def task_role(
        self,
        buckets: Sequence[pulumi.Output[str]],
        users: Iterable[str],
        *,
        may_open_shell: bool,
    ) -> aws.iam.Role:
        """The program: its buckets and databases, a shell where that is set, and nothing else."""
        role = self._role(f"{self.name}-task")
        statements: list[Statement] = [_MAY_OPEN_SHELL] if may_open_shell else []
        statements += [*self.permissions.use(buckets), *self.permissions.sign_in(users)]
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
