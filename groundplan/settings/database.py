"""PostgreSQL: on RDS, or run by somebody else."""

import re
from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.dns import DomainName
from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce, GiB, LogRetentionDays, Name, Port, SecretNumber

InstanceClass = Annotated[
    str, Field(pattern=r"^db\.[a-z]\w+\.[a-z0-9]+$", examples=["db.t4g.large"])
]


class DatabaseMemory(Section):
    """PostgreSQL's memory in MiB; what is left out is RDS's choice for the instance class."""

    shared_buffers_mib: Annotated[int, Field(ge=1, le=4_194_304)] | None = None
    """Pages in memory; another value waits for a restart."""

    effective_cache_size_mib: Annotated[int, Field(ge=1, le=4_194_304)] | None = None
    """What the planner takes the operating system's cache for; nothing is reserved."""

    work_mem_mib: Annotated[int, Field(ge=1, le=1_048_576)] | None = None
    """Of each sort or hash of each connection."""

    maintenance_work_mem_mib: Annotated[int, Field(ge=1, le=1_048_576)] | None = None
    """Of each VACUUM and CREATE INDEX."""


AuditClass = Literal["ddl", "function", "misc", "read", "role", "write"]


class DatabaseSettings(Section):
    """One primary and its read replicas on RDS."""

    kind: Literal["rds"]
    engine_version: Literal["15", "16", "17", "18"]
    """The major version; minor upgrades come in the maintenance window."""

    instance_class: InstanceClass
    """Such as db.t4g.large; its memory bounds the connections."""

    replica_instance_class: InstanceClass | None = None
    """Left out, replicas are as large as the primary."""

    name: Annotated[str, Field(pattern=r"^[a-z][a-z0-9_]{0,56}$", examples=["shop"])]
    """At most 57 characters: `_owner` makes the user name of it, and PostgreSQL cuts at 63."""

    storage_gib: GiB
    """At the start, as gp3."""

    max_storage_gib: GiB
    """Storage grows by itself up to here; the same as storage_gib to keep it fixed."""

    multi_az: bool
    """Whether a standby in another zone takes over."""

    read_replicas: Annotated[int, Field(ge=0, le=5)]
    """Copies to read from, each with an address of its own."""

    master_password: Literal["generated", "managed"]
    """`generated` lives in our own secret; `managed` is rotated by RDS and refuses replicas."""

    password_version: SecretNumber = 1
    """One more is another generated password, replicas and all. Services that read it start anew;
    until they have, they cannot open further connections: choose a quiet hour."""

    backup_retention_days: Annotated[int, Field(ge=0, le=35)]
    """It can be set back to any second of so many days; 0 makes no backups."""

    max_connections: Annotated[int, Field(ge=6, le=262143)] | None = None
    """Left out, RDS derives it from the memory of the instance class."""

    memory: DatabaseMemory = DatabaseMemory()
    """What PostgreSQL reserves."""

    preload_libraries: Annotated[tuple[str, ...], EachOnce] = ()
    """Beside pg_stat_statements, which RDS preloads: pg_cron, pg_partman_bgw and the like."""

    audit_log: Annotated[tuple[AuditClass, ...], EachOnce]
    """What pgaudit writes to the log; empty has no pgaudit. A migration creates the extension."""

    insights: Literal["standard", "advanced"]
    """Database Insights: 7 days for nothing, or 15 months at a price per vCPU."""

    slow_query_milliseconds: Annotated[int, Field(ge=1, le=60000)]
    """Statements that take longer are logged."""

    statement_timeout_seconds: Annotated[int, Field(ge=1, le=86400)] | None = None
    """Statements that take longer end with an error. A migration that needs more time sets its own
    (`SET statement_timeout = 0`). Left out, they may run for ever."""

    idle_transaction_seconds: Annotated[int, Field(ge=1, le=86400)] | None = None
    """Transactions that do nothing for longer end, and with them their locks. Left out, never."""

    log_retention_days: LogRetentionDays
    """Of PostgreSQL's log in CloudWatch."""

    deletion_protection: bool
    """Whether RDS refuses to delete it; without, no final snapshot is made either."""

    @property
    def connection_limit(self) -> int | None:
        """The connections it takes: as stated, or what RDS derives; None where neither is known."""
        return self.max_connections or self.default_max_connections

    @property
    def default_max_connections(self) -> int | None:
        """What RDS sets by itself; None for a class whose memory is not known here.

        Source: RDS User Guide, LEAST(DBInstanceClassMemory/9531392, 5000). The part that the
        operating system takes off the class memory is taken as a twentieth.
        """
        memory_gib = memory_gib_of(self.instance_class)
        if memory_gib is None:
            return None
        return min(int(memory_gib * 1024**3 * 0.95 / 9531392), 5000)


class ExternalDatabaseSettings(Section):
    """PostgreSQL that somebody else runs, such as Tiger Cloud for TimescaleDB.

    Nothing is built but the way out to it.
    """

    kind: Literal["external"]
    host: DomainName
    """Its name in DNS."""

    port: Port
    name: Annotated[str, Field(min_length=1, max_length=63)]
    """The database that clients begin in."""

    username: Annotated[str, Field(min_length=1, max_length=63)]
    """As whom services sign in."""

    cidr_blocks: Annotated[tuple[IPv4Network, ...], Field(min_length=1), EachOnce]
    """The host's addresses: the port is opened to them and to nothing else."""

    secret: Name
    """An external secret with the JSON keys `password` and `url`."""

    max_connections: Annotated[int, Field(ge=6, le=262143)]
    """What it takes; the pools of all services are counted against it."""

    @property
    def connection_limit(self) -> int:
        """The connections it takes."""
        return self.max_connections


DatabaseKind = Annotated[DatabaseSettings | ExternalDatabaseSettings, Field(discriminator="kind")]

_T_CLASS_GIB = {"micro": 1, "small": 2, "medium": 4, "large": 8, "xlarge": 16, "2xlarge": 32}
_LARGE = re.compile(r"(\d*x)?large")
_GIB_AT_LARGE = {"m": 8, "r": 16, "c": 4}


def memory_gib_of(instance_class: str) -> int | None:
    """GiB of memory of an RDS class, from the rule that each size doubles the one before.

    Source: RDS User Guide, hardware specifications of DB instance classes.
    """
    _, family, size = instance_class.split(".")
    if family.startswith("t"):
        return _T_CLASS_GIB.get(size)
    if family[0] not in _GIB_AT_LARGE or not _LARGE.fullmatch(size):
        return None
    times = size.removesuffix("large").removesuffix("x")
    if size == "large":
        return _GIB_AT_LARGE[family[0]]
    return _GIB_AT_LARGE[family[0]] * 2 * int(times or 1)
