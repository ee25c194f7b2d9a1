"""The compliant stack passes every rule; each break violates the rule that it is for."""

import pytest

from groundplan.plan import Plan
from groundplan.review import Finding, judge
from policies.example import Break, Resources, apply, breaks, compliant, holds, plan_document

BREAKS = list(breaks())


def findings_of(resources: Resources, *, preview: bool = False) -> tuple[Finding, ...]:
    return judge(Plan.from_json(plan_document(resources, preview=preview)))


def violations(resources: Resources) -> set[tuple[str, str]]:
    return {
        (one.policy, one.urn.rpartition("::")[2])
        for one in findings_of(resources)
        if one.verdict == "violation"
    }


def test_the_compliant_stack_has_no_violation() -> None:
    bad = [one for one in findings_of(compliant()) if one.verdict in ("violation", "undecided")]

    assert [f"{one.verdict} {one.message}" for one in bad] == []


def test_the_compliant_stack_has_no_violation_in_a_first_preview() -> None:
    bad = [one for one in findings_of(compliant(), preview=True) if one.verdict == "violation"]

    assert [one.message for one in bad] == []


@pytest.mark.parametrize("case", BREAKS, ids=str)
def test_a_break_violates_its_rule_on_the_resource_to_mend(case: Break) -> None:
    changed = apply(compliant(), case.changes)

    assert (case.rule, case.on) in violations(changed)


@pytest.mark.parametrize("case", list(holds()), ids=str)
def test_a_rule_keeps_quiet_where_it_holds(case: Break) -> None:
    changed = apply(compliant(), case.changes)

    assert case.on in changed
    assert (case.rule, case.on) not in violations(changed)
