"""The $372 table of guide 004 (a Django backend in us-east-1), line by line, worked out by hand."""

from datetime import date
from decimal import Decimal

import pytest

from groundplan.cost import Bill, Usage, estimate
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
