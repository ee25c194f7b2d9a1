"""Usage derived from the requests a stack is built for."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from groundplan.cost import Usage, assume, estimate
from groundplan.plan import UNKNOWN, Plan
from tests.cost.plans import AS_OF, lines_of, plan_of, resource
from tests.cost.sample_plans import two_gateways, web_stack


def test_traffic_is_derived_from_the_size_of_the_web_service_and_said() -> None:
    plan = web_stack()
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    # 2 vCPU x 5 requests per second x 2,628,000 s x 20 KB = 525.6 GB
    out = lines_of(bill, "front")["Data transfer out to the internet"]
    assert out.quantity == Decimal("525.6")
    assert "web runs 2 to 2 vCPU" in (out.assumption or "")
    assert bill.usage.low < bill.usage.expected < bill.usage.high


def test_without_assume_nothing_is_assumed() -> None:
    bill = estimate(web_stack(), as_of=AS_OF)
    assert lines_of(bill, "front")["Data transfer out to the internet"].quantity is None


def test_what_a_team_gives_wins_over_an_assumption() -> None:
    plan = web_stack()
    given = Usage.from_mapping({"resource_usage": {"front": {"monthly_outbound_internet_gb": 7}}})
    bill = estimate(plan, usage=assume(plan, given), as_of=AS_OF)
    line = lines_of(bill, "front")["Data transfer out to the internet"]
    assert line.quantity == 7
    assert "(given)" in (line.assumption or "")


def test_given_traffic_replaces_the_derived_one() -> None:
    given = Usage.from_mapping({"resource_usage": {"web": {"requests_per_second": 100}}})
    plan = web_stack()
    bill = estimate(plan, usage=assume(plan, given), as_of=AS_OF)
    out = lines_of(bill, "front")["Data transfer out to the internet"]
    assert out.quantity == Decimal(100) * 3600 * 730 * 20 / 1_000_000


def test_the_figures_that_decide_most_money_come_first() -> None:
    plan = web_stack()
    drivers = estimate(plan, usage=assume(plan), as_of=AS_OF).drivers()
    assert drivers[0].key == "monthly_outbound_internet_gb"
    assert drivers[0].swing == drivers[0].money.expected / 2
    amounts = [one.money.expected for one in drivers]
    assert amounts == sorted(amounts, reverse=True)


def test_gateways_share_the_images_that_deployments_pull() -> None:
    plan = plan_of(*web_stack().resources, *two_gateways())
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    # 2 tasks x 20 deployments x 0.3 GB, over two gateways
    assert lines_of(bill, "nat-a")["Data processed"].quantity == 6


def spread_over(zones: int, **inputs: Any) -> Plan:
    task, service, logs, balancer = web_stack().resources
    inner = dict(service.inputs) | {
        "networkConfiguration": {"subnets": [UNKNOWN] * zones},
        **inputs,
    }
    task, service, logs, balancer = (
        replace(one, inputs=inner) if one.name == "web" and "Service" in one.type else one
        for one in (task, service, logs, balancer)
    )
    return plan_of(task, service, logs, balancer)


def test_data_to_other_zones_is_all_but_the_own_zones_share() -> None:
    plan = spread_over(4)
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    # 262.8 GB a month at 10 KB per request, three quarters of it to other zones, both ways
    moved = lines_of(bill, "web")["Data between zones, both ways"]
    assert moved.quantity == Decimal("262.8") * 3 / 4 * 2


def test_a_fifth_of_the_requests_opens_a_connection() -> None:
    plan = web_stack()
    figures = assume(plan).of(next(plan.of_kind("aws:lb/loadBalancer:LoadBalancer")))
    assert figures.quantity("new_connections", "expected") == 2  # of 10 a second
    assert figures.quantity("active_connections", "expected") == 60


def test_two_web_services_share_the_lines_of_all_requests() -> None:
    first = web_stack()
    others = [
        replace(one, urn=one.urn.replace("::web", "::api"), name="api")
        for one in first.resources
        if one.name == "web" and "TaskDefinition" not in one.type
    ]
    plan = plan_of(*first.resources, *others)
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    ingested = [line.quantity for line in bill.items if line.price_key == "logs/ingest/standard"]
    assert ingested == [Decimal("13.14"), Decimal("13.14")]  # half each of 2 x 13.14


def test_a_desired_count_outside_the_scaling_range_is_brought_into_it() -> None:
    plan = web_stack()
    service = next(plan.of_kind("aws:ecs/service:Service"))
    target = resource(
        "aws:appautoscaling/target:Target",
        "scaling",
        minCapacity=4,
        maxCapacity=8,
        scalableDimension="ecs:service:DesiredCount",
        uses={"resourceId": (service,)},
    )
    wider = plan_of(*plan.resources, target)
    out = lines_of(estimate(wider, usage=assume(wider), as_of=AS_OF), "front")
    assert out["Data transfer out to the internet"].quantity == 2 * Decimal("525.6")


def test_a_stack_without_a_web_service_has_no_traffic_assumed() -> None:
    plan = plan_of(resource("aws:lb/loadBalancer:LoadBalancer", "front"))
    assert assume(plan).assumed == {}


def test_secrets_are_read_at_every_start_of_a_task() -> None:
    plan = plan_of(*web_stack().resources, resource("aws:secretsmanager/secret:Secret", "key"))
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    # 2 tasks x 20 deployments, at 0.05 per ten thousand calls
    assert lines_of(bill, "key")["API requests"].monthly == Decimal(40) / 10_000 * Decimal("0.05")


def test_logs_are_searched_once_and_five_times_at_high() -> None:
    plan = web_stack()
    figures = assume(plan).of(next(plan.of_kind("aws:cloudwatch/logGroup:LogGroup")))
    assert figures.quantity("monthly_data_scanned_gb", "low") == 0
    assert figures.quantity("monthly_data_scanned_gb", "expected") == Decimal("13.14")
    assert figures.quantity("monthly_data_scanned_gb", "high") == 5 * Decimal("39.42")
