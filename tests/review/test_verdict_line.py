"""The line that answers whether this may be deployed."""

from groundplan.review.verdict_line import verdict_line
from tests.cost.plans import plan_of, resource
from tests.review.reports import reviewed, small


def test_mandatory_findings_are_counted() -> None:
    assert verdict_line(reviewed(small())).startswith("Not ready: ")


def test_a_plan_that_no_rule_looks_at_is_not_praised() -> None:
    thing = resource("acme:index/thing:Thing", "one")

    unseen, empty = (verdict_line(reviewed(plan)) for plan in (plan_of(thing), plan_of()))

    assert unseen == "Ready: no mandatory finding; no rule looks at what is in it."
    assert empty == "Ready: no mandatory finding."
