"""Instances, groups and nodes (us-east-1)."""

from decimal import Decimal
from typing import Any

from groundplan.plan import PlannedResource
from tests.cost.plans import lines_of, monthly, priced, resource

INSTANCE = "aws:ec2/instance:Instance"
GROUP = "aws:autoscaling/group:Group"
TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
ROOT = 8 * Decimal("0.10")


def group_of(template: dict[str, Any], **inputs: Any) -> tuple[PlannedResource, PlannedResource]:
    launch = resource(TEMPLATE, "launch", **({"instanceType": "m5.large"} | template))
    return launch, resource(GROUP, "web", uses={"launchTemplate": (launch,)}, **inputs)


def test_an_instance_costs_hours_and_its_root_disk() -> None:
    bill = priced(resource(INSTANCE, "one", instanceType="t3.medium"))
    assert monthly(bill, "one") == 730 * Decimal("0.0416") + ROOT


def test_disks_cost_by_their_type() -> None:
    disks = [
        {"deviceName": "b", "volumeSize": 40, "volumeType": "io1", "iops": 1000},
        {"deviceName": "c", "volumeSize": 20, "volumeType": "gp3", "iops": 4000},
        {"deviceName": "d", "volumeSize": 500, "volumeType": "st1"},
    ]
    bill = priced(resource(INSTANCE, "one", instanceType="t3.medium", ebsBlockDevices=disks))
    io1 = 40 * Decimal("0.125") + 1000 * Decimal("0.065")
    gp3 = 20 * Decimal("0.08") + 1000 * Decimal("0.005")
    st1 = 500 * Decimal("0.045")
    assert monthly(bill, "one") - 730 * Decimal("0.0416") - ROOT == io1 + gp3 + st1


def test_a_public_instance_pays_for_its_address() -> None:
    one = resource(INSTANCE, "one", instanceType="t3.medium", associatePublicIpAddress=True)
    assert lines_of(priced(one), "one")["Public IPv4 address"].monthly == Decimal("3.65")


def test_detailed_monitoring_bills_seven_metrics() -> None:
    one = resource(INSTANCE, "one", instanceType="t3.medium", monitoring=True)
    assert lines_of(priced(one), "one")["Detailed monitoring"].monthly == 7 * Decimal("0.30")


def test_a_dedicated_host_carries_its_instances() -> None:
    bill = priced(resource(INSTANCE, "one", instanceType="t3.medium", tenancy="host"))
    assert {line.kind for line in bill.items} == {"free"}


def test_unlimited_credits_are_charged_only_where_the_instance_may_overspend() -> None:
    usage = {"monthly_cpu_credit_hrs": 100, "vcpu_count": 2}
    spend = resource(INSTANCE, "t3", instanceType="t3.medium")
    keep = resource(
        INSTANCE, "capped", instanceType="t3.medium", creditSpecification={"cpuCredits": "standard"}
    )
    bill = priced(spend, keep, usage={"t3": usage, "capped": usage})
    assert monthly(bill, "t3", "usage") == 100 * 2 * Decimal("0.05")
    assert monthly(bill, "capped", "usage") == 0


def test_a_group_ranges_from_its_smallest_to_its_largest() -> None:
    bill = priced(*group_of({}, minSize=2, desiredCapacity=3, maxSize=10))
    one = 730 * Decimal("0.096")
    spread = bill.fixed
    assert (spread.low, spread.expected, spread.high) == (2 * one, 3 * one, 10 * one)


def test_a_mixed_group_pays_spot_for_what_is_not_on_demand() -> None:
    launch = resource(TEMPLATE, "launch", instanceType="t3.small")
    policy = {
        "instancesDistribution": {
            "onDemandBaseCapacity": 2,
            "onDemandPercentageAboveBaseCapacity": 50,
        },
        "launchTemplate": {"overrides": [{"instanceType": "t3.small"}]},
    }
    group = resource(
        GROUP,
        "web",
        minSize=6,
        maxSize=6,
        mixedInstancesPolicy=policy,
        uses={"mixedInstancesPolicy": (launch,)},
    )
    expected = 730 * (4 * Decimal("0.0208") + 2 * Decimal("0.0094"))  # 2 + half of 4; the rest
    assert monthly(priced(launch, group), "web") == expected


def test_a_mixed_group_with_disks_ranges_evenly() -> None:
    disks = [{"deviceName": "b", "ebs": {"volumeSize": 10, "volumeType": "gp3"}}]
    launch = resource(TEMPLATE, "launch", instanceType="t3.small", blockDeviceMappings=disks)
    policy = {"instancesDistribution": {"onDemandPercentageAboveBaseCapacity": 50}}
    group = resource(
        GROUP,
        "web",
        minSize=2,
        desiredCapacity=4,
        maxSize=8,
        mixedInstancesPolicy=policy,
        uses={"mixedInstancesPolicy": (launch,)},
    )
    fixed = priced(launch, group).fixed
    pair = 730 * (Decimal("0.0208") + Decimal("0.0094")) + 2 * 10 * Decimal("0.08")
    assert (fixed.low, fixed.expected, fixed.high) == (pair, 2 * pair, 4 * pair)


def test_weights_of_a_mixed_group_round_up_to_whole_instances() -> None:
    launch = resource(TEMPLATE, "launch", instanceType="t3.small")
    override = {"instanceType": "t3.medium", "weightedCapacity": "2"}
    group = resource(
        GROUP,
        "web",
        minSize=5,
        maxSize=5,
        mixedInstancesPolicy={"launchTemplate": {"overrides": [override]}},
        uses={"mixedInstancesPolicy": (launch,)},
    )
    assert monthly(priced(launch, group), "web") == 3 * 730 * Decimal("0.0416")


def test_a_group_that_wants_nothing_costs_nothing() -> None:
    bill = priced(*group_of({}, minSize=0, desiredCapacity=0, maxSize=0))
    assert bill.total.high == 0
    assert not bill.unpriced


def test_a_template_that_is_not_in_the_plan_leaves_the_group_unpriced() -> None:
    bill = priced(resource(GROUP, "web", minSize=1, maxSize=2, launchTemplate={"id": "lt-1"}))
    assert [line.kind for line in bill.items] == ["unpriced"]


def test_reserved_capacity_is_looked_up_with_its_upfront_part_spread() -> None:
    """Infracost shows $0.00 for capacity that is paid all upfront."""
    words = {
        "reserved_instance_term": "1_year",
        "reserved_instance_payment_option": "all_upfront",
        "reserved_instance_type": "standard",
    }
    bill = priced(resource(INSTANCE, "one", instanceType="t3.medium"), usage={"one": words})
    assert monthly(bill, "one") == 730 * Decimal("0.0244") + ROOT


def test_reserved_capacity_without_a_rate_is_unpriced() -> None:
    words = {
        "reserved_instance_term": "3_year",
        "reserved_instance_payment_option": "all_upfront",
    }
    bill = priced(resource(INSTANCE, "one", instanceType="m5.large"), usage={"one": words})
    assert [line.price_key for line in bill.unpriced] == [
        "ec2/m5.large/linux/shared/standard-3yr-all-upfront"
    ]


def test_a_function_costs_requests_and_memory_times_time() -> None:
    function = resource(
        "aws:lambda/function:Function", "work", memorySize=512, architectures=["arm64"]
    )
    usage = {"monthly_requests": 3_000_000, "request_duration_ms": 200}
    bill = priced(function, usage={"work": usage})
    gb_seconds = 3_000_000 * Decimal("0.2") * Decimal("0.5")
    expected = 3 * Decimal("0.20") + gb_seconds * Decimal("0.0000133334")
    assert monthly(bill, "work") == expected


def test_a_volume_and_its_snapshot() -> None:
    volume = resource("aws:ebs/volume:Volume", "disk", size=100, type="gp3", throughput=225)
    snapshot = resource("aws:ebs/snapshot:Snapshot", "copy", uses={"volumeId": (volume,)})
    bill = priced(volume, snapshot)
    assert monthly(bill, "disk") == 100 * Decimal("0.08") + 100 * Decimal("0.04")
    assert monthly(bill, "copy") == 100 * Decimal("0.05")
