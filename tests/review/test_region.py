"""A plan that names no region is priced in one that is told, and judged as what it is."""

from datetime import date

from groundplan.plan import Plan, PlannedResource
from groundplan.review.outline import outline
from groundplan.review.review import review

DAY = date(2026, 11, 1)
VOLUME = {"availabilityZone": "a", "size": 100, "type": "gp3"}


def planned(**config: str) -> Plan:
    urn = "urn:pulumi:dev::shop::aws:ebs/volume:Volume::data"
    volume = PlannedResource(
        urn=urn, type="aws:ebs/volume:Volume", name="data", inputs=VOLUME, parent="urn:elsewhere"
    )
    return Plan(project="shop", stack="dev", config=config, resources=(volume,))


def test_prices_of_an_assumed_region_are_told_as_such() -> None:
    placed = review(planned(**{"aws:region": "us-east-1"}), as_of=DAY)
    nowhere = review(planned(), as_of=DAY)

    assert nowhere.bill.total.expected == placed.bill.total.expected > 0
    assert nowhere.plan.caveats == ("aws:region is not set: prices are those of us-east-1",)
    assert placed.plan.caveats == ()


def test_rules_do_not_judge_the_assumed_region() -> None:
    policies = {finding.policy for finding in review(planned(), as_of=DAY).findings}

    assert policies, "something has to be judged"
    assert "region-allowed" not in policies


def test_a_child_of_what_exists_elsewhere_stands_in_the_outline_with_its_cost() -> None:
    (entry,) = outline(review(planned(), as_of=DAY))

    assert (entry.name, entry.contents) == ("data", (("Volume", 1),))
    assert entry.money.expected == 8
