"""The container of a task, as ECS reads it. It is fully known in a preview."""

from collections.abc import Mapping
from typing import Any

import pulumi

from components.labels import Labels
from groundplan.settings.reference import fill, references_in
from groundplan.settings.service import Service, WebService

SCRATCH_VOLUME = "scratch"
"""The root file system is read-only; programs write to /tmp.

Fargate makes the volume root's with mode 0755, unless the image declares `VOLUME /tmp`: then it
takes the owner and mode that /tmp has in the image. Source: ECS Developer Guide, bind mounts.
"""


def container(
    name: str,
    service: Service,
    labels: Labels,
    references: Mapping[str, pulumi.Output[str]],
    log_group: pulumi.Output[str],
) -> pulumi.Output[str]:
    """The JSON text of containerDefinitions: one container that stops when it is asked to."""
    definition: dict[str, Any] = {
        "name": name,
        "image": service.image,
        "essential": True,
        "command": list(service.command),
        "user": service.user,
        "readonlyRootFilesystem": True,
        "privileged": False,
        "healthCheck": _health_check(service),
        "stopTimeout": service.stop_timeout_seconds,
        "linuxParameters": {"initProcessEnabled": True, "capabilities": {"drop": ["ALL"]}},
        "mountPoints": [{"sourceVolume": SCRATCH_VOLUME, "containerPath": "/tmp"}],  # noqa: S108
        "environment": _environment(service, references),
        "secrets": [
            {"name": key, "valueFrom": references[references_in(text)[0]]}
            for key, text in sorted(service.secrets.items())
        ],
        "logConfiguration": {
            "logDriver": "awslogs",
            "options": {
                "awslogs-group": log_group,
                "awslogs-region": labels.region,
                "awslogs-stream-prefix": name,
                "mode": "non-blocking",
                "max-buffer-size": "25m",
            },
        },
    }
    if isinstance(service, WebService):
        definition["portMappings"] = [{"containerPort": service.port, "protocol": "tcp"}]
    return pulumi.Output.json_dumps([definition])


def _health_check(service: Service) -> dict[str, Any]:
    """ECS reads this one only: a HEALTHCHECK in the image does nothing."""
    health = service.container_health
    return {
        "command": ["CMD", *health.command],
        "interval": health.interval_seconds,
        "timeout": health.timeout_seconds,
        "retries": health.retries,
        "startPeriod": health.start_period_seconds,
    }


def _environment(
    service: Service, references: Mapping[str, pulumi.Output[str]]
) -> list[dict[str, pulumi.Input[str]]]:
    own = {key: _filled(text, references) for key, text in service.environment.items()}
    values = {**_server_defaults(service, references), **own}
    return [{"name": key, "value": values[key]} for key in sorted(values)]


def _filled(text: str, references: Mapping[str, pulumi.Output[str]]) -> pulumi.Output[str]:
    names = references_in(text)
    return pulumi.Output.all(**{name: references[name] for name in names}).apply(
        lambda values: fill(text, values)
    )


def _server_defaults(
    service: Service, references: Mapping[str, pulumi.Output[str]]
) -> dict[str, pulumi.Input[str]]:
    """Port and keep-alive, in the names that uvicorn and gunicorn read by themselves."""
    if not isinstance(service, WebService):
        return {}
    seconds = references["load_balancer.keep_alive_seconds"]
    return {
        "PORT": str(service.port),
        "UVICORN_TIMEOUT_KEEP_ALIVE": seconds,
        "GUNICORN_CMD_ARGS": pulumi.Output.concat("--keep-alive ", seconds),
    }
