"""The $372 table of guide 004 (a Django backend in us-east-1), line by line, worked out by hand."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

import pytest

from groundplan.cost import Bill, Usage, estimate
from groundplan.plan import PlannedResource
from tests.cost.plans import monthly, plan_of, resource

AS_OF = date(2026, 11, 20)
CENT = Decimal("0.01")


@pytest.fixture(name="bill", scope="module")
def the_bill() -> Bill:
    plan = plan_of(
        *(
            resource("aws:ec2/instance:Instance", f"web-{number}", instanceType="t3.medium")
            for number in range(4)
        ),
        resource(
            "aws:rds/instance:Instance",
            "database",
            engine="postgres",
            engineVersion="16.4",
            instanceClass="db.t3.large",
            allocatedStorage=100,
            storageType="gp3",
        ),
        resource(
            "aws:elasticache/cluster:Cluster", "cache", engine="redis", nodeType="cache.t3.medium"
        ),
        resource("aws:lb/loadBalancer:LoadBalancer", "front"),
        resource("aws:s3/bucket:Bucket", "media"),
    )
    usage = {
        "resource_usage": {
            "front": {"processed_bytes_gb": 438, "monthly_outbound_internet_gb": 555},
            "media": {"standard": {"storage_gb": 100}},
        }
    }
    return estimate(plan, usage=Usage.from_mapping(usage), as_of=AS_OF)


def test_instances_cost_four_times_730_hours(bill: Bill) -> None:
    hours = [line.monthly for line in bill.items if line.price_key == "ec2/t3.medium/linux/shared"]
    assert hours == 4 * [Decimal("0.0416") * 730]
    assert sum(filter(None, hours)) == Decimal("121.472")  # the guide says 120


def test_database_costs_hours_and_disk(bill: Bill) -> None:
    expected = Decimal("0.145") * 730 + 100 * Decimal("0.115")  # 105.85 + 11.50
    assert monthly(bill, "database") == expected == Decimal("117.350")  # the guide says 130


def test_cache_costs_one_node(bill: Bill) -> None:
    assert monthly(bill, "cache") == Decimal("0.068") * 730 == Decimal("49.640")  # 50


def test_load_balancer_costs_hours_and_six_tenths_of_a_capacity_unit(bill: Bill) -> None:
    out = 555 * Decimal("0.09")
    hours = Decimal("0.0225") * 730  # 16.425
    capacity = Decimal(438) / 730 * Decimal("0.008") * 730  # 438 GB a month is 0.6 GB an hour
    assert capacity == Decimal("3.504")
    assert monthly(bill, "front") - out == hours + capacity == Decimal("19.929")  # 20


def test_storage_costs_a_hundred_gigabytes(bill: Bill) -> None:
    assert monthly(bill, "media") == 100 * Decimal("0.023") == Decimal("2.30")  # 2


def test_transfer_costs_555_gigabytes_out(bill: Bill) -> None:
    (line,) = [one for one in bill.items if one.price_key == "transfer/out"]
    assert line.monthly == 555 * Decimal("0.09") == Decimal("49.95")  # 50


def test_the_table_comes_out_three_percent_below_the_guides_372_dollars(bill: Bill) -> None:
    assert not bill.unpriced
    root_volumes = 4 * 8 * Decimal("0.10")  # 8 GB gp2 each, which the guide's table leaves out
    assert abs(bill.total.expected - root_volumes - Decimal("360.64")) < CENT
    assert bill.fixed.expected + bill.usage.expected == bill.total.expected


def databases() -> tuple[PlannedResource, PlannedResource]:
    database = {
        "engine": "postgres",
        "engineVersion": "16.4",
        "instanceClass": "db.t3.large",
        "storageType": "gp3",
    }
    primary = resource(
        "aws:rds/instance:Instance", "database", allocatedStorage=100, multiAz=True, **database
    )
    replica = resource(
        "aws:rds/instance:Instance",
        "replica",
        instanceClass="db.t3.large",
        uses={"replicateSourceDb": (primary,)},
        replicateSourceDb="database",
    )
    return primary, replica


def many() -> Iterator[PlannedResource]:
    counts = {
        "aws:ec2/natGateway:NatGateway": 2,
        "aws:ec2/eip:Eip": 2,
        "aws:cloudwatch/metricAlarm:MetricAlarm": 15,
        "aws:secretsmanager/secret:Secret": 6,
        "aws:kms/key:Key": 2,
        "aws:route53/zone:Zone": 1,
    }
    for token, count in counts.items():
        yield from (resource(token, f"one-{number}") for number in range(count))


def instances() -> Iterator[PlannedResource]:
    disk = {"volumeSize": 20, "volumeType": "gp3"}
    for number in range(4):
        yield resource(
            "aws:ec2/instance:Instance",
            f"web-{number}",
            instanceType="t3.medium",
            rootBlockDevice=disk,
        )


def everything_required() -> Bill:
    plan = plan_of(
        *databases(),
        *instances(),
        *many(),
        resource(
            "aws:elasticache/replicationGroup:ReplicationGroup",
            "cache",
            engine="redis",
            nodeType="cache.t3.medium",
            numCacheClusters=2,
        ),
        resource("aws:lb/loadBalancer:LoadBalancer", "front", subnets=["a", "b"]),
        resource("aws:s3/bucket:Bucket", "media"),
        resource("aws:cloudwatch/logGroup:LogGroup", "logs"),
    )
    usage = {
        "front": {"processed_bytes_gb": 438, "monthly_outbound_internet_gb": 555},
        "media": {"standard": {"storage_gb": 100}},
        "logs": {"monthly_data_ingested_gb": 10, "storage_gb": 10},
        "one-0": {"monthly_data_processed_gb": 50},
    }
    return estimate(plan, usage=Usage.from_mapping({"resource_usage": usage}), as_of=AS_OF)


def test_what_the_same_guide_requires_costs_twice_its_table() -> None:
    """Replica, standby, second cache node, two NAT gateways, addresses, logs, alarms, keys."""
    extra = {
        "replica": Decimal("117.35"),
        "standby": Decimal("117.35"),
        "second cache node": Decimal("49.64"),
        "disks of the instances": 4 * 20 * Decimal("0.08"),
        "NAT gateways": 2 * Decimal("32.85") + 50 * Decimal("0.045"),
        "public addresses": 4 * Decimal("3.65"),
        "logs": 10 * Decimal("0.50") + 10 * Decimal("0.03"),
        "alarms": 15 * Decimal("0.10"),
        "secrets": 6 * Decimal("0.40"),
        "keys": 2 * Decimal(1),
        "zone": Decimal("0.50"),
    }
    assert sum(extra.values()) == Decimal("384.99")
    bill = everything_required()
    assert abs(bill.total.expected - Decimal("745.63")) < CENT
    assert not bill.unpriced
