"""What holds for every rule on any input: it never raises, never guesses, never quotes a value."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from groundplan.plan import SECRET, UNKNOWN, Plan, PlannedResource
from groundplan.review import Finding, judge
from policies.catalogue import PACKS
from policies.example import Break, apply, breaks, compliant, plan_document
from policies.rule import EVERY_RESOURCE

CANARY = "canary-hunter2-5f2c"
KINDS = sorted({kind for pack in PACKS for rule in pack.rules for kind in rule.applies_to})
PATHS = sorted(
    {
        name
        for one in plan_document(compliant())["resources"]
        for name in json.dumps(one["inputs"]).replace('\\"', '"').split('"')
        if name.isalnum() and len(name) < 40
    }
)
LEAVES = st.one_of(
    *(st.none(), st.booleans(), st.integers(), st.floats(allow_nan=True), st.text(max_size=8)),
    st.sampled_from([UNKNOWN, SECRET, "*", "0.0.0.0/0", "{", "[1]", "-1", "true", "arn:aws:x"]),
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.one_of(
        st.lists(inner, max_size=3),
        st.dictionaries(st.one_of(st.sampled_from(PATHS), st.text(max_size=5)), inner, max_size=4),
    ),
    max_leaves=12,
)


@st.composite
def plans(draw: st.DrawFn) -> Plan:
    kinds = draw(st.lists(st.sampled_from(KINDS), min_size=1, max_size=5))
    urns = [f"urn:pulumi:prod::any::{kind}::r{index}" for index, kind in enumerate(kinds)]
    inputs = [draw(st.dictionaries(st.sampled_from(PATHS), TREES, max_size=8)) for _ in kinds]
    edges = [
        {name: tuple(draw(st.lists(st.sampled_from(urns), max_size=2))) for name in one}
        for one in inputs
    ]
    resources = tuple(
        PlannedResource(
            urn=urn, type=kind, name=f"r{index}", inputs=inputs[index], property_dependencies=edge
        )
        for index, (urn, kind, edge) in enumerate(zip(urns, kinds, edges, strict=True))
    )
    return Plan(project="any", stack="prod", resources=resources)


@given(plans())
@settings(max_examples=150, suppress_health_check=list(HealthCheck))
def test_no_rule_ever_crashes(plan: Plan) -> None:
    assert [one.message for one in judge(plan) if one.policy == "rule-crashed"] == []


def hidden(value: Any, marker: str) -> Iterator[Any]:
    """Every tree that has one leaf replaced by a marker."""
    if isinstance(value, dict):
        for key, item in value.items():
            yield from ({**value, key: one} for one in hidden(item, marker))
    elif isinstance(value, list):
        for index, item in enumerate(value):
            yield from ([*value[:index], one, *value[index + 1 :]] for one in hidden(item, marker))
    else:
        yield {marker: True}


@pytest.mark.parametrize("name", sorted(compliant()))
def test_hiding_one_value_of_the_compliant_stack_makes_no_violation(name: str) -> None:
    """Unknown decides nothing: it may make a rule undecided, but never fail."""
    document = plan_document(compliant())
    (index,) = [i for i, one in enumerate(document["resources"]) if one["name"] == name]
    resource = document["resources"][index]
    for inputs in hidden(resource["inputs"], "$unknown"):
        document["resources"][index] = {**resource, "inputs": inputs}
        found = judge(Plan.from_json(document))
        assert [one.message for one in found if one.verdict == "violation"] == [], inputs


def leaves(changes: Any) -> Iterator[tuple[str, str]]:
    """The properties that a break changes, on resources that stay.

    A JSON document is unknown as a whole when a part of it is.
    """
    stack = compliant()
    for name, change in changes.items():
        for path, value in (change if change and "type" not in change else {}).items():
            top = path.split(".")[0].split("[")[0]
            is_document = "$json" in str(stack[name].get("inputs", {}).get(top))
            if value is not None and path != "protect":
                yield name, top if is_document else path


def _unset(change: dict[str, Any]) -> dict[str, Any]:
    return {path: value for path, value in change.items() if value is None}


@pytest.mark.parametrize("case", [one for one in breaks() if list(leaves(one.changes))], ids=str)
def test_what_breaks_a_rule_makes_it_undecided_when_it_is_unknown(case: Break) -> None:
    """No false pass: a rule that a value can break does not pass while the value is unknown."""
    hide = {}
    for name, path in leaves(case.changes):
        hide.setdefault(name, {})[path] = {"$unknown": True}
    changes = {
        name: {**_unset(change), **hide.get(name, {})}
        if change and "type" not in change
        else change
        for name, change in case.changes.items()
    }
    found = judge(Plan.from_json(plan_document(apply(compliant(), changes))))

    verdicts = [
        one.verdict
        for one in found
        if (one.policy, one.urn.rpartition("::")[2]) == (case.rule, case.on)
    ]
    assert "pass" not in verdicts


def planted(value: Any) -> Any:
    """The same tree, with a secret-looking text in the place of every text."""
    if isinstance(value, dict):
        return {key: planted(item) for key, item in value.items()}
    if isinstance(value, list):
        return [planted(item) for item in value]
    if not isinstance(value, str):
        return value
    try:
        inner = json.loads(value)
    except ValueError:
        return CANARY
    return json.dumps(planted(inner)) if isinstance(inner, dict | list) else CANARY


def texts(findings: tuple[Finding, ...]) -> str:
    return "\n".join(f"{one.message} {one.path} {one.policy}" for one in findings)


def test_no_message_ever_quotes_a_value_of_the_program() -> None:
    for resources in (compliant(), *(apply(compliant(), one.changes) for one in breaks())):
        document = plan_document(resources)
        for one in document["resources"]:
            one["inputs"] = planted(one["inputs"])
        found = judge(Plan.from_json(document))
        assert found
        assert CANARY not in texts(found)


def test_a_resource_of_another_type_is_left_alone() -> None:
    other = PlannedResource(urn="urn:pulumi:prod::a::x:y:Z::z", type="x:y:Z", name="z")

    assert judge(Plan(project="a", stack="prod", resources=(other,))) == ()
    assert EVERY_RESOURCE not in KINDS
