"""Guards of services that run on Fargate."""

from collections.abc import Iterator

from groundplan.settings.fargate_service import FARGATE_MEMORY_MIB, FargateSettings
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def sizes_exist_on_fargate(settings: Settings) -> Iterator[Problem]:
    """Fargate offers fixed steps of memory for each CPU size."""
    if not isinstance(settings.compute, FargateSettings):
        return
    for name, service in settings.services.items():
        accepted = FARGATE_MEMORY_MIB[service.cpu_units]
        if service.memory_mib not in accepted:
            nearest = min(accepted, key=lambda size: abs(size - service.memory_mib))
            yield Problem(
                ("services", name, "memory_mib"),
                f"does not exist on Fargate with cpu_units {service.cpu_units}; write {nearest}, "
                "the nearest that does",
                service.memory_mib,
            )
