"""How the platform finds out that a service works."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from groundplan.settings.section import Section, WrongValue
from groundplan.settings.units import EnvironmentName


class AllowedHosts(Section):
    """The variable by which an application refuses requests for other hosts.

    The load balancer asks each task under its own address, which exists once the task runs. On
    Fargate the command is started by a shell that adds the address, so the image needs `sh` and
    `hostname`; on EKS the downward API adds it.
    """

    variable: EnvironmentName
    """Such as ALLOWED_HOSTS; it stands in the service's `environment:`."""

    form: Literal["comma", "json"]
    """`a,b` for Django and environment files, `["a","b"]` for lists of pydantic-settings."""


class HealthCheck(Section):
    """How the load balancer asks a task whether it can serve."""

    path: Annotated[str, Field(pattern=r"^/[\w./-]*$", examples=["/health"])]
    """Answers 2xx by itself: no redirect, no sign-in."""

    interval_seconds: Annotated[int, Field(ge=5, le=300)]
    """Between two questions to each task."""

    timeout_seconds: Annotated[int, Field(ge=2, le=120)]
    """For the answer; below the interval."""

    grace_period_seconds: Annotated[int, Field(ge=0, le=7200)]
    """How long a new task may fail its checks while it starts."""

    allowed_hosts: AllowedHosts | None = None
    """Set it where the application checks hosts: ALLOWED_HOSTS, TrustedHostMiddleware."""

    @model_validator(mode="after")
    def answers_within_the_interval(self) -> "HealthCheck":
        """The load balancer refuses a timeout that is not below the interval."""
        if self.timeout_seconds >= self.interval_seconds:
            raise WrongValue(
                "timeout_seconds",
                f"timeout_seconds {self.timeout_seconds} must be below "
                f"interval_seconds {self.interval_seconds}",
            )
        return self


class ContainerHealth(Section):
    """How ECS asks the container itself; a task whose container fails is replaced.

    Source: ECS API, HealthCheck.
    """

    command: Annotated[tuple[str, ...], Field(min_length=1)]
    """Runs in the container without a shell, ends with 0 when all is well.

    It uses what the image holds: slim images have no curl, but they have `python -c`.
    """

    interval_seconds: Annotated[int, Field(ge=5, le=300)]
    """Between two runs of the command."""

    timeout_seconds: Annotated[int, Field(ge=2, le=120)]
    """For the command; longer is a failure."""

    retries: Annotated[int, Field(ge=1, le=10)]
    """So many failures in a row, and the task is replaced."""

    start_period_seconds: Annotated[int, Field(ge=0, le=300)]
    """Failures this early do not count: the time in which the program starts."""

    @model_validator(mode="after")
    def is_a_program(self) -> "ContainerHealth":
        """`CMD` is Docker's word for "no shell"; it is put in front here."""
        if self.command[0] in ("CMD", "CMD-SHELL", "NONE"):
            raise WrongValue(
                "command",
                f"leave out {self.command[0]}: the command runs without a shell; "
                "write [sh, -c, ...] where it needs one",
            )
        return self
