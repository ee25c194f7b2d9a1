"""The judge: one finding per rule and resource, sorted, deterministic, and never stopped."""

from dataclasses import replace
from typing import Any

import pytest

from groundplan.plan import UNKNOWN, Plan, PlannedResource
from groundplan.review import Finding, judge
from groundplan.review.judge import installed_packs, unjudged
from policies.condition import on
from policies.example import compliant, plan_document
from policies.pack import Pack
from policies.rule import ALWAYS, PROD_ONLY, Rule
from policies.subject import Subject

DATABASE = "aws:rds/instance:Instance"


def rule(**changes: Any) -> Rule:
    shape = Rule(
        name="thing-on",
        control="RDS-01",
        ids="CKV_AWS_16",
        severity="high",
        levels=ALWAYS,
        applies_to=(DATABASE,),
        check=on("storageEncrypted"),
        problem="it is off",
        why="it must be on",
        fix="switch it on",
    )
    return replace(shape, **changes)


def findings(inputs: dict[str, Any], *rules: Rule, levels: str = "prod") -> tuple[Finding, ...]:
    urn = f"urn:pulumi:prod::shop::{DATABASE}::database"
    resource = PlannedResource(urn=urn, type=DATABASE, name="database", inputs=inputs)
    plan = Plan(project="shop", stack="prod", resources=(resource,))
    return judge(plan, packs=[Pack("mine", "Mine.", rules)], levels=levels)


def test_a_violation_names_resource_property_reason_fix_and_ids() -> None:
    (finding,) = findings({"storageEncrypted": False}, rule())

    assert (finding.verdict, finding.level, finding.path) == (
        "violation",
        "mandatory",
        "storageEncrypted",
    )
    assert finding.frameworks == ("GP:RDS-01", "CKV_AWS_16")
    assert finding.message == (
        "it is off on database (storageEncrypted) · it must be on · fix: switch it on"
        " · RDS-01 CKV_AWS_16"
    )


def test_a_pass_is_a_finding_too() -> None:
    (finding,) = findings({"storageEncrypted": True}, rule())

    assert finding.verdict == "pass"


def test_what_is_unknown_is_undecided_and_named() -> None:
    (finding,) = findings({"storageEncrypted": UNKNOWN}, rule())

    assert (finding.verdict, finding.path) == ("undecided", "storageEncrypted")


def test_a_crashed_rule_is_a_mandatory_finding_and_stops_no_other() -> None:
    def crash(_: Subject) -> None:
        raise KeyError("hunter2")

    crashed, healthy = findings({"storageEncrypted": True}, rule(name="a-b", check=crash), rule())

    assert (crashed.policy, crashed.verdict, crashed.level) == (
        "rule-crashed",
        "violation",
        "mandatory",
    )
    assert "a-b on database, KeyError" in crashed.message
    assert "hunter2" not in crashed.message
    assert healthy.policy == "thing-on"


def test_a_rule_that_is_disabled_for_an_environment_gives_no_finding() -> None:
    assert findings({}, rule(levels=PROD_ONLY), levels="staging") == ()


def test_an_unknown_environment_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ValueError, match="'qa': choose prod or staging"):
        judge(Plan(project="shop", stack="prod"), levels="qa")


def test_what_blocks_comes_first() -> None:
    lenient = rule(name="z-advice", severity="critical", levels=replace(ALWAYS, prod="advisory"))

    order = [
        one.policy for one in findings({}, lenient, rule(), rule(name="a-low", severity="low"))
    ]

    assert order == ["thing-on", "a-low", "z-advice"]


def test_the_order_of_resources_in_the_document_does_not_matter() -> None:
    document = plan_document(compliant())
    backwards = {**document, "resources": document["resources"][::-1]}

    assert judge(Plan.from_json(document)) == judge(Plan.from_json(backwards))


def test_types_that_no_rule_looks_at_are_named() -> None:
    kinds = (DATABASE, "aws:iot/thing:Thing", "pulumi:providers:aws")
    resources = tuple(PlannedResource(urn=kind, type=kind, name="one") for kind in kinds)
    component = PlannedResource(urn="c", type="shop:components:Thing", name="c", custom=False)
    plan = Plan(project="shop", stack="prod", resources=(*resources, component))

    assert unjudged(plan) == ("aws:iot/thing:Thing",)


def test_the_packs_come_by_entry_point() -> None:
    assert {pack.name for pack in installed_packs()} == {"security", "reliability", "cost"}
