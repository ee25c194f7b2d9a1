"""The container of a task, as ECS reads it. It is fully known in a preview."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import pulumi

from components.container_environment import environment
from components.labels import Labels
from components.secret_versions import secret_versions
from components.start_command import start_command
from groundplan.settings.health_check import ContainerHealth
from groundplan.settings.reference import references_in
from groundplan.settings.service import JobService, Service, WebService

SCRATCH_VOLUME = "scratch"
"""The root file system is read-only; programs write to /tmp.

Fargate makes the volume root's with mode 0755, unless the image declares `VOLUME /tmp`: then it
takes the owner and mode that /tmp has in the image. Source: ECS Developer Guide, bind mounts.
"""


@dataclass(frozen=True, kw_only=True)
class ContainerArgs:
    """What the container of a task is made from."""

    name: str
    service: Service
    labels: Labels
    references: Mapping[str, pulumi.Output[str]]
    log_group: pulumi.Output[str]
    is_writable: bool


def container(args: ContainerArgs) -> pulumi.Output[str]:
    """The JSON text of containerDefinitions: one container that stops when it is asked to."""
    service = args.service
    definition: dict[str, Any] = {
        "name": args.name,
        "image": service.image,
        "essential": True,
        "command": start_command(service),
        "user": service.user,
        "readonlyRootFilesystem": not args.is_writable,
        "privileged": False,
        "stopTimeout": service.stop_timeout_seconds,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "mountPoints": _mount_points(service),
        "environment": environment(service, args.labels, args.references),
        "secrets": [
            {"name": key, "valueFrom": args.references[references_in(text)[0]]}
            for key, text in sorted(service.secrets.items())
        ],
        "logConfiguration": _logs(args),
    }
    if versions := secret_versions(service, args.labels.settings):
        definition["dockerLabels"] = versions
    if isinstance(service, WebService):
        definition["portMappings"] = [{"containerPort": service.port, "protocol": "tcp"}]
    if not isinstance(service, JobService):
        definition["healthCheck"] = _health_check(service.container_health)
    return pulumi.Output.json_dumps([definition])


def _mount_points(service: Service) -> list[dict[str, str]]:
    places = {SCRATCH_VOLUME: "/tmp", **service.file_systems}  # noqa: S108
    return [{"sourceVolume": name, "containerPath": path} for name, path in places.items()]


def _logs(args: ContainerArgs) -> dict[str, Any]:
    return {
        "logDriver": "awslogs",
        "options": {
            "awslogs-group": args.log_group,
            "awslogs-region": args.labels.region,
            "awslogs-stream-prefix": args.name,
            "mode": "non-blocking",
            "max-buffer-size": "25m",
        },
    }


def _health_check(health: ContainerHealth) -> dict[str, Any]:
    """ECS reads this one only: a HEALTHCHECK in the image does nothing."""
    return {
        "command": ["CMD", *health.command],
        "interval": health.interval_seconds,
        "timeout": health.timeout_seconds,
        "retries": health.retries,
        "startPeriod": health.start_period_seconds,
    }
