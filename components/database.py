"""PostgreSQL on RDS: one primary, N read replicas, reachable only from its clients."""

from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components.after import after
from components.data_store import DataStore
from components.database_login import PORT, DatabaseLogin
from components.database_parameters import parameters
from components.policy_document import assumed_by
from components.subnet_tier import SubnetTier
from components.vault import Vault
from groundplan.settings.database import DatabaseSettings

_PASSWORD_CHARACTERS = 40
_MONITORING_SECONDS = 60
_INSIGHTS_DAYS = {"standard": 7, "advanced": 465}
"""Source: RDS API, CreateDBInstance, DatabaseInsightsMode and its retention."""


@dataclass(frozen=True)
class DatabaseArgs:
    """What the database called `name` needs from the rest of the stack."""

    name: str
    settings: DatabaseSettings
    tier: SubnetTier
    vault: Vault
    availability_zones: tuple[str, ...]


class Database(pulumi.ComponentResource):
    """A PostgreSQL primary with read replicas, encrypted, backed up, TLS only.

    RDS can manage the master password itself, but then creates no read replicas, so by setting the
    password is generated here and lies in our own secret, beside host and URL. It goes to RDS as a
    write-only argument, which no state keeps.
    """

    data_store: DataStore
    identifiers: dict[str, pulumi.Output[str]]
    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: DatabaseArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Database", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._identifier = args.vault.labels.database_identifier(args.name)
        self._subnet_group = self._build_subnet_group()
        self._security_group = self._build_security_group()
        self._parameters = self._build_parameter_group()
        self._monitoring_role_arn = self._build_monitoring_role()
        self._username = f"{args.settings.name}_owner"

        password = self._generated_password()
        primary = self._primary(password)
        replicas = {
            number: self._replica(number, primary)
            for number in range(1, args.settings.read_replicas + 1)
        }
        self.data_store = DataStore(
            security_group_id=self._security_group.id, port=PORT, subnet_group=self._subnet_group
        )
        self.identifiers = {"primary": primary.identifier} | {
            f"replica-{number}": replica.identifier for number, replica in replicas.items()
        }
        self.references = self._references(primary, replicas, password)
        self.register_outputs({})

    def _references(
        self,
        primary: aws.rds.Instance,
        replicas: dict[int, aws.rds.Instance],
        password: random.RandomPassword | None,
    ) -> dict[str, pulumi.Output[str]]:
        login = DatabaseLogin(
            parent=self,
            vault=self._args.vault,
            name=self._args.name,
            database=self._args.settings.name,
            username=self._username,
            password=password.result if password else None,
        )
        references = login.to_primary(primary)
        for number, replica in replicas.items():
            references |= login.to_replica(number, replica)
        return references

    def _build_subnet_group(self) -> aws.rds.SubnetGroup:
        return aws.rds.SubnetGroup(
            self._prefix,
            description=f"Isolated subnets of {self._args.vault.labels.prefix}",
            subnet_ids=self._args.tier.subnet_ids,
            opts=self._child,
        )

    def _build_security_group(self) -> aws.ec2.SecurityGroup:
        return aws.ec2.SecurityGroup(
            self._prefix,
            vpc_id=self._args.tier.vpc_id,
            description="PostgreSQL, reachable from its clients only",
            tags={"Name": self._args.vault.labels.name(self._prefix)},
            opts=self._child,
        )

    def _build_parameter_group(self) -> aws.rds.ParameterGroup:
        return aws.rds.ParameterGroup(
            self._prefix,
            family=f"postgres{self._args.settings.engine_version}",
            description=f"Parameters of {self._identifier}",
            parameters=parameters(self._args.settings),
            # A group in use cannot be deleted, and another major version needs another family.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=False),
        )

    def _build_monitoring_role(self) -> pulumi.Output[str]:
        """Lets RDS report the operating system to CloudWatch; given out once it may."""
        name = f"{self._prefix}-monitoring"
        account_id = self._args.vault.labels.account_id
        role = aws.iam.Role(
            name,
            assume_role_policy=assumed_by("monitoring.rds.amazonaws.com", account_id),
            opts=self._child,
        )
        may_report = aws.iam.RolePolicyAttachment(
            name,
            role=role.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
            opts=self._child,
        )
        return after(role.arn, may_report.id)

    def _generated_password(self) -> random.RandomPassword | None:
        """Letters and digits only: it stands in URLs as it is, and RDS refuses / @ " and space."""
        if self._args.settings.master_password == "managed":
            return None
        return random.RandomPassword(
            self._prefix,
            length=_PASSWORD_CHARACTERS,
            special=False,
            keepers={"version": str(self._args.settings.password_version)},
            opts=self._child,
        )

    def _primary(self, password: random.RandomPassword | None) -> aws.rds.Instance:
        settings = self._args.settings
        logs = self._log_groups("primary", self._identifier)
        return aws.rds.Instance(
            f"{self._prefix}-primary",
            identifier=self._identifier,
            engine="postgres",
            engine_version=settings.engine_version,
            # Or RDS refuses another major version. Source: RDS API, ModifyDBInstance.
            allow_major_version_upgrade=True,
            engine_lifecycle_support="open-source-rds-extended-support-disabled",
            instance_class=settings.instance_class,
            storage_type="gp3",
            allocated_storage=settings.storage_gib,
            max_allocated_storage=settings.max_storage_gib,
            db_name=settings.name,
            username=self._username,
            password_wo=password.result if password else None,
            password_wo_version=settings.password_version if password else None,
            manage_master_user_password=None if password else True,
            master_user_secret_kms_key_id=None if password else self._args.vault.encryption_key_arn,
            multi_az=settings.multi_az,
            db_subnet_group_name=self._subnet_group.name,
            backup_retention_period=settings.backup_retention_days,
            backup_window="02:00-03:00",
            delete_automated_backups=not settings.deletion_protection,
            skip_final_snapshot=not settings.deletion_protection,
            final_snapshot_identifier=f"{self._identifier}-final",
            **self._in_common(),
            opts=pulumi.ResourceOptions(parent=self, depends_on=logs),
        )

    def _replica(self, number: int, primary: aws.rds.Instance) -> aws.rds.Instance:
        """A replica takes engine, size of disk, password and key from its source.

        Its version follows the source in major upgrades, so it is not stated here. RDS makes no
        final snapshot of a replica, and refuses its deletion where one is asked for. It stays in
        the zone where it was born: a further zone of the network would build it anew.
        """
        identifier = f"{self._identifier}-replica-{number}"
        logs = self._log_groups(f"replica-{number}", identifier)
        zones, settings = self._args.availability_zones, self._args.settings
        return aws.rds.Instance(
            f"{self._prefix}-replica-{number}",
            identifier=identifier,
            replicate_source_db=primary.identifier,
            instance_class=settings.replica_instance_class or settings.instance_class,
            availability_zone=f"{self._args.vault.labels.region}{zones[-number % len(zones)]}",
            skip_final_snapshot=True,
            **self._in_common(),
            opts=pulumi.ResourceOptions(
                parent=self, depends_on=logs, ignore_changes=["availability_zone"]
            ),
        )

    def _in_common(self) -> dict[str, Any]:
        """What primary and replicas share."""
        return {
            "parameter_group_name": self._parameters.name,
            "vpc_security_group_ids": [self._security_group.id],
            "publicly_accessible": False,
            "storage_encrypted": True,
            "kms_key_id": self._args.vault.encryption_key_arn,
            "ca_cert_identifier": "rds-ca-rsa2048-g1",
            "iam_database_authentication_enabled": True,
            "enabled_cloudwatch_logs_exports": ["postgresql", "upgrade"],
            "performance_insights_enabled": True,
            "performance_insights_kms_key_id": self._args.vault.encryption_key_arn,
            "performance_insights_retention_period": _INSIGHTS_DAYS[self._args.settings.insights],
            "database_insights_mode": self._args.settings.insights,
            "auto_minor_version_upgrade": True,
            "maintenance_window": "sun:03:30-sun:04:30",
            "copy_tags_to_snapshot": True,
            "apply_immediately": False,
            "monitoring_interval": _MONITORING_SECONDS,
            "monitoring_role_arn": self._monitoring_role_arn,
            "deletion_protection": self._args.settings.deletion_protection,
        }

    def _log_groups(self, role: str, identifier: str) -> list[aws.cloudwatch.LogGroup]:
        """RDS would create these groups by itself, kept for ever and without our key."""
        return [
            aws.cloudwatch.LogGroup(
                f"{self._prefix}-{role}-{log}",
                name=f"/aws/rds/instance/{identifier}/{log}",
                retention_in_days=self._args.settings.log_retention_days,
                kms_key_id=self._args.vault.encryption_key_arn,
                opts=self._child,
            )
            for log in ("postgresql", "upgrade")
        ]
