"""The generated pages: they are those of the rules, and their programs do what they say."""

import re

import pytest

from groundplan.plan import Plan
from groundplan.plan.recorder import run
from policies.catalogue import PACKS
from policies.example import breaks
from policies.page import FOLDER, pages
from policies.rule import Rule
from policies.subject import Facts

RULES = [rule for pack in PACKS for rule in pack.rules]
CASES = {case.rule: case for case in reversed(list(breaks()))}
PROGRAM = re.compile(r"## A program that (fulfils|breaks) it\n[^#]*?```python\n(.*?)```", re.DOTALL)


def test_the_pages_are_those_of_the_rules() -> None:
    written = {path.name: path.read_text() for path in FOLDER.glob("*.md")}

    assert written == dict(pages()), "python -m policies.page writes them"


def test_no_rule_decides_a_control_that_is_said_to_be_decided_elsewhere() -> None:
    elsewhere = {control for pack in PACKS for control in pack.elsewhere}

    assert {rule.control for rule in RULES} & elsewhere == set()
    assert {"GOV-03", "GOV-04", "GOV-05"} == elsewhere


def outcome(rule: Rule, text: str) -> set[str]:
    code = compile(text, rule.name, "exec")
    recorded = run(lambda: exec(code, {}), project="example", stack="prod").resources  # noqa: S102
    plan = Plan.from_json(
        {
            "groundplan_plan": 1,
            "project": "example",
            "stack": "prod",
            "config": {"aws:region": "eu-west-1"},
            "resources": recorded,
        }
    )
    on = CASES[rule.name].on
    facts = Facts(plan)
    verdicts = [rule.judge(one, facts) for one in plan.resources if one.name == on]
    return {one.outcome for one in verdicts if one is not None}


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.name)
def test_the_programs_of_a_page_fulfil_and_break_the_rule(rule: Rule) -> None:
    shown = dict(PROGRAM.findall((FOLDER / f"{rule.name}.md").read_text()))

    assert outcome(rule, shown["breaks"]) == {"violation"}
    if "fulfils" in shown:
        assert outcome(rule, shown["fulfils"]) <= {"pass"}
