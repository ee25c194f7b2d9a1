"""Usage derived from what a stack stores, month by month."""

from decimal import Decimal
from typing import Any

from groundplan.cost import Spread, Usage, assume, estimate
from groundplan.plan import Plan
from tests.cost.plans import AS_OF, lines_of, plan_of, resource
from tests.cost.sample_plans import database, web_stack


def bucket_with(rules: list[dict[str, Any]]) -> Plan:
    bucket = resource("aws:s3/bucket:Bucket", "media")
    lifecycle = resource(
        "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration",
        "rules",
        rules=rules,
        uses={"bucket": (bucket,)},
    )
    return plan_of(bucket, lifecycle)


INFLOW = Usage.from_mapping({"resource_usage": {"media": {"monthly_inflow_gb": 100}}})


def stored(plan: Plan, month: int | None = None) -> dict[str, Decimal]:
    bill = estimate(plan, usage=assume(plan, INFLOW, month=month), as_of=AS_OF)
    lines = lines_of(bill, "media").values()
    return {
        line.item: round(line.quantity, 1)
        for line in lines
        if line.quantity and line.item.startswith("Storage")
    }


def test_a_bucket_in_steady_state_holds_what_its_rules_let_grow_old() -> None:
    rules = [
        {
            "status": "Enabled",
            "transitions": [{"days": 73, "storageClass": "STANDARD_IA"}],
            "expiration": {"days": 365},
        }
    ]
    # 100 GB a month: 73 days in Standard, 292 days in Standard-IA, 30.4 days a month
    assert stored(bucket_with(rules)) == {
        "Storage, Standard": Decimal("240.0"),
        "Storage, Standard-IA": Decimal("960.0"),
    }


def test_rules_may_stand_in_any_order() -> None:
    rules = [
        {"status": "Enabled", "transitions": [{"days": 146, "storageClass": "GLACIER"}]},
        {"status": "Enabled", "transitions": [{"days": 73, "storageClass": "STANDARD_IA"}]},
        {"status": "Enabled", "expiration": {"days": 219}},
    ]
    assert set(stored(bucket_with(rules)).values()) == {Decimal("240.0")}
    assert len(stored(bucket_with(rules))) == 3


def test_a_bucket_in_its_first_month_holds_one_months_inflow_in_standard() -> None:
    rules = [{"status": "Enabled", "transitions": [{"days": 90, "storageClass": "GLACIER"}]}]
    assert stored(bucket_with(rules), month=1) == {"Storage, Standard": Decimal("100.0")}


def test_a_bucket_that_never_forgets_is_priced_at_month_twelve() -> None:
    assert stored(bucket_with([])) == {"Storage, Standard": Decimal("1200.0")}


def test_a_rule_that_is_switched_off_moves_nothing() -> None:
    rules = [{"status": "Disabled", "transitions": [{"days": 1, "storageClass": "GLACIER"}]}]
    assert stored(bucket_with(rules)) == {"Storage, Standard": Decimal("1200.0")}


def test_snapshots_beyond_the_newest_are_assumed_half_full() -> None:
    group = resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "cache",
        engine="valkey",
        nodeType="cache.m7g.large",
        numNodeGroups=2,
        snapshotRetentionLimit=7,
    )
    plan = plan_of(group)
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    full = 6 * 2 * Decimal("6.38")  # six beyond the free one, two shards
    rate = Decimal("0.085")
    assert bill.usage == Spread(Decimal(0), full / 2 * rate, full * rate)


def test_backups_are_assumed_from_the_disk_and_the_days_they_are_kept() -> None:
    plan = plan_of(database(backupRetentionPeriod=35))
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    # at high the whole 100 GB change by 3 % a day for 35 days: 105 GB beyond the free 100
    # expected half of it: 50 GB x 2.05 = 102.5 GB, of which 100 are free
    assert bill.usage.low == 0
    assert bill.usage.expected == Decimal("2.5") * Decimal("0.095")
    assert bill.usage.high == 105 * Decimal("0.095")


def test_monitoring_every_second_writes_sixty_times_as_much() -> None:
    plan = plan_of(database(monitoringInterval=1))
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    assert lines_of(bill, "main")["Enhanced monitoring, log ingested"].quantity == 18


def test_stored_logs_grow_until_their_retention_ends() -> None:
    plan = web_stack()

    def stored(month: int | None) -> Decimal:
        bill = estimate(plan, usage=assume(plan, month=month), as_of=AS_OF)
        return next(
            line.quantity or Decimal(0)
            for line in bill.items
            if line.price_key == "logs/storage"
        )  # fmt: skip

    assert stored(1) < stored(6) < stored(None)
    assert stored(None) == stored(12)
