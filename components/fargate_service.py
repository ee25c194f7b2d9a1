"""A service on Fargate: its task, how it is replaced, how it grows."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components.after import after
from components.fargate_task import FargateTask, Platform
from components.front import Front
from components.rollback_alarm import roll_back_on_errors
from components.service_deployment import deployment_configuration, second_set_of_tasks
from components.surroundings import Surroundings
from components.task_scaling import scale
from groundplan.settings.scaling import Scaling
from groundplan.settings.service import (
    RunningService,
    SingletonService,
    WebService,
    WorkerService,
    runs_alone,
)
from groundplan.settings.settings import least_tasks


@dataclass(frozen=True, kw_only=True)
class FargateServiceArgs:
    """What one service needs; `gates` are open once what must run before it has succeeded."""

    settings: RunningService
    platform: Platform
    around: Surroundings
    front: Front | None
    gates: tuple[pulumi.Output[str], ...]


class FargateService(pulumi.ComponentResource):
    """One service with roles of its own.

    The autoscaler owns the number of tasks, so the program states it once and then leaves it
    alone. A singleton is stopped before its successor starts, so there are never two.
    """

    service_name: pulumi.Output[str]
    log_group: pulumi.Output[str]

    def __init__(
        self, name: str, args: FargateServiceArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:FargateService", name, {}, opts)
        self._name = name
        self._args = args
        self._settings = args.settings
        task = FargateTask(name, args.settings, args.platform, args.around, self)
        if isinstance(args.settings, WebService) and args.front:
            balancer_id = args.front.security_group_id
            task.network.allow_from("load-balancer", balancer_id, args.settings.port)
        service = self._service(task)
        if not isinstance(args.settings, SingletonService) and not runs_alone(args.settings):
            self._scale(args.settings.scaling, service)
        self.service_name = service.name
        self.log_group = task.log_group_name
        self.register_outputs({"service_name": self.service_name})

    def _service(self, task: FargateTask) -> aws.ecs.Service:
        single = runs_alone(self._settings)
        return aws.ecs.Service(
            self._name,
            cluster=self._args.platform.cluster_arn,
            task_definition=after(task.definition_arn, *self._args.gates),
            desired_count=least_tasks(self._settings),
            capacity_provider_strategies=_capacity(self._settings),
            # Without it the provider refuses another share on Spot: docs/gotchas.md.
            force_new_deployment=True,
            platform_version="LATEST",
            network_configuration=task.network_configuration,
            enable_execute_command=self._args.platform.execute_command,
            deployment_minimum_healthy_percent=0 if single else 100,
            deployment_maximum_percent=100 if single else 200,
            deployment_circuit_breaker={"enable": True, "rollback": True},
            availability_zone_rebalancing="DISABLED" if single else "ENABLED",
            enable_ecs_managed_tags=True,
            propagate_tags="SERVICE",
            wait_for_steady_state=True,
            **self._behind_load_balancer(),
            opts=pulumi.ResourceOptions(
                parent=self, ignore_changes=[] if single else ["desired_count"]
            ),
        )

    def _scale(self, scaling: Scaling, service: aws.ecs.Service) -> None:
        cluster, front = self._args.platform.labels.prefix, self._args.front
        path = pulumi.Output.concat("service/", cluster, "/", service.name)
        scale(self._name, scaling, path, front.request_label if front else None, self)

    def _behind_load_balancer(self) -> dict[str, Any]:
        """The load balancer's side of a web service."""
        settings, front = self._settings, self._args.front
        if not isinstance(settings, WebService) or front is None:
            return {}
        labels = self._args.platform.labels
        target: dict[str, Any] = {
            "target_group_arn": front.target_group_arn,
            "container_name": self._name,
            "container_port": settings.port,
        }
        if front.alternate:
            second = second_set_of_tasks(self._name, front.alternate, labels, self)
            target["advanced_configuration"] = second
        return {
            "load_balancers": [target],
            "deployment_configuration": deployment_configuration(settings.deployment),
            "alarms": roll_back_on_errors(self._name, front, labels, self),
            "health_check_grace_period_seconds": settings.health_check.grace_period_seconds,
        }


def _capacity(settings: RunningService) -> list[aws.ecs.ServiceCapacityProviderStrategyArgsDict]:
    """On-demand first; the share of a worker that may be interrupted runs on Spot."""
    spot = settings.spot_percent if isinstance(settings, WorkerService) else 0
    shares = (("FARGATE", 100 - spot), ("FARGATE_SPOT", spot))
    return [{"capacity_provider": name, "weight": weight} for name, weight in shares if weight]
