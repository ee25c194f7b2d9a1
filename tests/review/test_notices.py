"""Notices in a review: said of our stack files, and of no other program."""

from groundplan.plan import Plan
from groundplan.review.notices import notices_of


def test_a_review_says_how_rates_are_enforced(prod_plan: Plan) -> None:
    said = notices_of(prod_plan)

    assert "groundplan:web_firewall.rate_limit = 10 r/s: AWS WAF counts 600 in 60 s" in said


def test_a_program_with_other_settings_gets_no_notices() -> None:
    head = {"groundplan_plan": 1, "project": "shop", "stack": "prod", "resources": []}
    plan = Plan.from_json({**head, "config": {"aws:region": "eu-west-1", "shop:size": "2"}})

    assert notices_of(plan) == ()
