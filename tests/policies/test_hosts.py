"""One rule, two hosts: what the engine is told is what the reviewer finds."""

import json
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from google.protobuf import json_format, struct_pb2
from pulumi.runtime.proto import analyzer_pb2
from pulumi.runtime.rpc import UNKNOWN as UNKNOWN_TEXT
from pulumi_policy import EnforcementLevel
from pulumi_policy.policy import _PolicyAnalyzerServicer

import policies
from groundplan.exemptions import Exemption, Exemptions
from groundplan.plan import Plan
from groundplan.review import judge
from groundplan.review.judge import installed_packs
from policies.example import Break, apply, breaks, compliant, plan_document
from policies.host import Host
from policies.pack import Pack
from policies.rule import ALWAYS, Rule
from policies.subject import Subject

PACKS = {pack.name: pack for pack in installed_packs()}
BREAKS = list(breaks())
SOME = BREAKS[::40]
TODAY = date(2026, 11, 20)
NONE = Exemptions((), TODAY)


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


def analyze(
    pack: Pack,
    document: dict[str, Any],
    exemptions: Exemptions = NONE,
    configuration: dict[str, dict[str, Any]] | None = None,
) -> set[tuple[str, str]]:
    """Drive the SDK's own analyzer as the engine does: every resource, then the stack."""
    servicer = _PolicyAnalyzerServicer(
        "pack", "0.1.0", Host(pack, exemptions).policies(), EnforcementLevel.MANDATORY
    )
    servicer.Configure(configure(configuration or {}), None)
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


def configure(configuration: dict[str, dict[str, Any]]) -> analyzer_pb2.ConfigureAnalyzerRequest:
    request = analyzer_pb2.ConfigureAnalyzerRequest()
    for policy, figures in configuration.items():
        request.policyConfig[policy].enforcementLevel = analyzer_pb2.MANDATORY
        request.policyConfig[policy].properties.update(figures)
    return request


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


def test_a_rule_that_is_no_graph_rule_needs_nothing_but_the_resource() -> None:
    """The engine shows a resource policy no dependencies: they must not change its verdict."""
    plan = Plan.from_json(plan_document(compliant(), preview=True))
    for pack in PACKS.values():
        for one in plan.resources:
            alone = replace(one, property_dependencies={}, dependencies=())
            for rule in pack.rules_for(one.kind):
                if not rule.graph:
                    assert rule.judge(one) == rule.judge(alone), rule.name


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


def exempt(policy: str, urn: str = "*::database") -> Exemptions:
    reason = "the database is public for the migration of one weekend"
    one = Exemption(
        policy=policy, urn=urn, reason=reason, owner="data", expires=date(2026, 12, 1), place="x:1"
    )
    return Exemptions((one,), TODAY)


def test_an_exemption_excuses_in_the_engine_and_is_listed() -> None:
    document = plan_document(apply(compliant(), {"database": {"multiAz": False}}))

    told = analyze(PACKS["reliability"], document, exempt("rds-multi-az"))

    assert told == {("reliability-exemptions", "")}


@pytest.mark.parametrize("name", PACKS)
def test_one_pack_tells_of_an_unknown_policy_in_an_exemption(name: str) -> None:
    told = analyze(PACKS[name], plan_document(compliant()), exempt("rds-multi-zone"))

    assert told == ({("security-exemption-sound", "")} if name == "security" else set())


@pytest.mark.parametrize("pack", PACKS.values(), ids=PACKS)
@pytest.mark.parametrize("environment", ["prod", "staging"])
def test_the_engine_configuration_in_the_pack_folder_is_that_of_the_rules(
    pack: Pack, environment: str
) -> None:
    path = Path(policies.__file__).parent / pack.name / f"{environment}.json"

    assert json.loads(path.read_text()) == pack.configuration(environment), (
        "python -m policies.engine_files"
    )


def test_a_threshold_from_the_engine_configuration_counts() -> None:
    document = plan_document(compliant())
    strict = {"rds-backups-kept": {"minimum_days": 35}}

    told = analyze(PACKS["reliability"], document, configuration=strict)

    assert {policy for policy, _ in told} == {"rds-backups-kept"}
