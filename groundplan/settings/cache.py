"""Valkey on ElastiCache, one replication group per purpose."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section


class CacheSettings(Section):
    """One replication group. A queue and a cache need opposite eviction, so they never share."""

    role: Literal["broker", "cache"]
    """`broker` never evicts (noeviction); `cache` drops what was used least recently."""

    node_type: Annotated[str, Field(pattern=r"^cache\.[a-z]\w+\.[a-z0-9]+$")]
    engine_version: Literal["7.2", "8.0", "8.2", "9.0"]
    replicas: Annotated[int, Field(ge=0, le=5)]
    """Copies beside the primary, of each shard; from one on, failover is automatic."""

    cluster_mode: bool
    shards: Annotated[int, Field(ge=1, le=90)]
    snapshot_retention_days: Annotated[int, Field(ge=0, le=35)]
