"""RDS: looked-up Multi-AZ, inherited disks, storage types, extended support by date."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from groundplan.plan import UNKNOWN, PlannedResource
from tests.cost.plans import lines_of, monthly, priced, resource

TOKEN = "aws:rds/instance:Instance"


def database(name: str = "main", **inputs: Any) -> PlannedResource:
    settings = {
        "engine": "postgres",
        "engineVersion": "16.4",
        "instanceClass": "db.t4g.small",
        "allocatedStorage": 100,
        "storageType": "gp3",
    }
    return resource(TOKEN, name, **(settings | inputs))


def test_multi_az_is_looked_up_and_not_doubled() -> None:
    bill = priced(database(multiAz=True), region="eu-west-1")
    hours = 730 * Decimal("0.069")  # Single-AZ is 0.035: twice that would be 0.070
    assert monthly(bill, "main") == hours + 100 * Decimal("0.254")


def test_a_replica_has_the_disk_of_its_source() -> None:
    source = database()
    replica = resource(
        TOKEN,
        "replica",
        instanceClass="db.t4g.small",
        replicateSourceDb=UNKNOWN,
        uses={"replicateSourceDb": (source,)},
    )
    storage = lines_of(priced(source, replica), "replica")["Storage (gp3, single-az)"]
    assert storage.quantity == 100
    assert "main" in (storage.assumption or "")


def test_a_replica_of_something_outside_the_plan_has_no_known_disk() -> None:
    replica = resource(
        TOKEN,
        "replica",
        engine="postgres",
        instanceClass="db.t4g.small",
        replicateSourceDb="elsewhere",
    )
    bill = priced(replica)
    assert len(bill.unpriced) == 1
    assert monthly(bill, "replica") == 730 * Decimal("0.032")


def test_io2_charges_every_iops() -> None:
    """Infracost shows 400 GB with 3,000 IOPS of io2 as $46 of gp2."""
    bill = priced(database(storageType="io2", allocatedStorage=400, iops=3000))
    disk = monthly(bill, "main") - 730 * Decimal("0.032")
    assert disk == 400 * Decimal("0.125") + 3000 * Decimal("0.10") == 350


@pytest.mark.parametrize(
    ("size", "iops", "charged"), [(100, 3000, 0), (100, 4000, 1000), (400, 12_000, 0)]
)
def test_gp3_includes_more_iops_from_400_gib_on(size: int, iops: int, charged: int) -> None:
    lines = lines_of(priced(database(allocatedStorage=size, iops=iops)), "main")
    extra = [line.quantity for item, line in lines.items() if "IOPS" in item]
    assert extra == ([charged] if charged else [])


def test_gp3_throughput_above_what_is_included() -> None:
    bill = priced(database(storageThroughput=225), region="eu-west-1")
    line = lines_of(bill, "main")["Provisioned gp3 throughput above 125"]
    assert line.monthly == 100 * Decimal("0.088")


@pytest.mark.parametrize(
    ("version", "on", "price"),
    [
        ("13.20", date(2026, 2, 28), None),
        ("13.20", date(2026, 3, 1), "0.1"),
        ("13.20", date(2028, 3, 1), "0.2"),
        ("16.4", date(2026, 3, 1), None),
    ],
)
def test_extended_support_starts_on_a_day(version: str, on: date, price: str | None) -> None:
    bill = priced(database(engineVersion=version), as_of=on)
    found = [line for line in bill.items if line.item.startswith("Extended support")]
    expected = [2 * 730 * Decimal(price)] if price else []
    assert [line.monthly for line in found] == expected


def test_backups_are_charged_above_the_free_size_only_when_usage_says_so() -> None:
    kept = database(backupRetentionPeriod=30)
    line = lines_of(priced(kept), "main")["Backup storage above the free size"]
    assert line.quantity is None
    given = priced(kept, usage={"main": {"additional_backup_storage_gb": 40}})
    assert given.usage.expected == 40 * Decimal("0.095")


def test_a_class_without_a_price_is_unpriced_and_names_where_it_is_known() -> None:
    bill = priced(database(instanceClass="db.m7g.large"), region="eu-west-1")
    (gap,) = bill.unpriced
    assert gap.price_key == "rds/db.m7g.large/postgresql/single-az"
    assert "known in us-east-1" in (gap.assumption or "")
    assert gap.monthly is None


def test_a_class_known_later_leaves_nothing_priced() -> None:
    bill = priced(database(instanceClass=UNKNOWN))
    assert [line.kind for line in bill.items] == ["unpriced"]


def test_a_proxy_costs_by_the_vcpus_behind_it() -> None:
    """No public estimator priced RDS Proxy when this was written."""
    main = database(instanceClass="db.m6g.xlarge")
    proxy = resource("aws:rds/proxy:Proxy", "proxy")
    target = resource(
        "aws:rds/proxyTarget:ProxyTarget",
        "target",
        uses={"dbProxyName": (proxy,), "dbInstanceIdentifier": (main,)},
    )
    assert monthly(priced(main, proxy, target), "proxy") == 4 * 730 * Decimal("0.015")


def test_a_database_that_refuses_extended_support_does_not_pay_for_it() -> None:
    refusing = database(
        engineVersion="13.20", engineLifecycleSupport="open-source-rds-extended-support-disabled"
    )
    assert monthly(priced(refusing), "main") == monthly(priced(database()), "main")


def test_enhanced_monitoring_writes_a_log_that_is_charged() -> None:
    bill = priced(
        database(monitoringInterval=60), usage={"main": {"monthly_enhanced_monitoring_gb": 2}}
    )
    assert bill.usage.expected == 2 * Decimal("0.50")


def test_advanced_insights_cost_by_vcpu() -> None:
    bill = priced(database(instanceClass="db.m6g.xlarge", databaseInsightsMode="advanced"))
    line = lines_of(bill, "main")["Database Insights, advanced"]
    assert line.monthly == 4 * 730 * Decimal("0.0125")


def test_a_disk_that_grows_by_itself_is_full_grown_at_high() -> None:
    source = database(maxAllocatedStorage=500)
    replica = resource(
        TOKEN,
        "replica",
        instanceClass="db.t4g.small",
        replicateSourceDb="main",
        uses={"replicateSourceDb": (source,)},
    )
    fixed = priced(source, replica).fixed
    assert fixed.low == fixed.expected
    assert fixed.high - fixed.expected == 2 * 400 * Decimal("0.115")


def test_provisioned_disks_pay_for_a_thousand_iops_at_least() -> None:
    bill = priced(database(storageType="io1", iops=500))
    assert lines_of(bill, "main")["Provisioned IOPS (io1)"].quantity == 1000
