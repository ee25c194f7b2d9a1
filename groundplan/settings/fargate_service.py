"""Fargate as the place where services run."""

from typing import Literal

from groundplan.settings.section import Section

FARGATE_MEMORY_MIB: dict[int, tuple[int, ...]] = {
    256: (512, 1024, 2048),
    512: tuple(range(1024, 4097, 1024)),
    1024: tuple(range(2048, 8193, 1024)),
    2048: tuple(range(4096, 16385, 1024)),
    4096: tuple(range(8192, 30721, 1024)),
    8192: tuple(range(16384, 61441, 4096)),
    16384: tuple(range(32768, 122881, 8192)),
}
"""Memory by CPU units (1024 is one vCPU). Source: ECS Developer Guide, Fargate task sizes."""


class FargateSettings(Section):
    """Services run as ECS tasks on Fargate."""

    kind: Literal["fargate"]
    container_insights: Literal["enabled", "enhanced", "disabled"]
    """Metrics of services, or of each task too (`enhanced`)."""

    execute_command: bool
    """Whether `aws ecs execute-command` opens a shell in a running task.

    The agent writes to the container's root file system, so that one is no longer read-only.
    Source: ECS Developer Guide, ECS Exec considerations.
    """
