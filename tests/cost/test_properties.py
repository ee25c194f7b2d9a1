"""What holds for every plan: more never costs less, parts add up, gaps are never silent."""

from dataclasses import replace
from decimal import Decimal
from functools import cache

from hypothesis import given
from hypothesis import strategies as st

from groundplan.cost import Bill, PriceList, Usage, estimate
from groundplan.plan import Plan, PlannedResource
from tests.cost.plans import AS_OF, plan_of, resource

REGION = "us-east-1"


@cache
def catalogue() -> PriceList:
    return PriceList()


def price(plan: Plan, usage: Usage | None = None, prices: PriceList | None = None) -> Bill:
    return estimate(plan, usage=usage, as_of=AS_OF, prices=prices or catalogue())


def nat(number: int, _: int) -> PlannedResource:
    return resource("aws:ec2/natGateway:NatGateway", f"nat-{number}")


def disk(number: int, size: int) -> PlannedResource:
    return resource("aws:ebs/volume:Volume", f"disk-{number}", size=size, type="gp3", iops=size)


def database(number: int, size: int) -> PlannedResource:
    return resource(
        "aws:rds/instance:Instance",
        f"database-{number}",
        engine="postgres",
        instanceClass="db.t3.large",
        allocatedStorage=size,
        storageType="gp3",
        multiAz=bool(size % 2),
    )


def cache_group(number: int, size: int) -> PlannedResource:
    return resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        f"cache-{number}",
        engine="valkey",
        nodeType="cache.t4g.small",
        numCacheClusters=size % 7 + 1,
    )


def unheard_of(number: int, _: int) -> PlannedResource:
    return resource("aws:unheard/of:It", f"odd-{number}")


MAKERS = st.sampled_from([nat, disk, database, cache_group, unheard_of])
PARTS = st.lists(st.tuples(MAKERS, st.integers(min_value=20, max_value=900)), max_size=6)


def built(parts: list[tuple[object, int]]) -> list[PlannedResource]:
    return [make(number, size) for number, (make, size) in enumerate(parts)]  # type: ignore[operator]


@given(PARTS)
def test_a_bill_is_the_sum_of_its_parts(parts: list[tuple[object, int]]) -> None:
    resources = built(parts)
    whole = price(plan_of(*resources))
    alone = [price(plan_of(one)) for one in resources]
    assert whole.total.expected == sum((one.total.expected for one in alone), Decimal(0))
    assert len(whole.unpriced) == sum(len(one.unpriced) for one in alone)


@given(PARTS, st.randoms())
def test_the_order_of_resources_does_not_matter(parts: list, chance: object) -> None:  # type: ignore[type-arg]
    plan = plan_of(*built(parts))
    shuffled = list(plan.resources)
    chance.shuffle(shuffled)  # type: ignore[attr-defined]
    same = Plan.from_json(replace(plan, resources=tuple(shuffled)).to_json())
    assert price(same) == price(plan)


@given(PARTS, MAKERS, st.integers(min_value=20, max_value=900))
def test_one_resource_more_never_costs_less(parts: list, maker: object, size: int) -> None:  # type: ignore[type-arg]
    resources = built(parts)
    more = [*resources, maker(len(resources), size)]  # type: ignore[operator]
    before, after = price(plan_of(*resources)), price(plan_of(*more))
    assert after.total.expected >= before.total.expected
    assert after.total.low <= after.total.expected <= after.total.high


@given(
    st.sampled_from([disk, database, cache_group]),
    st.integers(min_value=20, max_value=800),
    st.integers(min_value=0, max_value=49).map(lambda half: 2 * half),
)
def test_more_of_anything_never_costs_less(maker: object, size: int, more: int) -> None:
    if maker is cache_group:
        size, more = size - size % 7, more % 7
    small, large = maker(0, size), maker(0, size + more)  # type: ignore[operator]
    assert price(plan_of(large)).total.expected >= price(plan_of(small)).total.expected


FIGURE = st.integers(min_value=0, max_value=10**8)


@given(FIGURE, FIGURE)
def test_tiers_never_make_more_use_cheaper(first: int, second: int) -> None:
    few, many = sorted((first, second))
    endpoint = resource("aws:ec2/vpcEndpoint:VpcEndpoint", "endpoint", vpcEndpointType="Interface")
    bills = [
        price(
            plan_of(endpoint),
            Usage.from_mapping(
                {"resource_usage": {"endpoint": {"monthly_data_processed_gb": gigabytes}}}
            ),
        )
        for gigabytes in (few, many)
    ]
    assert bills[0].usage.expected <= bills[1].usage.expected
    quantities = [
        line.quantity for line in bills[1].items if line.kind == "usage" and line.quantity
    ]
    assert sum(quantities, Decimal(0)) == many


@cache
def one_of_each() -> Plan:
    return plan_of(
        *(make(number, 455) for number, make in enumerate([nat, disk, database, cache_group]))
    )


@cache
def keys_in_use() -> tuple[tuple[str, str], ...]:
    lines = price(one_of_each()).items
    return tuple(
        sorted({(line.region or REGION, line.price_key) for line in lines if line.price_key})
    )


@given(st.data())
def test_a_price_row_that_is_gone_is_unpriced_and_never_a_silently_lower_total(
    data: st.DataObject,
) -> None:
    region, key = data.draw(st.sampled_from(keys_in_use()))
    rows = [(region, row) for row in catalogue().rows(region) if row.key != key]
    full, less = price(one_of_each()), price(one_of_each(), prices=PriceList.of(rows))
    assert less.at_least
    assert {line.price_key for line in less.unpriced} == {key}
    missing = [line.monthly or Decimal(0) for line in full.items if line.price_key == key]
    assert less.total.expected == full.total.expected - sum(missing, Decimal(0))


@given(PARTS)
def test_money_is_decimal_everywhere(parts: list[tuple[object, int]]) -> None:
    for line in price(plan_of(*built(parts))).items:
        for figure in (line.quantity, line.unit_price, line.monthly):
            assert figure is None or isinstance(figure, Decimal)
