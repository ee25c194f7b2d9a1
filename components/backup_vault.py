"""Where recovery points lie, in this region and in another."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from components.policy_document import document

VAULT_NAME_CHARACTERS = 50
"""Source: AWS Backup API, CreateBackupVault, BackupVaultName."""

_KEY_DELETION_DAYS = 30


@dataclass(frozen=True, kw_only=True)
class BackupVaults:
    """Builds vaults under one component; locked for days, or free to be emptied.

    The lock is in governance mode: who may change vaults can lift it. A lock in compliance mode
    could never be lifted, not by AWS either.
    Source: AWS Backup Developer Guide, Vault Lock.
    """

    parent: pulumi.Resource
    name: str
    labels: Labels
    lock_days: int | None

    def here(self, key_arn: pulumi.Input[str]) -> aws.backup.Vault:
        """In the stack's own region, under the stack's own key."""
        return self._vault(self.name, key_arn, None)

    def elsewhere(self, region: str) -> aws.backup.Vault:
        """In another region, under a key of that region: keys do not leave theirs."""
        name = f"{self.name}-copy"
        key = aws.kms.Key(
            name,
            description=f"Encrypts copies of the backups of {self.labels.prefix}",
            enable_key_rotation=True,
            deletion_window_in_days=_KEY_DELETION_DAYS,
            policy=document([_account_administers(self.labels)]),
            region=region,
            opts=pulumi.ResourceOptions(parent=self.parent),
        )
        return self._vault(name, key.arn, region)

    def _vault(self, name: str, key_arn: pulumi.Input[str], region: str | None) -> aws.backup.Vault:
        child = pulumi.ResourceOptions(parent=self.parent)
        vault = aws.backup.Vault(
            name,
            name=self.labels.name(name, limit=VAULT_NAME_CHARACTERS),
            kms_key_arn=key_arn,
            force_destroy=self.lock_days is None,
            region=region,
            opts=child,
        )
        if self.lock_days is not None:
            aws.backup.VaultLockConfiguration(
                name,
                backup_vault_name=vault.name,
                min_retention_days=self.lock_days,
                region=region,
                opts=child,
            )
            aws.backup.VaultPolicy(
                name,
                backup_vault_name=vault.name,
                policy=document([_NOBODY_DELETES]),
                region=region,
                opts=child,
            )
        return vault


_NOBODY_DELETES = {
    "Sid": "NobodyDeletes",
    "Effect": "Deny",
    "Principal": "*",
    "Action": ["backup:DeleteRecoveryPoint", "backup:UpdateRecoveryPointLifecycle"],
    "Resource": "*",
}


def _account_administers(labels: Labels) -> dict[str, object]:
    return {
        "Sid": "AccountAdministers",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{labels.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
