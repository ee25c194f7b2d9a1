"""What a change costs, and why."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

from groundplan.cost import Bill, Spread, Usage, diff, estimate
from groundplan.plan import Plan, PlannedResource
from tests.cost.plans import AS_OF, plan_of, resource
from tests.cost.sample_plans import EIP, NAT, database


def with_bill(
    *resources: PlannedResource, usage: dict[str, Any] | None = None
) -> tuple[Plan, Bill]:
    plan = plan_of(*resources)
    return plan, estimate(plan, usage=Usage.from_mapping(usage or {}), as_of=AS_OF)


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
