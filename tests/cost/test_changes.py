"""Cost of a change, alternatives, and stated assumptions."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from groundplan.cost import Bill, Spread, Usage, alternatives, assume, diff, estimate
from groundplan.plan import UNKNOWN, Plan, PlannedResource
from tests.cost.plans import AS_OF, lines_of, plan_of, resource

NAT = "aws:ec2/natGateway:NatGateway"
EIP = "aws:ec2/eip:Eip"
DATABASE = "aws:rds/instance:Instance"


def with_bill(
    *resources: PlannedResource, usage: dict[str, Any] | None = None
) -> tuple[Plan, Bill]:
    plan = plan_of(*resources)
    return plan, estimate(plan, usage=Usage.from_mapping(usage or {}), as_of=AS_OF)


def database(**inputs: Any) -> PlannedResource:
    settings = {"engine": "postgres", "instanceClass": "db.t3.large", "allocatedStorage": 100}
    return resource(DATABASE, "main", **(settings | inputs))


def test_nothing_changed_is_an_empty_diff() -> None:
    side = with_bill(resource(NAT, "nat"), database())
    assert diff(side, side).changes == ()
    assert diff(side, side).money == Spread.none()


def test_what_came_went_and_changed_is_told_with_its_reason() -> None:
    base = with_bill(resource(NAT, "old"), database())
    head = with_bill(resource(EIP, "new"), database(multiAz=True))
    found = diff(base, head)
    by_name = {change.name: change for change in found.changes}
    assert by_name["old"].cause == "removed"
    assert by_name["new"].cause == "added"
    assert by_name["main"].cause == "changed"
    assert "multiAz: not set -> True" in by_name["main"].reasons
    standby = 730 * (Decimal("0.29") - Decimal("0.145")) + 100 * Decimal("0.115")
    assert by_name["main"].money.expected == standby
    assert found.money == head[1].total - base[1].total
    assert sum(change.money.expected for change in found.changes) == found.money.expected


def test_the_other_way_round_is_the_opposite() -> None:
    base, head = with_bill(resource(NAT, "nat")), with_bill(resource(EIP, "address"))
    assert diff(base, head).money.expected == -diff(head, base).money.expected


def test_more_usage_is_no_change_of_the_stack() -> None:
    more = {"resource_usage": {"nat": {"monthly_data_processed_gb": 100}}}
    found = diff(with_bill(resource(NAT, "nat")), with_bill(resource(NAT, "nat"), usage=more))
    assert [change.cause for change in found.changes] == ["usage"]


def test_a_price_that_moved_is_told_apart_from_a_change() -> None:
    plan, bill = with_bill(resource("aws:kms/key:Key", "key"))
    dearer = replace(
        bill,
        items=tuple(
            replace(line, unit_price=Decimal(2), monthly=Decimal(2)) if line.monthly else line
            for line in bill.items
        ),
    )
    (change,) = diff((plan, bill), (plan, dearer)).changes
    assert change.cause == "price"
    assert "1.0 -> 2" in change.reasons[0] or "1 -> 2" in change.reasons[0]


def test_a_long_value_is_cut_where_it_is_told() -> None:
    base = with_bill(database(), resource("aws:kms/key:Key", "key"))
    head = with_bill(database(instanceClass="db.t3.xlarge", characterSetName="x" * 500))
    reasons = next(one for one in diff(base, head).changes if one.name == "main").reasons
    assert max(map(len, reasons)) < 120


def test_a_resource_that_lost_its_price_is_not_a_saving_in_silence() -> None:
    found = diff(with_bill(database()), with_bill(database(instanceClass="db.x9z.large")))
    assert found.at_least
    assert found.changes[0].unpriced == 1


def two_gateways() -> tuple[PlannedResource, ...]:
    addresses = [resource(EIP, f"address-{zone}") for zone in "ab"]
    gateways = [
        resource(NAT, f"nat-{address.name[-1]}", uses={"allocationId": (address,)})
        for address in addresses
    ]
    return (*addresses, *gateways)


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
        "reserve 1 of 2 databases and caches: three years, all upfront (spread over the term)"
    ]
    assert upfront.saving.expected == 2 * 730 * (Decimal("0.149") - Decimal("0.06689"))


def test_a_reservation_without_any_rate_says_so_and_claims_nothing() -> None:
    (found,) = alternatives(plan_of(database(instanceClass="db.t4g.small")), as_of=AS_OF)
    assert found.rate_unknown
    assert found.saving == Spread.none()


def test_a_plan_with_nothing_to_change_has_no_alternatives() -> None:
    assert alternatives(plan_of(resource("aws:kms/key:Key", "key")), as_of=AS_OF) == ()


def web_stack() -> Plan:
    task = resource("aws:ecs/taskDefinition:TaskDefinition", "web", cpu="1024", memory="2048")
    service = resource(
        "aws:ecs/service:Service",
        "web",
        launchType="FARGATE",
        desiredCount=2,
        loadBalancers=[{"targetGroupArn": UNKNOWN}],
        uses={"taskDefinition": (task,)},
    )
    logs = resource("aws:cloudwatch/logGroup:LogGroup", "web", retentionInDays=365)
    return plan_of(task, service, logs, resource("aws:lb/loadBalancer:LoadBalancer", "front"))


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


def test_secrets_are_read_at_every_start_of_a_task() -> None:
    plan = plan_of(*web_stack().resources, resource("aws:secretsmanager/secret:Secret", "key"))
    bill = estimate(plan, usage=assume(plan), as_of=AS_OF)
    # 2 tasks x 20 deployments, at 0.05 per ten thousand calls
    assert lines_of(bill, "key")["API requests"].monthly == Decimal(40) / 10_000 * Decimal("0.05")


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


def test_logs_are_searched_once_and_five_times_at_high() -> None:
    plan = web_stack()
    figures = assume(plan).of(next(plan.of_kind("aws:cloudwatch/logGroup:LogGroup")))
    assert figures.quantity("monthly_data_scanned_gb", "low") == 0
    assert figures.quantity("monthly_data_scanned_gb", "expected") == Decimal("13.14")
    assert figures.quantity("monthly_data_scanned_gb", "high") == 5 * Decimal("39.42")
