"""AWS Backup: a vault, a daily plan, a copy elsewhere, and restores that are tried out."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.after import after
from components.backup_vault import BackupVaults
from components.labels import Labels
from components.policy_document import assumed_by
from components.restore_test import RestoreTest
from groundplan.settings.backup import BackupSettings

_NAME_CHARACTERS = 50
"""Source: AWS Backup API, BackupPlanName and SelectionName."""

_MANAGED = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyFor"


@dataclass(frozen=True)
class BackupArgs:
    """What backups need from the rest of the stack.

    `resources` are ARNs by the type that AWS Backup calls them, such as RDS or EFS.
    """

    labels: Labels
    settings: BackupSettings
    encryption_key_arn: pulumi.Input[str]
    resources: Mapping[str, Sequence[pulumi.Input[str]]]


class Backup(pulumi.ComponentResource):
    """Recovery points of everything that holds data, encrypted, and locked by setting.

    Databases keep their own backups for any minute of the last days; these outlive them.
    """

    def __init__(
        self, name: str, args: BackupArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Backup", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._vaults = BackupVaults(
            parent=self, name=name, labels=args.labels, lock_days=args.settings.lock_days
        )
        vault = self._vaults.here(args.encryption_key_arn)
        role_arn = self._role()
        aws.backup.Selection(
            name,
            name=args.labels.name("everything", limit=_NAME_CHARACTERS),
            plan_id=self._plan(vault).id,
            iam_role_arn=role_arn,
            resources=[arn for arns in args.resources.values() for arn in arns],
            opts=self._child,
        )
        if args.settings.restore_test != "never":
            test = RestoreTest(parent=self, name=name, labels=args.labels, role_arn=role_arn)
            test.build(args.settings.restore_test, vault.arn, args.resources)
        self.register_outputs({})

    def _plan(self, vault: aws.backup.Vault) -> aws.backup.Plan:
        settings = self._args.settings
        lifecycle: aws.backup.PlanRuleLifecycleArgsDict = {"delete_after": settings.retention_days}
        if settings.cold_after_days is not None:
            lifecycle["cold_storage_after"] = settings.cold_after_days
        return aws.backup.Plan(
            self._prefix,
            name=self._args.labels.name(self._prefix, limit=_NAME_CHARACTERS),
            rules=[
                {
                    "rule_name": "daily",
                    "target_vault_name": vault.name,
                    "schedule": f"cron(0 {settings.start_hour_utc} * * ? *)",
                    "lifecycle": lifecycle,
                    "copy_actions": self._copies(),
                }
            ],
            opts=self._child,
        )

    def _copies(self) -> list[aws.backup.PlanRuleCopyActionArgsDict]:
        settings = self._args.settings
        if settings.copy_region is None:
            return []
        vault = self._vaults.elsewhere(settings.copy_region)
        lifecycle: aws.backup.PlanRuleCopyActionLifecycleArgsDict = {
            "delete_after": settings.copy_retention_days
        }
        return [{"destination_vault_arn": vault.arn, "lifecycle": lifecycle}]

    def _role(self) -> pulumi.Output[str]:
        """Lets AWS Backup make recovery points and restore them; given out once it may."""
        role = aws.iam.Role(
            self._prefix,
            assume_role_policy=assumed_by("backup.amazonaws.com", self._args.labels.account_id),
            opts=self._child,
        )
        may = [
            aws.iam.RolePolicyAttachment(
                f"{self._prefix}-{work.lower()}",
                role=role.name,
                policy_arn=f"{_MANAGED}{work}",
                opts=self._child,
            )
            for work in ("Backup", "Restores")
        ]
        return after(role.arn, *(one.id for one in may))
