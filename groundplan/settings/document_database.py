"""Documents: DocumentDB, or MongoDB that somebody else runs."""

from ipaddress import IPv4Network
from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.database import memory_gib_of
from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce, LogRetentionDays, Name, Port, SecretNumber

_CONNECTIONS_PER_GIB = 100


class DocumentDatabaseSettings(Section):
    """One DocumentDB cluster: a primary and readers that take its place.

    It serves no `mongodb+srv://` and no retryable writes. Source: DocumentDB Developer Guide,
    functional differences, Amazon DocumentDB and MongoDB.
    """

    kind: Literal["documentdb"]
    engine_version: Literal["5.0.0", "8.0.0"]
    """Of DocumentDB."""

    instance_class: Annotated[
        str, Field(pattern=r"^db\.[a-z]\w+\.[a-z0-9]+$", examples=["db.t4g.medium"])
    ]
    """Such as db.t4g.medium; its memory bounds the connections."""

    instances: Annotated[int, Field(ge=1, le=16)]
    """One writes, the others are read and take its place when it fails."""

    name: Annotated[str, Field(pattern=r"^[A-Za-z][A-Za-z0-9_]{0,56}$", examples=["shop"])]
    """The database that clients begin in; at most 57 characters."""

    password_version: SecretNumber = 1
    """One more is another password. Services that read it start anew; until they have, they cannot
    open further connections: choose a quiet hour."""

    ca_file: Annotated[str, Field(pattern=r"^/[\w./-]+$", examples=["/etc/ssl/global-bundle.pem"])]
    """Where the image holds AWS's `global-bundle.pem`: DocumentDB's certificates are AWS's own."""

    slow_query_milliseconds: Annotated[int, Field(ge=50, le=2_147_483_647)]
    """Operations that take longer are logged."""

    backup_retention_days: Annotated[int, Field(ge=1, le=35)]
    """It can be set back to any second of so many days."""

    log_retention_days: LogRetentionDays
    """Of its logs in CloudWatch: audit and profiler."""

    deletion_protection: bool
    """Whether AWS refuses to delete it; without, no final snapshot is made either."""

    @property
    def connection_limit(self) -> int | None:
        """The connections that one instance takes without doubt; None for an unknown class.

        AWS raised the limits of classes over time; no class has had less than this of its memory.
        Source: DocumentDB Developer Guide, instance limits.
        """
        memory_gib = memory_gib_of(self.instance_class)
        return None if memory_gib is None else memory_gib * _CONNECTIONS_PER_GIB


class ExternalDocumentDatabaseSettings(Section):
    """MongoDB that somebody else runs, such as Atlas. Nothing is built but the way out to it."""

    kind: Literal["external"]
    secret: Name
    """An external secret that is the whole URI; `mongodb+srv://` is fine there."""

    port: Port
    cidr_blocks: Annotated[tuple[IPv4Network, ...], Field(min_length=1), EachOnce]
    """The hosts' addresses: the port is opened to them and to nothing else."""


DocumentDatabaseKind = Annotated[
    DocumentDatabaseSettings | ExternalDocumentDatabaseSettings, Field(discriminator="kind")
]
