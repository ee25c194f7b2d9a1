"""A budget is kept, or the message says by how much not, why, and what would bring it back."""

from decimal import Decimal

from groundplan.cost import BudgetCheck, Usage, check_budget, estimate
from groundplan.plan import Plan, PlannedResource
from tests.cost.plans import AS_OF, plan_of, resource
from tests.cost.sample_plans import NAT, database, two_gateways


def checked(plan: Plan, budget_usd: str) -> BudgetCheck:
    usage = Usage.empty()
    bill = estimate(plan, usage=usage, as_of=AS_OF)
    found = check_budget(plan, bill, usage, Decimal(budget_usd))
    assert found is not None
    return found


def test_a_budget_that_is_kept_and_one_that_is_not() -> None:
    plan = plan_of(resource(NAT, "nat"), resource("aws:kms/key:Key", "key"))  # 32.85 + 1
    assert checked(plan, "34").over_usd == 0
    broken = checked(plan, "30")
    assert broken.over_usd == Decimal("3.85")
    assert [one.name.rsplit("::", 1)[-1] for one in broken.largest] == ["nat", "key"]
    assert "$33.85 a month is $3.85 over the budget of $30.00" in broken.message
    assert "nat ($32.85)" in broken.message


def test_a_budget_of_a_bill_with_gaps_says_at_least() -> None:
    plan = plan_of(resource(NAT, "nat"), resource("aws:unheard/of:It", "odd"))
    assert checked(plan, "100").message.startswith("at least $32.85")


def test_the_budget_is_the_one_of_the_stack() -> None:
    plan = Plan(
        project="shop",
        stack="test",
        config={"aws:region": "us-east-1", "groundplan:stack": {"monthly_budget_usd": 30}},
        resources=(resource(NAT, "nat"),),
    )
    bill = estimate(plan, as_of=AS_OF)
    found = check_budget(plan, bill, Usage.empty())
    assert found is not None
    assert found.over_usd == Decimal("2.85")


def test_a_stack_without_a_budget_is_not_checked() -> None:
    plan = plan_of(resource(NAT, "nat"))
    assert check_budget(plan, estimate(plan, as_of=AS_OF), Usage.empty()) is None


def test_the_fewest_changes_that_keep_to_the_budget_are_named() -> None:
    plan = plan_of(*two_gateways())  # 2 x 730 x (0.045 + 0.005) = 73
    broken = checked(plan, "40")
    assert broken.message.endswith(
        "$36.50 with: one NAT gateway for all zones, which takes redundancy away"
    )


def cache() -> PlannedResource:
    return resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "cache",
        engine="redis",
        nodeType="cache.m6g.large",
        numCacheClusters=2,
    )


def test_changes_that_keep_redundancy_come_before_larger_ones_that_do_not() -> None:
    plan = plan_of(cache(), database(multiAz=True))
    total = estimate(plan, as_of=AS_OF).total.expected
    broken = checked(plan, str(total - 10))  # Valkey saves 43.51, no standby much more
    assert broken.message.endswith("with: Valkey instead of Redis")


def test_several_changes_are_priced_together() -> None:
    """m6g Valkey nodes cost 0.8 of Redis nodes, whatever their class was before."""
    older = resource(
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "cache",
        engine="redis",
        nodeType="cache.m5.large",
        numCacheClusters=1,
    )
    plan = plan_of(older)
    both = 730 * Decimal("0.1192")
    broken = checked(plan, str(both))
    assert broken.back is not None
    assert broken.back.expected_usd == both
    assert len(broken.back.changes) == 2


def test_where_no_change_helps_the_message_says_so() -> None:
    broken = checked(plan_of(resource(NAT, "nat")), "1")
    assert broken.back is None
    assert "no three changes known here" in broken.message
