"""What is demanded of backup vaults, so that a thief cannot delete the way back."""

from policies.condition import given
from policies.kinds import BACKUP_VAULT, BACKUP_VAULT_LOCK, BACKUP_VAULT_POLICY
from policies.policy_document import Statement, statements
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand, violation

_DELETING = ("backup:deleterecoverypoint", "backup:updaterecoverypointlifecycle")


def _refuses_deletion(statement: Statement) -> bool:
    wide = any(one in ("*", "backup:*", _DELETING[0]) for one in statement.actions)
    return not statement.allows and statement.for_anyone and wide


def _protected(vault: Subject) -> Verdict | None:
    policies = list(vault.users(BACKUP_VAULT_POLICY, "backupVaultName"))
    locks = list(vault.users(BACKUP_VAULT_LOCK, "backupVaultName"))
    return all_of(
        [
            lambda: demand(bool(locks), detail="" if locks else "no vault lock uses it"),
            lambda: (
                any_of(
                    lambda one=one: demand(
                        any(
                            _refuses_deletion(found) for found in statements(one.document("policy"))
                        ),
                        "policy",
                    )
                    for one in policies
                )
                or violation(detail="no vault policy refuses deletion")
            ),
        ]
    )


RULES = (
    Rule(
        name="backup-vault-encrypted-with-own-key",
        control="BAK-01",
        ids="FSBP:Backup.1 CKV_AWS_166",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BACKUP_VAULT,),
        check=given("kmsKeyArn"),
        problem="the key is the one that AWS manages",
        why="backups hold everything: they need a key of their own",
        fix="kms_key_arn=key.arn",
    ),
    Rule(
        name="backup-vault-locked",
        control="BAK-01",
        ids="FSBP:Backup.1",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BACKUP_VAULT,),
        graph=True,
        check=_protected,
        problem="backups can be deleted",
        why="ransomware deletes the backups first",
        fix="aws.backup.VaultLockConfiguration, and an aws.backup.VaultPolicy that denies "
        "backup:DeleteRecoveryPoint",
    ),
)
