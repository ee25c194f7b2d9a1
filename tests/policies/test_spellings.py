"""The same settings in other spellings, which the provider reads alike: the same verdicts.

Terraform's providers take "true" for true and "30" for 30; whole numbers travel as doubles; an IAM
document may hold one value or a list of one (IAM user guide, "IAM JSON policy elements"); several
types have a second token.
"""

import json
from collections.abc import Callable
from typing import Any

import pytest

from groundplan.plan import Plan
from groundplan.review import judge
from groundplan.review.judge import installed_packs
from policies.example import Break, apply, breaks, compliant, plan_document
from policies.pack import Pack

RULES = {rule.name: rule for pack in installed_packs() for rule in pack.rules}
ONE_OR_SEVERAL = ("Action", "NotAction", "Resource", "NotResource", "Statement", "AWS", "Service")
TWINS = ("Bucket", "BucketAcl", "BucketLogging", "BucketVersioning", "BucketLifecycleConfiguration")


def spelt(value: Any, leaf: Callable[[Any], Any], element: Callable[[Any], Any]) -> Any:
    """The same tree, in which `leaf` spells values and `element` the parts of IAM documents."""
    if isinstance(value, dict):
        inner = {key: spelt(item, leaf, element) for key, item in value.items()}
        return {
            key: element(item) if key in ONE_OR_SEVERAL else item for key, item in inner.items()
        }
    if isinstance(value, list):
        return [spelt(item, leaf, element) for item in value]
    if isinstance(value, str) and value.startswith(("{", "[")):
        return json.dumps(spelt(json.loads(value), lambda one: one, element))
    return leaf(value)


def as_text(value: Any) -> Any:
    return json.dumps(value) if isinstance(value, bool | int) else value


def as_double(value: Any) -> Any:
    return float(value) if isinstance(value, int) and not isinstance(value, bool) else value


def as_list(value: Any) -> Any:
    return value if isinstance(value, list) else [value]


def as_one(value: Any) -> Any:
    return value[0] if isinstance(value, list) and len(value) == 1 else value


def as_twin(token: str) -> str:
    package, module, name = token.split(":")
    if name in TWINS:
        return f"{package}:{module}V2:{name}V2"
    return token.replace("aws:lb/", "aws:alb/")


SPELLINGS: dict[str, Callable[[dict[str, Any]], dict[str, Any]]] = {
    "texts, lists and twins": lambda one: {
        **one,
        "type": as_twin(one["type"]),
        "inputs": spelt(one["inputs"], as_text, as_list),
    },
    "doubles and single values": lambda one: {
        **one,
        "inputs": spelt(one["inputs"], as_double, as_one),
    },
}


def plan(changes: Any, spelling: str) -> Plan:
    document = plan_document(apply(compliant(), changes))
    resources = [SPELLINGS[spelling](one) for one in document["resources"]]
    return Plan.from_json({**document, "resources": resources})


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_compliant_stack_keeps_every_rule_in_another_spelling(spelling: str) -> None:
    bad = [one for one in judge(plan({}, spelling)) if one.verdict in ("violation", "undecided")]

    assert [f"{one.verdict} {one.message}" for one in bad] == []


@pytest.mark.parametrize("spelling", SPELLINGS)
@pytest.mark.parametrize("case", list(breaks()), ids=str)
def test_a_break_is_found_in_another_spelling(case: Break, spelling: str) -> None:
    found = judge(plan(case.changes, spelling), packs=[Pack("one", "", (RULES[case.rule],))])

    assert case.on in {one.urn.rpartition("::")[2] for one in found if one.verdict == "violation"}
