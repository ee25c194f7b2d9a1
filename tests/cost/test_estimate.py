"""The estimate as a whole: four kinds of line, regions, totals and roll-ups."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from groundplan.cost import RegionMissing, Spread, estimate
from groundplan.plan import UNKNOWN, Plan
from tests.cost.plans import AS_OF, lines_of, monthly, plan_of, priced, resource

NAT = "aws:ec2/natGateway:NatGateway"


def test_a_type_nobody_knows_is_unpriced_and_never_free() -> None:
    bill = priced(resource("aws:guardduty/detector:Detector", "watch"))
    (line,) = bill.items
    assert line.kind == "unpriced"
    assert "aws:guardduty/detector:Detector" in (line.assumption or "")
    assert line.monthly is None
    assert bill.at_least


def test_what_is_free_says_why() -> None:
    bill = priced(
        resource("aws:ec2/vpc:Vpc", "vpc"),
        resource("aws:iam/role:Role", "role"),
        resource("random:index/randomPassword:RandomPassword", "password"),
    )
    assert {line.kind for line in bill.items} == {"free"}
    assert all(line.assumption for line in bill.items)


def test_every_resource_has_a_line() -> None:
    names = ["aws:ec2/vpc:Vpc", NAT, "aws:unheard/of:It", "groundplan:components:Network"]
    resources = [resource(token, f"r{number}") for number, token in enumerate(names)]
    assert {line.urn for line in priced(*resources).items} == {one.urn for one in resources}


def test_a_plan_without_a_region_is_refused_with_the_remedy() -> None:
    with pytest.raises(RegionMissing, match=r"nat: the plan names no region.*aws:region"):
        priced(resource(NAT, "nat"), region=None)


def test_the_region_may_be_given_by_hand() -> None:
    plan = plan_of(resource(NAT, "nat"), region=None)
    bill = estimate(plan, as_of=AS_OF, region="eu-west-1")
    assert bill.fixed.expected == 730 * Decimal("0.048")


def test_a_resource_is_priced_in_its_own_region_or_its_providers() -> None:
    provider = resource("pulumi:providers:aws", "ireland", region="eu-west-1")
    own = resource(NAT, "own", region="ap-south-1")
    through = replace(resource(NAT, "through"), provider=f"{provider.urn}::a-uuid")
    bill = priced(provider, own, through, resource(NAT, "plain"))
    costs = [monthly(bill, name, "fixed") / 730 for name in ("own", "through", "plain")]
    assert costs == [Decimal("0.056"), Decimal("0.048"), Decimal("0.045")]


def test_a_region_known_later_is_not_taken_for_that_of_the_stack() -> None:
    provider = resource("pulumi:providers:aws", "elsewhere", region=UNKNOWN)
    through = replace(resource(NAT, "through"), provider=f"{provider.urn}::a-uuid")
    bill = priced(provider, resource(NAT, "own", region=UNKNOWN), through)
    assert bill.total == Spread.none()
    assert len(bill.unpriced) == 4
    assert all("known only after deployment" in (line.assumption or "") for line in bill.unpriced)


def test_a_region_without_prices_leaves_unpriced_lines() -> None:
    bill = priced(resource(NAT, "nat"), region="mars-north-1")
    assert {line.kind for line in bill.items} == {"unpriced"}
    assert bill.total == Spread.none()


def test_every_price_tells_its_source_date_and_grade() -> None:
    (hours, _) = lines_of(priced(resource(NAT, "nat")), "nat").values()
    assert (hours.grade, hours.effective, hours.region) == ("A", "2026-08", "us-east-1")
    assert hours.source
    assert hours.price_key == "nat/hours"


def test_components_carry_the_sum_of_what_is_in_them() -> None:
    network = resource("groundplan:components:Network", "network")
    inner = resource("groundplan:components:Zone", "zone", parent=network)
    bill = priced(
        network,
        inner,
        resource(NAT, "nat", parent=inner),
        resource("aws:ec2/eip:Eip", "address", parent=network),
        resource("aws:kms/key:Key", "key"),
    )
    names = {one.name.rsplit("::", 1)[-1]: one.money.expected for one in bill.by_component()}
    hour = 730 * Decimal("0.045")
    assert names == {"network": hour + Decimal("3.65"), "key": Decimal(1)}
    assert sum(names.values()) == bill.total.expected


def test_nouns_add_up_too() -> None:
    bill = priced(resource(NAT, "nat"), resource("aws:kms/key:Key", "key"))
    assert {one.name for one in bill.by_noun()} == {"network", "encryption_key"}
    assert sum(one.money.expected for one in bill.by_noun()) == bill.total.expected


def test_the_same_input_gives_the_same_bill() -> None:
    plan = plan_of(resource(NAT, "nat"), resource("aws:kms/key:Key", "key"))
    again = Plan.from_json(plan.to_json())
    assert estimate(plan, as_of=AS_OF) == estimate(again, as_of=AS_OF)


def test_money_by_grade_shows_what_is_not_verified() -> None:
    bill = priced(
        resource("aws:backup/vault:Vault", "v"), usage={"v": {"monthly_ebs_snapshot_gb": 10}}
    )
    assert bill.grades["C"].expected == 10 * Decimal("0.05")


def test_the_age_of_the_prices_is_told() -> None:
    assert (priced(as_of=date(2026, 11, 30)).price_age_days) == 10
