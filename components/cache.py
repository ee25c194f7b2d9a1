"""Valkey on ElastiCache: one replication group per purpose."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components.cache_users import PORT, CacheUsers, url
from components.data_store import DataStore
from components.labels import REPLICATION_GROUP_ID_CHARACTERS
from components.subnet_tier import SubnetTier
from components.vault import Vault
from groundplan.settings.cache import CacheSettings

_EVICTION = {"broker": "noeviction", "cache": "allkeys-lru"}
_TOKEN_CHARACTERS = 64
_LOGS = ("slow-log", "engine-log")


@dataclass(frozen=True)
class CacheArgs:
    """What a cache needs from the rest of the stack."""

    settings: CacheSettings
    tier: SubnetTier
    vault: Vault


class Cache(pulumi.ComponentResource):
    """One replication group: TLS, a token or users, encryption, failover where it has replicas.

    A broker never evicts what is queued; a cache drops what was used least recently.
    """

    data_store: DataStore
    cache_name: pulumi.Output[str]
    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: CacheArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Cache", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._login = self._users() if args.settings.users else self._token()
        self._security_group = self._build_security_group()
        self._subnet_group = self._build_subnet_group()
        group = self._replication_group()
        self.data_store = DataStore(
            security_group_id=self._security_group.id, port=PORT, subnet_group=self._subnet_group
        )
        self.cache_name = group.replication_group_id
        self.references = self._references(group)
        self.register_outputs({})

    def _users(self) -> CacheUsers:
        return CacheUsers(self, self._prefix, self._args.vault, self._args.settings)

    def _token(self) -> random.RandomPassword:
        """Letters and digits only: it stands in the URL as it is."""
        return random.RandomPassword(
            self._prefix,
            length=_TOKEN_CHARACTERS,
            special=False,
            keepers={"version": str(self._args.settings.password_version)},
            opts=self._child,
        )

    def _build_security_group(self) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            self._prefix,
            vpc_id=self._args.tier.vpc_id,
            description="Valkey, reachable from its clients only",
            tags={"Name": self._args.vault.labels.name(self._prefix)},
            opts=self._child,
        )

    def _replication_group(self) -> aws.elasticache.ReplicationGroup:
        settings, labels = self._args.settings, self._args.vault.labels
        return aws.elasticache.ReplicationGroup(
            self._prefix,
            replication_group_id=labels.name(self._prefix, limit=REPLICATION_GROUP_ID_CHARACTERS),
            description=f"{settings.role} of {labels.prefix}",
            engine="valkey",
            engine_version=settings.engine_version,
            node_type=settings.node_type,
            **_topology(settings),
            parameter_group_name=self._parameter_group().name,
            port=PORT,
            subnet_group_name=self._subnet_group.name,
            security_group_ids=[self._security_group.id],
            at_rest_encryption_enabled=True,
            kms_key_id=self._args.vault.encryption_key_arn,
            transit_encryption_enabled=True,
            transit_encryption_mode="required",
            **_admitted(self._login),
            log_delivery_configurations=self._logs(),
            snapshot_retention_limit=settings.snapshot_retention_days,
            snapshot_window="01:00-02:00",
            maintenance_window="sun:05:00-sun:06:00",
            auto_minor_version_upgrade=True,
            apply_immediately=False,
            opts=self._child,
        )

    def _logs(self) -> list[aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs]:
        """By this prefix AWS lets its services write, without growing one policy of the region.

        Source: CloudWatch Logs User Guide, log group resource policy size limit considerations.
        """
        vault, days = self._args.vault, self._args.settings.log_retention_days
        groups = {
            log: aws.cloudwatch.LogGroup(
                f"{self._prefix}-{log}",
                name=f"/aws/vendedlogs/{vault.labels.path(self._prefix, log)}",
                retention_in_days=days,
                kms_key_id=vault.encryption_key_arn,
                opts=self._child,
            )
            for log in _LOGS
        }
        return [
            aws.elasticache.ReplicationGroupLogDeliveryConfigurationArgs(
                log_type=log,
                destination_type="cloudwatch-logs",
                destination=group.name,
                log_format="json",
            )
            for log, group in groups.items()
        ]

    def _parameter_group(self) -> aws.elasticache.ParameterGroup:
        settings = self._args.settings
        major = settings.engine_version.split(".")[0]
        parameters = {"maxmemory-policy": _EVICTION[settings.role]}
        if settings.cluster_mode:
            parameters["cluster-enabled"] = "yes"
        return aws.elasticache.ParameterGroup(
            self._prefix,
            family=f"valkey{major}",
            description=f"{settings.role} of {self._args.vault.labels.prefix}",
            parameters=[
                aws.elasticache.ParameterGroupParameterArgs(name=name, value=value)
                for name, value in parameters.items()
            ],
            opts=self._child,
        )

    def _build_subnet_group(self) -> aws.elasticache.SubnetGroup:
        return aws.elasticache.SubnetGroup(
            self._prefix,
            description=f"Isolated subnets of {self._args.vault.labels.prefix}",
            subnet_ids=self._args.tier.subnet_ids,
            opts=self._child,
        )

    def _references(self, group: aws.elasticache.ReplicationGroup) -> dict[str, pulumi.Output[str]]:
        cluster = self._args.settings.cluster_mode
        host = group.configuration_endpoint_address if cluster else group.primary_endpoint_address
        if isinstance(self._login, CacheUsers):
            return self._login.references(host)
        return self._connection_secret(host, self._login.result)

    def _connection_secret(
        self, host: pulumi.Output[str], token: pulumi.Output[str]
    ) -> dict[str, pulumi.Output[str]]:
        parts: dict[str, pulumi.Input[str]] = {
            "host": host,
            "port": str(PORT),
            "auth_token": token,
            "url": url(host, token),
        }
        name = self._prefix.removeprefix("cache-")
        stored = self._args.vault.store(
            self,
            self._prefix,
            f"cache/{name}",
            description=f"How to reach {self._prefix}",
            value=pulumi.Output.json_dumps(parts),
        )
        return {f"cache.{name}.{key}": stored.reference(key) for key in parts}


def _admitted(login: CacheUsers | random.RandomPassword) -> dict[str, Any]:
    """Who gets in: a group knows users or a token, never both.

    A rotated token is taken beside the one before. Source: ElastiCache User Guide, modifying the
    AUTH token on an existing cluster.
    """
    if isinstance(login, CacheUsers):
        return {"user_group_ids": [login.group_id]}
    return {"auth_token": login.result, "auth_token_update_strategy": "ROTATE"}


def _topology(settings: CacheSettings) -> dict[str, Any]:
    """Nodes and failover. With one node there is nothing to fail over to."""
    has_replicas = settings.replicas > 0
    available = {"automatic_failover_enabled": has_replicas, "multi_az_enabled": has_replicas}
    if settings.cluster_mode:
        shards = {"num_node_groups": settings.shards, "replicas_per_node_group": settings.replicas}
        # A cluster always fails over. Source: ElastiCache API, CreateReplicationGroup.
        return {**available, **shards, "automatic_failover_enabled": True}
    return {**available, "num_cache_clusters": 1 + settings.replicas}
