"""The services: what runs and how large. The same map runs on every kind of compute."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.deployment import Deployment, Recreate, Rolling, SecondSet
from groundplan.settings.dns import DomainName
from groundplan.settings.file_system import MountPath
from groundplan.settings.health_check import ContainerHealth, HealthCheck
from groundplan.settings.load_balancer import PathPattern
from groundplan.settings.log_metric import LogMetric
from groundplan.settings.scaling import Scaling, WebScaling
from groundplan.settings.schedule import Runs
from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce, EnvironmentName, LogRetentionDays, Name, Port


class ConnectionPool(Section):
    """The database connections of one task: pools are per process."""

    processes: Annotated[int, Field(ge=1, le=128)]
    """Of one task: each has a pool of its own."""

    pool_size: Annotated[int, Field(ge=1, le=1000)]
    """Connections that a pool keeps."""

    max_overflow: Annotated[int, Field(ge=0, le=1000)]
    """Connections beyond them at a peak."""

    @property
    def connections_per_task(self) -> int:
        """Connections that one task opens at the most."""
        return self.processes * (self.pool_size + self.max_overflow)


class Processes(Section):
    """The processes of one task. Each loads for itself what it works with, such as models."""

    count: Annotated[int, Field(ge=1, le=128)]
    """As many as the command starts."""

    memory_mib: Annotated[int, Field(ge=1, le=122_880)]
    """Of each at its fullest: interpreter, libraries, models and the work in hand."""


DatabaseUser = Annotated[str, Field(pattern=r"^[a-z_][a-z0-9_]{0,62}$", examples=["shop_app"])]


class _Task(Section):
    """What every role has."""

    image: Annotated[str, Field(min_length=1, max_length=512)]
    """Best by digest: `repository@sha256:…` is the same image for ever."""

    command: tuple[str, ...]
    """Program and arguments, without a shell; [] is the image's own."""

    architecture: Literal["arm64", "x86_64"]
    """What the image is built for; arm64 (Graviton) costs less."""

    cpu_units: Literal[256, 512, 1024, 2048, 4096, 8192, 16384]
    """1024 is one vCPU."""

    memory_mib: int
    """Fargate has fixed steps for each CPU size; a guard names the nearest."""

    processes: Processes | None = None
    """Stated where they need much memory, so that it is counted before they start."""

    user: Annotated[str, Field(pattern=r"^[1-9]\d{0,8}(:[1-9]\d{0,8})?$", examples=["1000:1000"])]
    """The numeric user (and group) of the process; root is refused."""

    ephemeral_storage_gib: Annotated[int, Field(ge=21, le=200)] | None = None
    """Scratch space of a task; 20 without it. Source: ECS, ephemeral storage on Fargate."""

    database_pools: dict[Name, ConnectionPool] = Field(default_factory=dict)
    """By the name of the database that each opens connections to."""

    document_pools: dict[Name, ConnectionPool] = Field(default_factory=dict)
    """The same of document databases, whose drivers keep a pool for each of their instances."""

    file_systems: dict[Name, MountPath] = Field(default_factory=dict)
    """Where each file system is mounted, such as `uploads: /mnt/uploads`. On Fargate only."""

    database_users: dict[Name, DatabaseUser] = Field(default_factory=dict)
    """By database: the user as whom it signs in with a token of its role instead of a password.

    A migration makes the user: `CREATE USER app; GRANT rds_iam TO app`. The token lasts 15 minutes,
    connections longer. Source: RDS User Guide, IAM database authentication.
    """

    internet_access: bool
    """Whether tasks reach the internet (through NAT) on port 443 and `egress_ports`."""

    egress_ports: Annotated[tuple[Port, ...], EachOnce] = ()
    """Beyond 443, such as 587 for mail."""

    log_retention_days: LogRetentionDays
    """Of its lines in CloudWatch."""

    stop_timeout_seconds: Annotated[int, Field(ge=2, le=120)]
    """Time to finish work after SIGTERM. Source: ECS, stopTimeout on Fargate, 120 at the most."""

    log_metrics: Annotated[dict[Name, LogMetric], Field(max_length=10)] = Field(
        default_factory=dict
    )
    """Figures of the log by name, each with an alarm."""

    environment: dict[EnvironmentName, str] = Field(default_factory=dict)
    """Plain values; `${storage.media.name}` and the like are filled in."""

    secrets: dict[EnvironmentName, str] = Field(default_factory=dict)
    """References such as `${database.main.url}`; the value comes from Secrets Manager."""


class _Running(_Task):
    """What every role has that never ends."""

    container_health: ContainerHealth
    """How the container itself is asked."""


class WebService(_Running):
    """Serves HTTP behind the load balancer."""

    role: Literal["web"]
    port: Port
    """Where the process listens."""

    paths: Annotated[tuple[PathPattern, ...], Field(min_length=1, max_length=5)]
    """Path patterns of the load balancer that lead here, such as `/*`."""

    hosts: Annotated[tuple[DomainName, ...], Field(max_length=5), EachOnce] = ()
    """Only requests for these names lead here; left out, those for all names do."""

    priority: Annotated[int, Field(ge=1, le=50000)]
    """Lower is asked first; distinct among the web services."""

    health_check: HealthCheck
    """How the load balancer asks."""

    scaling: WebScaling
    """How many tasks run."""

    deployment: Deployment = Rolling(strategy="rolling")
    """Rolling unless set. Migrations must suit both revisions: they share the database."""

    @property
    def test_host(self) -> str | None:
        """Where a new revision answers before users see it."""
        return self.deployment.test_host if isinstance(self.deployment, SecondSet) else None

    @property
    def priorities(self) -> tuple[int, ...]:
        """Those of its rules: the one for `test_host` is asked before its own."""
        return (self.priority - 1, self.priority) if self.test_host else (self.priority,)

    @property
    def drain_seconds(self) -> int:
        """How long a leaving task may finish requests: always below the stop timeout."""
        return max(1, self.stop_timeout_seconds // 2)


class WorkerService(_Running):
    """Takes work from a queue; nothing calls it."""

    role: Literal["worker"]
    scaling: Scaling
    """How many tasks run."""

    spot_percent: Annotated[int, Field(ge=0, le=100)]
    """Share of tasks on Fargate Spot, which may end with two minutes' notice."""


class SingletonService(_Running):
    """Exactly one task at any time, such as a scheduler: stopped before its successor starts."""

    role: Literal["singleton"]


class JobService(_Task):
    """Runs to its end and is gone: a migration, collected static files, a nightly export.

    An ECS task of its own on Fargate, a Job or a CronJob on EKS.
    """

    role: Literal["job"]
    runs: Runs
    """Before each deployment, or at set times."""


RunningService = WebService | WorkerService | SingletonService
Service = Annotated[RunningService | JobService, Field(discriminator="role")]


def runs_alone(service: Service) -> bool:
    """Whether it is stopped before its successor starts, so that there are never two."""
    if isinstance(service, WebService):
        return isinstance(service.deployment, Recreate)
    return isinstance(service, SingletonService)
