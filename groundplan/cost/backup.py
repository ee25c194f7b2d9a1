"""AWS Backup: what a vault holds, by the service it comes from, and what is restored.

Source: aws.amazon.com/backup/pricing. A plan and its selections carry no charge.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

HELD = (
    ("EFS backup, warm", "backup/efs/warm", "monthly_efs_warm_backup_gb"),
    ("EFS backup, cold", "backup/efs/cold", "monthly_efs_cold_backup_gb"),
    ("EFS restore, warm", "backup/efs/restore-warm", "monthly_efs_warm_restore_gb"),
    ("EFS restore, cold", "backup/efs/restore-cold", "monthly_efs_cold_restore_gb"),
    ("EFS restore of single items", "backup/efs/restore-item", "monthly_efs_item_restore_requests"),
    ("EBS snapshots", "backup/ebs/warm", "monthly_ebs_snapshot_gb"),
    ("RDS snapshots", "backup/rds/warm", "monthly_rds_snapshot_gb"),
    ("DynamoDB backup", "backup/dynamodb/warm", "monthly_dynamodb_backup_gb"),
    ("DynamoDB restore", "backup/dynamodb/restore-warm", "monthly_dynamodb_restore_gb"),
    ("Aurora snapshots", "backup/aurora/warm", "monthly_aurora_snapshot_gb"),
    ("FSx for Windows backup", "backup/fsx-windows/warm", "monthly_fsx_windows_backup_gb"),
    ("FSx for Lustre backup", "backup/fsx-lustre/warm", "monthly_fsx_lustre_backup_gb"),
)
"""What a vault may hold: title, price key, usage key."""


def vault(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield a line per kind of backup; those of services not in the plan stay without quantity."""
    for title, key, usage_key in HELD:
        yield from quote.metered(title, key, usage_key)


RULES: Mapping[str, PricingRule] = {"aws:backup/vault:Vault": vault}
