"""ElastiCache: shards times nodes, engines with prices of their own, snapshots, serverless."""

from decimal import Decimal

from tests.cost.plans import lines_of, monthly, priced, resource

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"


def test_every_shard_has_a_primary_and_its_replicas() -> None:
    group = resource(
        GROUP,
        "cache",
        engine="redis",
        nodeType="cache.m7g.large",
        numNodeGroups=3,
        replicasPerNodeGroup=1,
    )
    assert monthly(priced(group), "cache") == 3 * 2 * 730 * Decimal("0.158")


def test_valkey_costs_a_fifth_less_than_redis() -> None:
    redis = resource(GROUP, "old", engine="redis", nodeType="cache.t4g.small", numCacheClusters=2)
    valkey = resource(GROUP, "new", engine="valkey", nodeType="cache.t4g.small", numCacheClusters=2)
    bill = priced(redis, valkey, region="eu-west-1")
    assert monthly(bill, "new") == monthly(bill, "old") * Decimal("0.8")


def test_valkey_snapshots_are_charged() -> None:
    """Infracost charges snapshots only where the engine is called redis."""
    group = resource(
        GROUP,
        "cache",
        engine="valkey",
        nodeType="cache.t4g.small",
        numCacheClusters=1,
        snapshotRetentionLimit=7,
    )
    bill = priced(group, usage={"cache": {"snapshot_storage_size_gb": 12}})
    assert lines_of(bill, "cache")["Snapshots"].monthly == 12 * Decimal("0.085")


def test_one_day_of_snapshots_is_free() -> None:
    group = resource(
        GROUP, "cache", engine="valkey", nodeType="cache.t4g.small", snapshotRetentionLimit=1
    )
    assert "Snapshots" not in lines_of(priced(group), "cache")


def test_serverless_stores_a_smallest_size() -> None:
    """Infracost does not know serverless caches."""
    cache = resource("aws:elasticache/serverlessCache:ServerlessCache", "cache", engine="valkey")
    usage = {"cache": {"data_storage_gb": 0.01, "monthly_processing_units": 5_000_000}}
    bill = priced(cache, usage=usage)
    smallest = Decimal("0.1") * 730 * Decimal("0.084")
    assert monthly(bill, "cache") == smallest + 5 * Decimal("0.0023")


def test_an_autoscaled_group_ranges_from_its_smallest_to_its_largest() -> None:
    group = resource(GROUP, "cache", engine="redis", nodeType="cache.m7g.large", numNodeGroups=1)
    target = resource(
        "aws:appautoscaling/target:Target",
        "shards",
        minCapacity=2,
        maxCapacity=5,
        scalableDimension="elasticache:replication-group:NodeGroups",
        uses={"resourceId": (group,)},
    )
    bill = priced(group, target)
    node = 730 * Decimal("0.158")
    assert (bill.fixed.low, bill.fixed.high) == (2 * node, 5 * node)
