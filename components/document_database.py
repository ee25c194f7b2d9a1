"""DocumentDB: a cluster of instances, reachable only from its clients."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components.data_store import DataStore
from components.document_database_uri import PORT, connection_uri
from components.subnet_tier import SubnetTier
from components.vault import Vault
from groundplan.settings.document_database import DocumentDatabaseSettings

_LOGS = ("audit", "profiler")
_PASSWORD_CHARACTERS = 40


@dataclass(frozen=True)
class DocumentDatabaseArgs:
    """What the document database called `name` needs from the rest of the stack."""

    name: str
    settings: DocumentDatabaseSettings
    tier: SubnetTier
    vault: Vault


class DocumentDatabase(pulumi.ComponentResource):
    """TLS only, encrypted, backed up, its logins and slow queries in the log.

    The password lies in our own secret, beside the URI, and goes to DocumentDB as a write-only
    argument, which no state keeps.
    """

    data_store: DataStore
    cluster_identifier: pulumi.Output[str]
    instance_identifiers: list[pulumi.Output[str]]
    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: DocumentDatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:DocumentDatabase", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._identifier = args.vault.labels.document_cluster_identifier(args.name)
        self._username = f"{args.settings.name}_owner"
        security_group = self._security_group()
        # Letters and digits only: it stands in the URI as it is.
        password = random.RandomPassword(
            name,
            length=_PASSWORD_CHARACTERS,
            special=False,
            keepers={"version": str(args.settings.password_version)},
            opts=self._child,
        )
        subnet_group = self._subnet_group()
        cluster = self._cluster(security_group, subnet_group, password.result)
        self.instance_identifiers = self._instances(cluster)
        self.data_store = DataStore(
            security_group_id=security_group.id, port=PORT, subnet_group=subnet_group
        )
        self.cluster_identifier = cluster.cluster_identifier
        self.references = self._login(cluster.endpoint, password.result)
        self.register_outputs({})

    def _security_group(self) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            self._prefix,
            vpc_id=self._args.tier.vpc_id,
            description="DocumentDB, reachable from its clients only",
            tags={"Name": self._args.vault.labels.name(self._prefix)},
            opts=self._child,
        )

    def _cluster(
        self,
        security_group: aws.ec2.SecurityGroup,
        subnet_group: aws.docdb.SubnetGroup,
        password: pulumi.Output[str],
    ) -> aws.docdb.Cluster:
        settings = self._args.settings
        return aws.docdb.Cluster(
            self._prefix,
            cluster_identifier=self._identifier,
            engine="docdb",
            engine_version=settings.engine_version,
            # Or DocumentDB refuses another major version. Source: API, ModifyDBCluster.
            allow_major_version_upgrade=True,
            port=PORT,
            master_username=self._username,
            master_password_wo=password,
            master_password_wo_version=settings.password_version,
            db_subnet_group_name=subnet_group.name,
            db_cluster_parameter_group_name=self._parameter_group().name,
            vpc_security_group_ids=[security_group.id],
            storage_encrypted=True,
            kms_key_id=self._args.vault.encryption_key_arn,
            backup_retention_period=settings.backup_retention_days,
            preferred_backup_window="02:00-03:00",
            preferred_maintenance_window="sun:03:30-sun:04:30",
            enabled_cloudwatch_logs_exports=list(_LOGS),
            deletion_protection=settings.deletion_protection,
            skip_final_snapshot=not settings.deletion_protection,
            final_snapshot_identifier=f"{self._identifier}-final",
            # Or another password waits for the maintenance window, while its clients have it. All
            # else is done at once in either case. Source: DocumentDB API, ModifyDBCluster.
            apply_immediately=True,
            opts=pulumi.ResourceOptions(parent=self, depends_on=self._log_groups()),
        )

    def _instances(self, cluster: aws.docdb.Cluster) -> list[pulumi.Output[str]]:
        return [
            aws.docdb.ClusterInstance(
                f"{self._prefix}-{number}",
                identifier=f"{self._identifier}-{number}",
                cluster_identifier=cluster.id,
                instance_class=self._args.settings.instance_class,
                ca_cert_identifier="rds-ca-rsa2048-g1",
                auto_minor_version_upgrade=True,
                copy_tags_to_snapshot=True,
                opts=self._child,
            ).identifier
            for number in range(1, self._args.settings.instances + 1)
        ]

    def _subnet_group(self) -> aws.docdb.SubnetGroup:
        return aws.docdb.SubnetGroup(
            self._prefix,
            description=f"Isolated subnets of {self._args.vault.labels.prefix}",
            subnet_ids=self._args.tier.subnet_ids,
            opts=self._child,
        )

    def _parameter_group(self) -> aws.docdb.ClusterParameterGroup:
        """TLS, and what the exported logs are written from.

        Source: DocumentDB Developer Guide, cluster parameters; auditing; profiling.
        """
        settings = self._args.settings
        values = {
            "tls": ("enabled", "pending-reboot"),
            "audit_logs": ("enabled", "immediate"),
            "profiler": ("enabled", "immediate"),
            "profiler_threshold_ms": (str(settings.slow_query_milliseconds), "immediate"),
        }
        return aws.docdb.ClusterParameterGroup(
            self._prefix,
            family=f"docdb{settings.engine_version.removesuffix('.0')}",
            description=f"Parameters of {self._identifier}",
            parameters=[
                aws.docdb.ClusterParameterGroupParameterArgs(
                    name=name, value=value, apply_method=method
                )
                for name, (value, method) in values.items()
            ],
            opts=self._child,
        )

    def _log_groups(self) -> list[aws.cloudwatch.LogGroup]:
        """DocumentDB would create these groups by itself, kept for ever and without our key."""
        return [
            aws.cloudwatch.LogGroup(
                f"{self._prefix}-{log}",
                name=f"/aws/docdb/{self._identifier}/{log}",
                retention_in_days=self._args.settings.log_retention_days,
                kms_key_id=self._args.vault.encryption_key_arn,
                opts=self._child,
            )
            for log in _LOGS
        ]

    def _login(
        self, host: pulumi.Output[str], password: pulumi.Output[str]
    ) -> dict[str, pulumi.Output[str]]:
        parts: dict[str, pulumi.Input[str]] = {
            "uri": connection_uri(self._args.settings, self._username, password, host),
            "host": host,
            "port": str(PORT),
            "name": self._args.settings.name,
            "username": self._username,
            "password": password,
        }
        stored = self._args.vault.store(
            self,
            self._prefix,
            f"document-database/{self._args.name}",
            description=f"How to reach {self._prefix}",
            value=pulumi.Output.json_dumps(parts),
        )
        name = f"document_database.{self._args.name}"
        return {f"{name}.{key}": stored.reference(key) for key in parts}
