"""The services: what runs, how large, how many. The same on every kind of compute."""

from typing import Annotated, Literal

from pydantic import Field, model_validator

from groundplan.settings.dns import DomainName
from groundplan.settings.load_balancer import PathPattern
from groundplan.settings.section import Section, WrongValue
from groundplan.settings.units import EachOnce, LogRetentionDays, Percent, Port

EnvironmentName = Annotated[str, Field(pattern=r"^[A-Za-z_][A-Za-z0-9_]*$")]


class HealthCheck(Section):
    """How the load balancer asks a task whether it can serve."""

    path: Annotated[str, Field(pattern=r"^/[\w./-]*$")]
    interval_seconds: Annotated[int, Field(ge=5, le=300)]
    timeout_seconds: Annotated[int, Field(ge=2, le=120)]
    grace_period_seconds: Annotated[int, Field(ge=0, le=7200)]
    """How long a new task may fail its checks while it starts."""

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
    timeout_seconds: Annotated[int, Field(ge=2, le=120)]
    retries: Annotated[int, Field(ge=1, le=10)]
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


class Scaling(Section):
    """How many tasks run, and what makes them more."""

    min_tasks: Annotated[int, Field(ge=1, le=1000)]
    max_tasks: Annotated[int, Field(ge=1, le=1000)]
    target_cpu_percent: Percent
    target_memory_percent: Percent

    @model_validator(mode="after")
    def has_room(self) -> "Scaling":
        """A maximum below the minimum can never be met."""
        if self.max_tasks < self.min_tasks:
            raise WrongValue(
                "max_tasks", f"max_tasks {self.max_tasks} is below min_tasks {self.min_tasks}"
            )
        return self


class ConnectionPool(Section):
    """The database connections of one task: pools are per process."""

    processes: Annotated[int, Field(ge=1, le=128)]
    pool_size: Annotated[int, Field(ge=1, le=1000)]
    max_overflow: Annotated[int, Field(ge=0, le=1000)]

    @property
    def connections_per_task(self) -> int:
        """Connections that one task opens at the most."""
        return self.processes * (self.pool_size + self.max_overflow)


class _Task(Section):
    """What every role has."""

    image: Annotated[str, Field(min_length=1, max_length=512)]
    """Best by digest: `repository@sha256:…` is the same image for ever."""

    command: tuple[str, ...]
    architecture: Literal["arm64", "x86_64"]
    cpu_units: Literal[256, 512, 1024, 2048, 4096, 8192, 16384]
    memory_mib: int
    user: Annotated[str, Field(pattern=r"^[1-9]\d{0,8}(:[1-9]\d{0,8})?$")]
    """The numeric user (and group) of the process; root is refused."""

    container_health: ContainerHealth
    database_pool: ConnectionPool | None = None
    internet_access: bool
    """Whether tasks reach the internet (through NAT) on port 443 and `egress_ports`."""

    egress_ports: Annotated[tuple[Port, ...], EachOnce] = ()
    log_retention_days: LogRetentionDays
    stop_timeout_seconds: Annotated[int, Field(ge=2, le=120)]
    """Time to finish work after SIGTERM. Source: ECS, stopTimeout on Fargate, 120 at the most."""

    environment: dict[EnvironmentName, str] = Field(default_factory=dict)
    """Plain values; `${storage.media.name}` and the like are filled in."""

    secrets: dict[EnvironmentName, str] = Field(default_factory=dict)
    """References such as `${database.url}`; the value goes from Secrets Manager to the task."""


class WebService(_Task):
    """Serves HTTP behind the load balancer."""

    role: Literal["web"]
    port: Port
    paths: Annotated[tuple[PathPattern, ...], Field(min_length=1, max_length=5)]
    """Path patterns of the load balancer that lead here, such as `/*`."""

    hosts: Annotated[tuple[DomainName, ...], Field(max_length=5), EachOnce] = ()
    """Only requests for these names lead here; left out, those for all names do."""

    priority: Annotated[int, Field(ge=1, le=50000)]
    """Lower is asked first; distinct among the web services."""

    health_check: HealthCheck
    scaling: Scaling


class WorkerService(_Task):
    """Takes work from a queue; nothing calls it."""

    role: Literal["worker"]
    scaling: Scaling
    spot_percent: Annotated[int, Field(ge=0, le=100)]
    """Share of tasks on Fargate Spot, which may end with two minutes' notice."""


class SingletonService(_Task):
    """Exactly one task at any time, such as a scheduler: stopped before its successor starts."""

    role: Literal["singleton"]


Service = Annotated[WebService | WorkerService | SingletonService, Field(discriminator="role")]
