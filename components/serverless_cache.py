"""Valkey without nodes: ElastiCache Serverless, reachable only from its clients."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.cache_users import PORT, CacheUsers
from components.data_store import DataStore
from components.labels import REPLICATION_GROUP_ID_CHARACTERS
from components.subnet_tier import SubnetTier
from components.vault import Vault
from groundplan.settings.cache import ServerlessCacheSettings

_READ_PORT = 6380
"""Source: ElastiCache User Guide, getting started with serverless: 6379 and 6380 are opened."""


@dataclass(frozen=True)
class ServerlessCacheArgs:
    """What a serverless cache needs from the rest of the stack."""

    settings: ServerlessCacheSettings
    tier: SubnetTier
    vault: Vault


class ServerlessCache(pulumi.ComponentResource):
    """TLS always, users instead of a token, encrypted with the stack's key.

    Source: ElastiCache User Guide, serverless: TLS and cluster mode cannot be turned off, and
    there is neither a token nor a parameter group.
    """

    data_store: DataStore
    cache_name: pulumi.Output[str]
    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: ServerlessCacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:ServerlessCache", name, {}, opts)
        self._args = args
        child = pulumi.ResourceOptions(parent=self)
        users = CacheUsers(self, name, args.vault, args.settings)
        guard = aws.ec2.SecurityGroup(
            name,
            vpc_id=args.tier.vpc_id,
            description="Valkey, reachable from its clients only",
            tags={"Name": args.vault.labels.name(name)},
            opts=child,
        )
        cache = self._cache(name, users, guard)
        self.data_store = DataStore(security_group_id=guard.id, port=PORT, read_port=_READ_PORT)
        self.cache_name = cache.name
        self.references = users.references(cache.endpoints[0]["address"])
        self.register_outputs({})

    def _cache(
        self,
        name: str,
        users: CacheUsers,
        guard: aws.ec2.SecurityGroup,
    ) -> aws.elasticache.ServerlessCache:
        settings, labels = self._args.settings, self._args.vault.labels
        return aws.elasticache.ServerlessCache(
            name,
            name=labels.name(name, limit=REPLICATION_GROUP_ID_CHARACTERS),
            description=f"{settings.role} of {labels.prefix}",
            engine="valkey",
            major_engine_version=settings.engine_version,
            cache_usage_limits={
                "data_storage": {"maximum": settings.max_storage_gib, "unit": "GB"},
                "ecpu_per_seconds": [{"maximum": settings.max_units_per_second}],
            },
            user_group_id=users.group_id,
            kms_key_id=self._args.vault.encryption_key_arn,
            security_group_ids=[guard.id],
            subnet_ids=self._args.tier.subnet_ids,
            snapshot_retention_limit=settings.snapshot_retention_days,
            daily_snapshot_time="01:00",
            # Another zone would build it anew, empty: it stays in those where it was born, and is
            # reached from all. Source: API, ModifyServerlessCache, which takes no subnets.
            opts=pulumi.ResourceOptions(parent=self, ignore_changes=["subnetIds"]),
        )
