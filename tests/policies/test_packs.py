"""What holds for every rule: it is named, proven by a break, and silent about other things."""

import re
from collections import Counter

import pytest

from groundplan.review.judge import installed_packs
from policies.example import breaks
from policies.rule import Rule

PACKS = installed_packs()
RULES = [rule for pack in PACKS for rule in pack.rules]


def test_there_are_three_packs() -> None:
    assert [pack.name for pack in PACKS] == ["cost", "reliability", "security"]


def test_no_two_rules_have_the_same_name() -> None:
    twice = [name for name, count in Counter(rule.name for rule in RULES).items() if count > 1]

    assert twice == []


def test_every_rule_has_a_break_and_every_break_a_rule() -> None:
    assert {rule.name for rule in RULES} == {case.rule for case in breaks()}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_a_rule_says_what_is_wrong_why_and_what_to_write(rule: Rule) -> None:
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)+", rule.name)
    assert re.fullmatch(r"[A-Z0-9]+-\d\d", rule.control)
    assert rule.applies_to
    assert not rule.problem.endswith(".")
    assert len(rule.why) > 10
    assert len(rule.fix) > 10
    assert all(re.match(r"(FSBP|CIS5):|CKV", one) for one in rule.ids.split())
