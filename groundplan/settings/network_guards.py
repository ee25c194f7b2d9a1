"""Guards between the ways out of the network and the services that need them."""

from collections.abc import Iterator

from groundplan.settings.fargate_service import FargateSettings
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings

_ENDPOINTS_TO_START_A_TASK = {"ecr.api", "ecr.dkr", "logs", "secretsmanager"}


def internet_needs_nat(settings: Settings) -> Iterator[Problem]:
    """Tasks are in private subnets, whose only way out is NAT."""
    if settings.network.nat != "none":
        return
    for name, service in settings.services.items():
        if service.internet_access:
            yield Problem(
                ("services", name, "internet_access"),
                "tasks live in private subnets and network.nat is none, so nothing outside would "
                "answer; write nat: one or per_zone, or internet_access: false",
                value=True,
            )


def tasks_can_start_without_nat(settings: Settings) -> Iterator[Problem]:
    """A task that may not call out gets image, secrets and logs through interface endpoints only.

    Source: ECS Developer Guide, interface VPC endpoints, considerations for Fargate.
    """
    if not isinstance(settings.compute, FargateSettings):
        return  # nodes fetch images and secrets, by NAT: a guard of their own asks for it
    missing = _ENDPOINTS_TO_START_A_TASK - set(settings.network.interface_endpoints)
    closed = [name for name, one in settings.services.items() if not one.internet_access]
    because = "nat: none" if settings.network.nat == "none" else "internet_access: false"
    if missing and (closed or settings.network.nat == "none"):
        yield Problem(
            ("network", "interface_endpoints"),
            f"with {because} a task cannot start without {', '.join(sorted(missing))}; add them",
        )
