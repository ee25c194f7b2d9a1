"""Each alternative applies where it should, and nowhere else."""

from decimal import Decimal
from typing import Any

from groundplan.cost import Alternative, Spread, Usage, alternatives, assume
from groundplan.plan import UNKNOWN, PlannedResource
from tests.cost.plans import AS_OF, plan_of, resource
from tests.cost.sample_plans import database, two_gateways


def found(*resources: PlannedResource) -> dict[str, Alternative]:
    return {one.change: one for one in alternatives(plan_of(*resources), as_of=AS_OF)}


def service(**inputs: Any) -> tuple[PlannedResource, PlannedResource]:
    task = resource("aws:ecs/taskDefinition:TaskDefinition", "task", cpu="1024", memory="2048")
    settings = {"launchType": "FARGATE", "desiredCount": 3} | inputs
    web = resource("aws:ecs/service:Service", "web", uses={"taskDefinition": (task,)}, **settings)
    return task, web


def test_arm_tasks_save_the_difference_of_the_two_prices() -> None:
    saving = found(*service())["run Fargate tasks on ARM64"].saving.expected
    vcpu, memory = Decimal("0.04048") - Decimal("0.03238"), Decimal("0.004445") - Decimal("0.00356")
    assert saving == 3 * 730 * (vcpu + 2 * memory)


def test_spot_is_for_tasks_that_serve_no_load_balancer() -> None:
    spot = "run half of the tasks that serve no load balancer on Fargate Spot"
    full = 730 * (Decimal("0.04048") + 2 * Decimal("0.004445"))
    # of three tasks one stays as the base, of the other two one goes to Spot at 0.3 of the price
    assert found(*service())[spot].saving.expected == full * Decimal("0.7")
    assert spot not in found(*service(loadBalancers=[{"targetGroupArn": UNKNOWN}]))


def test_graviton_classes_of_the_same_size() -> None:
    database = resource(
        "aws:rds/instance:Instance",
        "main",
        engine="postgres",
        instanceClass="db.m5.large",
        allocatedStorage=20,
    )
    graviton = found(database)["Graviton classes for databases and caches"]
    assert graviton.saving.expected == 730 * (Decimal("0.178") - Decimal("0.159"))


def test_colder_storage_for_what_grows_old() -> None:
    bucket = resource(
        "aws:s3/bucket:Bucket", "media", lifecycleRules=[{"expiration": {"days": 365}}]
    )
    plan = plan_of(bucket)
    given = Usage.from_mapping({"resource_usage": {"media": {"monthly_inflow_gb": 100}}})
    (offer,) = alternatives(plan, usage=assume(plan, given), as_of=AS_OF)
    months = Decimal(365 - 30) * 24 / 730  # of a year's objects, all but the youngest 30 days
    saving = 100 * months * (Decimal("0.023") - Decimal("0.0125"))
    assert abs(offer.saving.expected - saving) < Decimal("0.001")


def test_a_bucket_whose_rules_already_move_objects_is_left_alone() -> None:
    rules = [{"transitions": [{"days": 30, "storageClass": "GLACIER"}]}]
    plan = plan_of(resource("aws:s3/bucket:Bucket", "media", lifecycleRules=rules))
    given = Usage.from_mapping({"resource_usage": {"media": {"monthly_inflow_gb": 100}}})
    assert not alternatives(plan, usage=assume(plan, given), as_of=AS_OF)


def test_a_change_whose_price_is_missing_claims_no_saving() -> None:
    database = resource(
        "aws:rds/instance:Instance",
        "main",
        engine="mysql",
        instanceClass="db.m5.12xlarge",
        allocatedStorage=20,
    )
    graviton = found(database)["Graviton classes for databases and caches"]
    assert graviton.rate_unknown
    assert graviton.saving.expected == 0


def test_a_change_that_saves_nothing_is_not_offered() -> None:
    nat = resource("aws:ec2/natGateway:NatGateway", "nat")
    assert not found(nat)
    idle = resource("aws:ecs/taskDefinition:TaskDefinition", "idle", cpu="256", memory="512")
    assert not found(idle)


def test_one_gateway_instead_of_two_saves_the_gateway_and_its_address() -> None:
    (found,) = alternatives(plan_of(*two_gateways()), as_of=AS_OF)
    assert "NAT" in found.change
    assert found.saving.expected == 730 * (Decimal("0.045") + Decimal("0.005"))
    assert found.risk


def test_alternatives_are_ranked_and_a_rate_that_is_missing_is_said() -> None:
    cache = resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "cache",
        engine="redis",
        nodeType="cache.m6g.large",
        numCacheClusters=2,
    )
    found = alternatives(plan_of(cache, database(multiAz=True)), as_of=AS_OF)
    known = [one.saving.expected for one in found if not one.rate_unknown]
    assert known == sorted(known, reverse=True)
    by_change = {one.change: one for one in found}
    valkey = 2 * 730 * (Decimal("0.149") - Decimal("0.1192"))
    assert by_change["Valkey instead of Redis"].saving.expected == valkey
    upfront = by_change[
        "reserve 1 of 2 databases, caches and instances: three years, "
        "all upfront (spread over the term)"
    ]
    assert upfront.saving.expected == 2 * 730 * (Decimal("0.149") - Decimal("0.06689"))


def test_a_reservation_without_any_rate_says_so_and_claims_nothing() -> None:
    (found,) = alternatives(plan_of(database(instanceClass="db.t4g.small")), as_of=AS_OF)
    assert found.rate_unknown
    assert found.saving == Spread.none()


def test_a_plan_with_nothing_to_change_has_no_alternatives() -> None:
    assert alternatives(plan_of(resource("aws:kms/key:Key", "key")), as_of=AS_OF) == ()


def test_a_change_to_spot_tells_that_its_price_floats_by_its_grade() -> None:
    offers = found(*service())
    spot = offers["run half of the tasks that serve no load balancer on Fargate Spot"]
    arm = offers["run Fargate tasks on ARM64"]
    assert (spot.grade, arm.grade) == ("C", "A")
    assert "floats" in (spot.source or "")


def test_a_change_that_takes_resources_away_brings_in_no_price() -> None:
    offer = found(*two_gateways())["one NAT gateway for all zones"]
    assert offer.grade is None
