"""A service on Fargate: its task, its roles, its security group, its scaling."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.container_definition import SCRATCH_VOLUME, container
from components.data_store import DataStore
from components.front import Front
from components.labels import Labels
from components.subnet_tier import SubnetTier
from components.task_network import HTTPS_PORT, TaskNetwork
from components.task_roles import TaskRoles
from components.task_scaling import scale
from groundplan.settings.reference import references_in
from groundplan.settings.service import (
    Service,
    SingletonService,
    WebService,
    WorkerService,
)
from groundplan.settings.settings import least_tasks

_CPU = {"arm64": "ARM64", "x86_64": "X86_64"}


@dataclass(frozen=True)
class Platform:
    """Where all services of the stack run."""

    labels: Labels
    cluster_arn: pulumi.Input[str]
    tier: SubnetTier
    encryption_key_arn: pulumi.Input[str]
    encryption_key_alias: pulumi.Input[str]


@dataclass(frozen=True)
class FargateServiceArgs:
    """What one service needs.

    `references` are what `${…}` in its environment and secrets may name; `data_stores` go by the
    first words of those names (`database`, `cache.broker`).
    """

    settings: Service
    platform: Platform
    references: Mapping[str, pulumi.Output[str]]
    data_stores: Mapping[str, DataStore]
    front: Front | None


class FargateService(pulumi.ComponentResource):
    """One service with roles of its own: it can read what it references and nothing else.

    The autoscaler owns the number of tasks, so the program states it once and then leaves it
    alone. A singleton is stopped before its successor starts, so there are never two.
    """

    service_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: FargateServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:FargateService", name, {}, opts)
        self._name = name
        self._args = args
        self._settings = args.settings
        self._platform = args.platform
        self._child = pulumi.ResourceOptions(parent=self)
        security_group = self._build_security_group()
        task, execution_policy = self._task_definition()
        service = self._service(task, security_group, execution_policy)
        if not isinstance(self._settings, SingletonService):
            scale(name, self._settings.scaling, args.platform.labels.prefix, service, self)
        self.service_name = service.name
        self.register_outputs({"service_name": self.service_name})

    def _names_referenced(self) -> list[str]:
        texts = [*self._settings.environment.values(), *self._settings.secrets.values()]
        return sorted({name for text in texts for name in references_in(text)})

    def _build_security_group(self) -> aws.ec2.SecurityGroup:
        platform, settings = self._platform, self._settings
        network = TaskNetwork(
            parent=self, name=self._name, labels=platform.labels, vpc_id=platform.tier.vpc_id
        )
        own = network.security_group()
        if isinstance(settings, WebService) and self._args.front:
            balancer_id = self._args.front.security_group_id
            network.allow_from("load-balancer", balancer_id, own, settings.port)
        network.allow_to(self._stores_referenced(), own)
        if settings.internet_access:
            network.allow_internet((HTTPS_PORT, *settings.egress_ports), own)
        else:
            network.allow_aws_only(platform.tier, own)
        return own

    def _stores_referenced(self) -> dict[str, DataStore]:
        return {
            key: store
            for key, store in self._args.data_stores.items()
            if any(name.startswith(f"{key}.") for name in self._names_referenced())
        }

    def _task_definition(self) -> tuple[aws.ecs.TaskDefinition, aws.iam.RolePolicy]:
        settings, platform = self._settings, self._platform
        log_group = self._log_group()
        references = self._args.references
        roles = TaskRoles(
            parent=self,
            name=self._name,
            labels=platform.labels,
            encryption_key_alias=platform.encryption_key_alias,
        )
        secrets = [references[references_in(text)[0]] for text in settings.secrets.values()]
        buckets = [
            references[one] for one in self._names_referenced() if one.startswith("storage.")
        ]
        execution_role, execution_policy = roles.execution_role(
            settings.image, log_group.name, secrets
        )
        task = aws.ecs.TaskDefinition(
            self._name,
            family=platform.labels.name(self._name),
            requires_compatibilities=["FARGATE"],
            network_mode="awsvpc",
            cpu=str(settings.cpu_units),
            memory=str(settings.memory_mib),
            runtime_platform={
                "operating_system_family": "LINUX",
                "cpu_architecture": _CPU[settings.architecture],
            },
            execution_role_arn=execution_role.arn,
            task_role_arn=roles.task_role(buckets).arn,
            container_definitions=container(
                self._name, settings, platform.labels, references, log_group.name
            ),
            volumes=[{"name": SCRATCH_VOLUME}],
            opts=self._child,
        )
        return task, execution_policy

    def _log_group(self) -> aws.cloudwatch.LogGroup:
        return aws.cloudwatch.LogGroup(
            self._name,
            name=f"/{self._platform.labels.path('service', self._name)}",
            retention_in_days=self._settings.log_retention_days,
            kms_key_id=self._platform.encryption_key_arn,
            opts=self._child,
        )

    def _service(
        self,
        task: aws.ecs.TaskDefinition,
        security_group: aws.ec2.SecurityGroup,
        execution_policy: aws.iam.RolePolicy,
    ) -> aws.ecs.Service:
        single = isinstance(self._settings, SingletonService)
        return aws.ecs.Service(
            self._name,
            cluster=self._platform.cluster_arn,
            task_definition=task.arn,
            desired_count=least_tasks(self._settings),
            capacity_provider_strategies=_capacity(self._settings),
            platform_version="LATEST",
            network_configuration={
                "subnets": self._platform.tier.subnet_ids,
                "security_groups": [security_group.id],
                "assign_public_ip": False,
            },
            deployment_minimum_healthy_percent=0 if single else 100,
            deployment_maximum_percent=100 if single else 200,
            deployment_circuit_breaker={"enable": True, "rollback": True},
            availability_zone_rebalancing="DISABLED" if single else "ENABLED",
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            wait_for_steady_state=True,
            **self._front(),
            opts=pulumi.ResourceOptions(
                parent=self,
                # A task cannot start before its execution role may read logs and secrets.
                depends_on=[execution_policy],
                ignore_changes=[] if single else ["desired_count"],
            ),
        )

    def _front(self) -> dict[str, Any]:
        """The load balancer's side of a web service."""
        if not isinstance(self._settings, WebService) or self._args.front is None:
            return {}
        target = {
            "target_group_arn": self._args.front.target_group_arn,
            "container_name": self._name,
            "container_port": self._settings.port,
        }
        return {
            "load_balancers": [target],
            "health_check_grace_period_seconds": self._settings.health_check.grace_period_seconds,
        }


def _capacity(settings: Service) -> list[aws.ecs.ServiceCapacityProviderStrategyArgsDict]:
    """On-demand first; the share of a worker that may be interrupted runs on Spot."""
    spot = settings.spot_percent if isinstance(settings, WorkerService) else 0
    shares = (("FARGATE", 100 - spot), ("FARGATE_SPOT", spot))
    return [{"capacity_provider": name, "weight": weight} for name, weight in shares if weight]
