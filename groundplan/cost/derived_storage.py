"""Usage that follows what is stored: backups, snapshots, buckets over time.

The constants are planning figures, not measurements; each stands in the reason that is printed.
"""

from collections.abc import Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import Spread
from groundplan.cost.situation import Derivation, Situation
from groundplan.cost.storage_growth import held
from groundplan.cost.usage import Figure, Figures
from groundplan.plan import Plan, PlannedResource

DAILY_CHANGE = Decimal("0.03")
DATABASE_FILL = Decimal("0.5")
MONITORING_GB_AT_60_SECONDS = Decimal("0.3")
ACCESS_LOG_KILOBYTES = Decimal("0.4")
INFLOW = "monthly_inflow_gb"
CACHE_GIB = {
    "t4g.micro": "0.5", "t4g.small": "1.37", "t4g.medium": "3.09", "t3.micro": "0.5",
    "t3.small": "1.37", "t3.medium": "3.09", "m6g.large": "6.38", "m6g.xlarge": "12.94",
    "m7g.large": "6.38", "m7g.xlarge": "12.93", "r6g.large": "13.07", "r6g.xlarge": "26.32",
    "r7g.large": "13.07", "r7g.xlarge": "26.32",
}  # fmt: skip
"""Memory of a cache node. Source: docs.aws.amazon.com/AmazonElastiCache, supported node types."""


def database(instance: PlannedResource, _: Situation) -> Figures:
    """Backups beyond the free size: what changes every day, kept for as long as they are."""
    days = inputs.number(instance, "backupRetentionPeriod", 0)
    disk = inputs.number(instance, "allocatedStorage", 0)
    interval = inputs.number(instance, "monitoringInterval", 0)
    watched: Figures = {}
    if interval:
        gigabytes = MONITORING_GB_AT_60_SECONDS * 60 / interval
        reason = f"{MONITORING_GB_AT_60_SECONDS} GB a month at one sample per minute"
        watched = {"monthly_enhanced_monitoring_gb": Figure(Spread.of(gigabytes), reason)}
    if not (days and disk):
        return watched
    held = disk * DATABASE_FILL * (1 + DAILY_CHANGE * days)
    full = disk * (1 + DAILY_CHANGE * days)
    spread = Spread(Decimal(0), max(held - disk, Decimal(0)), max(full - disk, Decimal(0)))
    reason = (
        f"{DATABASE_FILL} of {disk} GB in use (all at high), {DAILY_CHANGE} of it changes a day, "
        f"kept {days} days; {disk} GB are free"
    )
    return {**watched, "additional_backup_storage_gb": Figure(spread, reason)}


def bucket(resource: PlannedResource, situation: Situation) -> Figures:
    """What lies in a bucket from what comes in: given, or the access logs of all requests."""
    given = situation.given.of(resource).figures.get(INFLOW)
    if isinstance(given, Figure):
        inflow, reason = given.spread, f"{INFLOW} = {given.spread.expected} (given)"
    elif situation.traffic is not None and _takes_access_logs(resource, situation.plan):
        inflow = situation.traffic.gigabytes_per_month(ACCESS_LOG_KILOBYTES)
        reason = f"{ACCESS_LOG_KILOBYTES} KB of log per request; {situation.traffic.reason}"
    else:
        return {}
    return held(resource, situation.plan, inflow, situation.month, reason)


def _takes_access_logs(resource: PlannedResource, plan: Plan) -> bool:
    name = resource.read("bucket")
    return isinstance(name, str) and any(
        balancer.read("accessLogs.bucket") == name
        for balancer in plan.of_kind("aws:lb/loadBalancer:LoadBalancer")
    )


def cache(group: PlannedResource, _: Situation) -> Figures:
    """Snapshots beyond the newest: as many as are kept, as large as what the shards hold."""
    memory = CACHE_GIB.get(inputs.text(group, "nodeType").removeprefix("cache."))
    kept = inputs.number(group, "snapshotRetentionLimit", 0) - 1
    if memory is None or kept < 1:
        return {}
    full = Decimal(memory) * inputs.number(group, "numNodeGroups", 1) * kept
    spread = Spread(Decimal(0), full / 2, full)
    reason = (
        f"{kept} snapshots beyond the free one of {memory} GiB per shard, half full (high: full)"
    )
    return {"snapshot_storage_size_gb": Figure(spread, reason)}


DERIVATIONS: Mapping[str, Derivation] = {
    "aws:rds/instance:Instance": database,
    "aws:s3/bucket:Bucket": bucket,
    "aws:elasticache/replicationGroup:ReplicationGroup": cache,
}
