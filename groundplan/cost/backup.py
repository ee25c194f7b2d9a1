"""AWS Backup: what a vault holds, by the service it comes from, and what is restored.

Source: aws.amazon.com/backup/pricing. A plan and its selections carry no charge. RDS snapshots are
charged as RDS charges its own.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost.database import INSTANCE, price_key_of
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

VAULT = "aws:backup/vault:Vault"
BACKUP_PLAN = "aws:backup/plan:Plan"
SELECTION = "aws:backup/selection:Selection"
RESTORE_PLAN = "aws:backup/restoreTestingPlan:RestoreTestingPlan"
RESTORE_SELECTION = "aws:backup/restoreTestingSelection:RestoreTestingSelection"

DOCUMENT_CLUSTER = "aws:docdb/cluster:Cluster"
RDS_SNAPSHOTS = "monthly_rds_snapshot_gb"
HELD = (
    ("EFS backup, warm", "backup/efs/warm", "monthly_efs_warm_backup_gb"),
    ("EFS backup, cold", "backup/efs/cold", "monthly_efs_cold_backup_gb"),
    ("EFS restore, warm", "backup/efs/restore-warm", "monthly_efs_warm_restore_gb"),
    ("EFS restore, cold", "backup/efs/restore-cold", "monthly_efs_cold_restore_gb"),
    ("EFS restore of single items", "backup/efs/restore-item", "monthly_efs_item_restore_requests"),
    ("EBS snapshots", "backup/ebs/warm", "monthly_ebs_snapshot_gb"),
    ("RDS snapshots", "backup/rds/warm", RDS_SNAPSHOTS),
    ("DynamoDB backup", "backup/dynamodb/warm", "monthly_dynamodb_backup_gb"),
    ("DynamoDB restore", "backup/dynamodb/restore-warm", "monthly_dynamodb_restore_gb"),
    ("Aurora snapshots", "backup/aurora/warm", "monthly_aurora_snapshot_gb"),
    ("DocumentDB snapshots", "docdb/backup", "monthly_documentdb_snapshot_gb"),
    ("FSx for Windows backup", "backup/fsx-windows/warm", "monthly_fsx_windows_backup_gb"),
    ("FSx for Lustre backup", "backup/fsx-lustre/warm", "monthly_fsx_lustre_backup_gb"),
)
"""What a vault may hold: title, price key, usage key."""

_ALSO_CALLED = {"backup/rds/warm": "rds/backup"}
_LOOKED_AT_HOURS = 24
_TIMES_A_MONTH = {"weekly": Decimal(52) / 12, "monthly": Decimal(1)}


def vault(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield a line per kind of backup: of those that are known to lie here, or of all kinds.

    Of all kinds, those that the region has a price for: a rate is shown of each, and a kind that
    nobody said is kept here makes no bill incomplete.
    """
    known = [one for one in HELD if quote.figure(one[2]) is not None]
    filled = any(one.kind == BACKUP_PLAN for one, _ in quote.plan.users(resource.urn))
    possible = [one for one in HELD if quote.has(_price_key(one[1], quote))] or HELD
    for title, key, usage_key in known if known or filled else possible:
        yield from quote.metered(title, _price_key(key, quote), usage_key)


def _price_key(key: str, quote: Quote) -> str:
    return key if quote.has(key) else _ALSO_CALLED.get(key, key)


def restore_selection(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the instances that are restored, for the day on which they are looked at.

    A restored DocumentDB cluster has no instances, only storage. Source: AWS Backup Developer
    Guide, restore a DocumentDB cluster.
    """
    found = list(quote.plan.uses(resource, "protectedResourceArns"))
    restored = [one for one in found if one.kind == INSTANCE]
    clusters = [one for one in found if one.kind == DOCUMENT_CLUSTER]
    times = _TIMES_A_MONTH[_how_often(resource, quote)]
    for one in restored:
        yield from quote.fixed(
            f"Restored copy of {one.name}",
            price_key_of(one),
            times * _LOOKED_AT_HOURS,
            note=f"{_LOOKED_AT_HOURS} hours, {times:.2f} times a month; its disk is not counted",
        )
    for one in clusters:
        title = f"Restored storage of {one.name}"
        yield from quote.metered(title, "docdb/storage", "monthly_documentdb_restore_gb")
    if not restored and not clusters:
        yield quote.unpriced("Restored resources", "what is restored is not in the plan")


def _how_often(resource: PlannedResource, quote: Quote) -> str:
    """Cron with a weekday runs weekly."""
    plans = quote.plan.uses(resource, "restoreTestingPlanName")
    schedule = next((str(one.read("scheduleExpression")) for one in plans), "")
    fields = schedule.removeprefix("cron(").removesuffix(")").split()
    weekly = len(fields) > 4 and fields[4] not in ("?", "*")  # noqa: PLR2004 - the fifth is the weekday
    return "weekly" if weekly else "monthly"


RULES: Mapping[str, PricingRule] = {VAULT: vault, RESTORE_SELECTION: restore_selection}
