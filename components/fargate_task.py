"""What services and jobs on Fargate have in common: their task and who it may talk to."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.after import after
from components.container_definition import SCRATCH_VOLUME, ContainerArgs, container
from components.labels import Labels
from components.permissions import Permissions
from components.subnet_tier import SubnetTier
from components.surroundings import Surroundings
from components.task_network import HTTPS_PORT, TaskNetwork
from components.task_roles import TaskRoles
from groundplan.settings.service import Service

_CPU = {"arm64": "ARM64", "x86_64": "X86_64"}


@dataclass(frozen=True, kw_only=True)
class Platform:
    """Where all services of the stack run."""

    labels: Labels
    cluster_arn: pulumi.Output[str]
    tier: SubnetTier
    encryption_key_arn: pulumi.Input[str]
    encryption_key_alias: pulumi.Input[str]
    execute_command: bool


class FargateTask:
    """Builds the task of one service under its component: it reads what it references, no more."""

    def __init__(
        self,
        name: str,
        settings: Service,
        platform: Platform,
        around: Surroundings,
        parent: pulumi.Resource,
    ) -> None:
        self._name = name
        self._settings = settings
        self.platform = platform
        self._around = around
        self._child = pulumi.ResourceOptions(parent=parent)
        self.network = self._open_network(parent)
        self.log_group_name = self._log_group().name
        self.roles = TaskRoles(
            parent=parent,
            name=name,
            labels=platform.labels,
            permissions=Permissions(platform.labels, platform.encryption_key_alias),
        )
        self._execution_role, self._execution_policy = self._build_execution_role()
        self._task_role = self._build_task_role()
        self._definition = self._build_definition()

    @property
    def definition_arn(self) -> pulumi.Output[str]:
        """Given out once the execution role may read logs and secrets: no task starts before."""
        return after(self._definition.arn, self._execution_policy.id)

    @property
    def network_configuration(self) -> Any:
        """Where its tasks run: in private subnets, behind the security group."""
        return {
            "subnets": self.platform.tier.subnet_ids_with_a_way_out,
            "security_groups": [self.network.security_group_id],
            "assign_public_ip": False,
        }

    def _open_network(self, parent: pulumi.Resource) -> TaskNetwork:
        settings = self._settings
        network = TaskNetwork(parent, self._name, self.platform.labels, self.platform.tier)
        network.allow_to(self._around.stores(settings))
        if settings.internet_access:
            network.allow_internet((HTTPS_PORT, *settings.egress_ports))
        else:
            network.allow_aws_only()
        return network

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            self._name,
            name=f"/{self.platform.labels.path('service', self._name)}",
            retention_in_days=self._settings.log_retention_days,
            kms_key_id=self.platform.encryption_key_arn,
            opts=self._child,
        )

    def _build_execution_role(self) -> tuple[aws.iam.Role, aws.iam.RolePolicy]:
        settings = self._settings
        secrets = self._around.secrets(settings)
        return self.roles.execution_role(settings.image, self.log_group_name, secrets)

    def _build_task_role(self) -> aws.iam.Role:
        buckets = self._around.buckets(self._settings)
        users = self._settings.database_users.values()
        return self.roles.task_role(buckets, users, may_open_shell=self.platform.execute_command)

    def _mounted(self) -> list[aws.ecs.TaskDefinitionVolumeArgsDict]:
        return [one.volume for one in self._around.mounts.get(self._name, ())]

    def _build_definition(self) -> aws.ecs.TaskDefinition:
        settings, labels = self._settings, self.platform.labels
        storage = settings.ephemeral_storage_gib
        return aws.ecs.TaskDefinition(
            self._name,
            family=labels.name(self._name),
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(settings.cpu_units),
            memory=str(settings.memory_mib),
            ephemeral_storage={"size_in_gib": storage} if storage else None,
            runtime_platform={
                "operating_system_family": "LINUX",
                "cpu_architecture": _CPU[settings.architecture],
            },
            execution_role_arn=self._execution_role.arn,
            task_role_arn=self._task_role.arn,
            container_definitions=container(
                ContainerArgs(
                    name=self._name,
                    service=settings,
                    labels=labels,
                    references=self._around.references,
                    log_group=self.log_group_name,
                    is_writable=self.platform.execute_command,
                )
            ),
            volumes=[{"name": SCRATCH_VOLUME}, *self._mounted()],
            opts=self._child,
        )
