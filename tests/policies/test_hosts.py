"""One rule, two hosts: what the engine is told is what the reviewer finds."""

from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2
from pulumi.runtime.rpc import UNKNOWN as UNKNOWN_TEXT
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

from groundplan.plan import Plan
from groundplan.review import judge
from groundplan.review.judge import installed_packs
from policies.example import Break, apply, breaks, compliant, plan_document
from policies.host import policies_of
from policies.pack import Pack
from policies.rule import ALWAYS, Rule
from policies.subject import Subject

PACKS = {pack.name: pack for pack in installed_packs()}
BREAKS = list(breaks())
SOME = BREAKS[::40]


def wire(value: Any) -> Any:
    if isinstance(value, dict):
        if value == {"$unknown": True}:
            return UNKNOWN_TEXT
        if value == {"$secret": True}:
            return "a-secret-in-clear-text"
        return {key: wire(item) for key, item in value.items()}
    if isinstance(value, list):
        return [wire(item) for item in value]
    return value


def analyze(pack: Pack, document: dict[str, Any]) -> set[tuple[str, str]]:
    """Drive the SDK's own analyzer as the engine does: every resource, then the stack."""
    servicer = _PolicyAnalyzerServicer(
        "pack", "0.1.0", policies_of(pack), EnforcementLevel.MANDATORY
    )
    told = set()
    stack = analyzer_pb2.AnalyzeStackRequest()
    for one in document["resources"]:
        inputs = json_format.ParseDict(wire(one["inputs"]), struct_pb2.Struct())
        options = analyzer_pb2.AnalyzerResourceOptions(protect=one["protect"])
        request = analyzer_pb2.AnalyzeRequest(
            type=one["type"], urn=one["urn"], name=one["name"], properties=inputs, options=options
        )
        told |= {(d.policyName, one["urn"]) for d in servicer.Analyze(request, None).diagnostics}
        entry = stack.resources.add(
            type=one["type"], urn=one["urn"], name=one["name"], options=options
        )
        entry.properties.CopyFrom(inputs)
        if one["provider"]:
            entry.provider.CopyFrom(provider_of(document, one["provider"]))
        for name, urns in one["property_dependencies"].items():
            entry.propertyDependencies[name].urns.extend(urns)
    told |= {(d.policyName, d.urn) for d in servicer.AnalyzeStack(stack, None).diagnostics}
    return told


def provider_of(document: dict[str, Any], urn: str) -> analyzer_pb2.AnalyzerProviderResource:
    (found,) = [one for one in document["resources"] if one["urn"] == urn]
    inputs = json_format.ParseDict(wire(found["inputs"]), struct_pb2.Struct())
    return analyzer_pb2.AnalyzerProviderResource(
        type=found["type"], urn=urn, name=found["name"], properties=inputs
    )


def reviewed(pack: Pack, document: dict[str, Any]) -> set[tuple[str, str]]:
    found = judge(Plan.from_json(document), packs=[pack])
    return {(one.policy, one.urn) for one in found if one.verdict == "violation"}


def undecided(pack: Pack, document: dict[str, Any]) -> set[str]:
    found = judge(Plan.from_json(document), packs=[pack])
    return {one.policy for one in found if one.verdict == "undecided"}


@pytest.mark.parametrize("name", PACKS)
@pytest.mark.parametrize("case", SOME, ids=str)
def test_both_hosts_tell_the_same_violations(name: str, case: Break) -> None:
    document = plan_document(apply(compliant(), case.changes), preview=True)

    told = analyze(PACKS[name], document)

    assert {one for one in told if one[0] != f"{name}-undecided"} == reviewed(PACKS[name], document)


def test_unknown_values_give_one_advisory_line_and_no_exception() -> None:
    unknown = {"$unknown": True}
    changes = {"database": {"publiclyAccessible": unknown, "storageEncrypted": unknown}}
    document = plan_document(apply(compliant(), changes))

    told = analyze(PACKS["security"], document)

    assert undecided(PACKS["security"], document) >= {"rds-not-public", "rds-storage-encrypted"}
    assert told == {("security-undecided", "")}


def test_a_crashed_rule_is_told_and_the_others_still_run() -> None:
    def crash(_: Subject) -> None:
        raise RuntimeError("boom")

    broken = Rule(
        name="always-crashes",
        control="X-01",
        severity="low",
        levels=ALWAYS,
        applies_to=("aws:rds/instance:Instance",),
        check=crash,
        problem="",
        why="",
        fix="",
    )
    pack = Pack("security", "", (broken, *PACKS["security"].rules))
    changes = {"database": {"publiclyAccessible": True}}

    told = {policy for policy, _ in analyze(pack, plan_document(apply(compliant(), changes)))}

    assert told == {"security-rule-crashed", "rds-not-public"}
