"""Valkey on ElastiCache, one per purpose: nodes of a fixed size, or serverless."""

from typing import Annotated, Any, Literal

from pydantic import Discriminator, Field, Tag

from groundplan.settings.section import Section
from groundplan.settings.units import LogRetentionDays, Name, SecretNumber


class CacheUser(Section):
    """A login of its own, with a password of its own, for one application."""

    keys: Annotated[str, Field(pattern=r"^[\w:*.{}-]{1,128}$", examples=["sessions:*"])]
    """Which keys it may use, such as `sessions:*`; `*` is all."""

    commands: Literal["read", "write", "all"]
    """`write` reads too; nobody gets what stops or empties the whole cache (`@dangerous`)."""


class _Cache(Section):
    role: Literal["broker", "cache"]
    """`broker` never evicts (noeviction); `cache` drops what was used least recently."""

    users: dict[Name, CacheUser] = Field(default_factory=dict)
    """Logins by name; without any, one token opens everything."""

    password_version: SecretNumber = 1
    """One more is another token, or another password for every user. Services that read it start
    anew, and the one before opens the cache until the number grows again: twice shuts it out."""

    snapshot_retention_days: Annotated[int, Field(ge=0, le=35)]
    """Of the daily snapshots; 0 makes none."""


class CacheSettings(_Cache):
    """One replication group. A queue and a cache need opposite eviction, so they never share."""

    kind: Literal["nodes"] = "nodes"
    node_type: Annotated[
        str, Field(pattern=r"^cache\.[a-z]\w+\.[a-z0-9]+$", examples=["cache.t4g.small"])
    ]
    """Such as cache.t4g.small."""

    engine_version: Literal["7.2", "8.0", "8.2", "9.0", "9.1"]
    """Of Valkey, which speaks Redis's protocol."""

    replicas: Annotated[int, Field(ge=0, le=5)]
    """Copies beside the primary, of each shard; from one on, failover is automatic."""

    cluster_mode: bool
    """Keys are spread over shards. Task queues such as Celery's fail on it."""

    shards: Annotated[int, Field(ge=1, le=90)]
    """More than one needs cluster_mode."""

    log_retention_days: LogRetentionDays
    """Of its logs in CloudWatch: slow commands, and what the engine says."""


class ServerlessCacheSettings(_Cache):
    """A cache without nodes: it grows and shrinks by itself, and is paid by what it holds and does.

    It is a cluster to its clients, and evicts only keys that expire.
    Source: ElastiCache User Guide, choosing between deployment options.
    """

    kind: Literal["serverless"]
    engine_version: Literal["7", "8", "9"]
    """The major version of Valkey."""

    max_storage_gib: Annotated[int, Field(ge=1, le=5000)]
    """At most; beyond it keys are evicted. Source: ElastiCache API, DataStorage."""

    max_units_per_second: Annotated[int, Field(ge=1000, le=15_000_000)]
    """Processing units; beyond it commands are throttled. Source: API, ECPUPerSecond."""


def _kind(value: Any) -> str:
    """Nodes are what a cache has unless it says otherwise."""
    kind = value.get("kind") if isinstance(value, dict) else getattr(value, "kind", None)
    return kind if kind == "serverless" else "nodes"


CacheKind = Annotated[
    Annotated[CacheSettings, Tag("nodes")] | Annotated[ServerlessCacheSettings, Tag("serverless")],
    Discriminator(_kind),
]
