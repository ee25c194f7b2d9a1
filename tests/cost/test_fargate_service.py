"""Services on Fargate: architecture, Spot, storage and scaling range decide (us-east-1)."""

from decimal import Decimal
from typing import Any

import pytest

from groundplan.plan import UNKNOWN, PlannedResource
from tests.cost.plans import lines_of, monthly, priced, resource

SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
TARGET = "aws:appautoscaling/target:Target"


def service_with(
    task: dict[str, Any] | None = None, **inputs: Any
) -> tuple[PlannedResource, PlannedResource]:
    definition = resource(TASK, "task", **({"cpu": "512", "memory": "1024"} | (task or {})))
    settings = {"launchType": "FARGATE", "desiredCount": 2} | inputs
    return definition, resource(SERVICE, "web", uses={"taskDefinition": (definition,)}, **settings)


def test_x86_tasks_cost_vcpu_and_memory() -> None:
    vcpu = 2 * Decimal("0.5") * 730 * Decimal("0.04048")  # 29.5504
    memory = 2 * 1 * 730 * Decimal("0.004445")  # 6.4897
    assert monthly(priced(*service_with()), "web") == vcpu + memory


def test_arm_tasks_are_priced_as_arm() -> None:
    """Infracost prices every task as x86, 25 % too high here and 77 % in Mumbai."""
    bill = priced(*service_with({"runtimePlatform": {"cpuArchitecture": "ARM64"}}))
    expected = 2 * 730 * (Decimal("0.5") * Decimal("0.03238") + Decimal("0.00356"))
    assert monthly(bill, "web") == expected


@pytest.mark.parametrize(
    ("cpu", "memory"), [("1024", "2048"), ("1 vCPU", "2 GB"), ("1 vcpu", "2048")]
)
def test_sizes_may_be_units_or_words(cpu: str, memory: str) -> None:
    bill = priced(*service_with({"cpu": cpu, "memory": memory}, desiredCount=1))
    assert monthly(bill, "web") == 730 * (Decimal("0.04048") + 2 * Decimal("0.004445"))


def test_spot_takes_its_share_by_weight_after_the_base() -> None:
    strategy = [
        {"capacityProvider": "FARGATE", "base": 2, "weight": 1},
        {"capacityProvider": "FARGATE_SPOT", "weight": 3},
    ]
    parts = service_with(launchType="", desiredCount=10, capacityProviderStrategies=strategy)
    lines = lines_of(priced(*parts), "web")
    # 10 tasks: 2 as base, of the other 8 a quarter on demand and three quarters (6) on Spot
    assert lines["Fargate vCPU (x86)"].quantity == 4 * Decimal("0.5") * 730
    spot = lines["Fargate Spot vCPU (x86)"]
    assert spot.quantity == 6 * Decimal("0.5") * 730
    assert spot.unit_price == Decimal("0.04048") * Decimal("0.3")
    assert spot.grade == "C"
    assert "floats" in (spot.assumption or "")


def test_storage_above_twenty_gigabytes_is_charged() -> None:
    bill = priced(*service_with({"ephemeralStorage": {"sizeInGib": 50}}))
    line = lines_of(bill, "web")["Ephemeral storage above 20 GB"]
    assert line.monthly == 30 * 2 * 730 * Decimal("0.000111")


def test_public_tasks_pay_for_their_addresses() -> None:
    bill = priced(*service_with(networkConfiguration={"assignPublicIp": True}))
    assert lines_of(bill, "web")["Public IPv4 addresses"].monthly == 2 * 730 * Decimal("0.005")


def test_a_scaling_range_gives_low_expected_and_high() -> None:
    definition, service = service_with(desiredCount=3)
    target = resource(
        TARGET,
        "scaling",
        minCapacity=2,
        maxCapacity=10,
        scalableDimension="ecs:service:DesiredCount",
        resourceId=UNKNOWN,
        uses={"resourceId": (service,)},
    )
    bill = priced(definition, service, target)
    per_task = 730 * (Decimal("0.5") * Decimal("0.04048") + Decimal("0.004445"))
    assert bill.fixed.low == 2 * per_task
    assert bill.fixed.expected == 3 * per_task
    assert bill.fixed.high == 10 * per_task


def test_tasks_on_instances_of_the_cluster_are_free_by_themselves() -> None:
    bill = priced(*service_with(launchType="EC2"))
    assert {line.kind for line in bill.items} == {"free"}


def test_a_task_size_known_later_is_unpriced_and_names_the_property() -> None:
    bill = priced(*service_with({"cpu": UNKNOWN}))
    (gap,) = bill.unpriced
    assert "cpu is known only after deployment" in (gap.assumption or "")
    assert bill.at_least


def test_windows_tasks_have_no_price_here_and_say_so() -> None:
    platform = {"operatingSystemFamily": "WINDOWS_SERVER_2022_CORE"}
    bill = priced(*service_with({"runtimePlatform": platform}))
    assert {line.price_key for line in bill.unpriced} == {
        "fargate/windows-x86/vcpu",
        "fargate/windows-x86/memory",
    }


def test_container_insights_are_no_free_extra() -> None:
    cluster = resource(
        "aws:ecs/cluster:Cluster",
        "cluster",
        settings=[{"name": "containerInsights", "value": "enhanced"}],
    )
    bill = priced(cluster, usage={"cluster": {"monthly_observations": 10_000_000}})
    assert bill.usage.expected == 10 * Decimal("0.21")


def test_data_between_zones_is_charged_in_either_direction() -> None:
    parts = service_with(networkConfiguration={"subnets": [UNKNOWN, UNKNOWN]})
    bill = priced(*parts, usage={"web": {"monthly_cross_zone_gb": 100}})
    assert bill.usage.expected == 2 * 100 * Decimal("0.01")
