"""Savings plans are computed on what always runs, at rates that say how well they are known."""

from decimal import Decimal

import pytest

from groundplan.cost import Alternative, alternatives
from groundplan.plan import PlannedResource
from tests.cost.plans import AS_OF, plan_of, resource

TASK = resource("aws:ecs/taskDefinition:TaskDefinition", "task", cpu="1024", memory="2048")
HOUR = Decimal("0.04048") + 2 * Decimal("0.004445")


def offers(*resources: PlannedResource) -> list[Alternative]:
    found = alternatives(plan_of(*resources), as_of=AS_OF)
    return [one for one in found if "Savings Plan" in one.change]


def service(**inputs: object) -> PlannedResource:
    return resource(
        "aws:ecs/service:Service", "web", uses={"taskDefinition": (TASK,)}, desiredCount=4, **inputs
    )


def test_three_years_on_fargate_save_more_than_one() -> None:
    three, one = offers(TASK, service(launchType="FARGATE"))
    assert "three years" in three.change
    assert three.saving.expected == 4 * 730 * HOUR * Decimal("0.45")
    assert one.saving.expected == 4 * 730 * HOUR * Decimal("0.20")


def test_the_rate_says_that_it_is_unverified_and_where_it_is_from() -> None:
    for offer in offers(TASK, service(launchType="FARGATE")):
        assert offer.grade == "C"
        assert "vantage.sh" in (offer.source or "")


def test_only_tasks_that_never_scale_away_count() -> None:
    web = service(launchType="FARGATE")
    target = resource(
        "aws:appautoscaling/target:Target",
        "scaling",
        scalableDimension="ecs:service:DesiredCount",
        minCapacity=2,
        maxCapacity=10,
        uses={"resourceId": (web,)},
    )
    three, _ = offers(TASK, web, target)
    assert three.saving.expected == 2 * 730 * HOUR * Decimal("0.45")


def test_spot_tasks_are_not_covered() -> None:
    spot = [{"capacityProvider": "FARGATE_SPOT", "weight": 1}]
    assert not offers(TASK, service(capacityProviderStrategies=spot))


@pytest.mark.parametrize(
    ("node_type", "engine", "covered"),
    [
        ("cache.m7g.large", "valkey", True),
        ("cache.m7g.large", "redis", False),
        ("cache.m6g.large", "valkey", False),
        ("cache.t4g.small", "valkey", False),
    ],
)
def test_database_plans_cover_valkey_of_generation_7(
    node_type: str, engine: str, *, covered: bool
) -> None:
    cache = resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "sessions",
        engine=engine,
        nodeType=node_type,
        numCacheClusters=2,
    )
    assert bool(offers(cache)) is covered


def test_database_plans_take_a_fifth_off_an_instance_of_generation_7() -> None:
    database = resource(
        "aws:rds/instance:Instance",
        "main",
        engine="postgres",
        instanceClass="db.m7g.large",
        allocatedStorage=20,
    )
    (offer,) = offers(database)
    assert offer.saving.expected == 730 * Decimal("0.168") * Decimal("0.2")
