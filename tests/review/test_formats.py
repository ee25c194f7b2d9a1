"""The forms for other tools: valid, complete, safe with any name, the same bytes every time."""

import json
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from xml.etree import ElementTree as ET

import pytest
from jsonschema import Draft4Validator

from groundplan.exemptions import Exemption, Exemptions
from groundplan.review import Review
from groundplan.review import review as review_plan
from groundplan.review.annotations import annotations
from groundplan.review.findings_json import findings_json
from groundplan.review.formats import WRITERS
from groundplan.review.junit import junit
from groundplan.review.places import Places
from groundplan.review.sarif import sarif
from tests.cost.plans import resource
from tests.review.reports import DAY, hostile, reviewed, small

SCHEMA = json.loads((Path(__file__).parent / "schema/sarif-2.1.0.json").read_text())
ORDERS = "urn:pulumi:test::shop::aws:rds/instance:Instance::orders-primary"


def exemption(policy: str, urn: str) -> Exemption:
    return Exemption(
        policy=policy,
        urn=urn,
        reason="the console of the old vendor reads it until March",
        owner="team-data",
        expires=date(2026, 12, 31),
        place="exemptions.yaml:7",
    )


def everything(*, monthly_budget_usd: int = 1) -> Review:
    """Give a review that has all there is: every verdict, a line, a lost exemption, a budget."""
    plan = small()
    placed = [
        replace(one, source="components/database.py:42") if one.urn == ORDERS else one
        for one in plan.resources
    ]
    stack = {"groundplan:stack": {"environment": "prod", "monthly_budget_usd": monthly_budget_usd}}
    signed = (exemption("rds-backups-kept", ORDERS), exemption("rds-multi-az", "*nowhere*"))
    return review_plan(
        replace(plan, resources=tuple(placed), config={**plan.config, **stack}),
        as_of=DAY,
        exemptions=Exemptions(signed, DAY),
        places=Places("infra/program", "infra"),
    )


def results(review: Review, policy: str) -> list[dict[str, Any]]:
    (run,) = json.loads(sarif(review))["runs"]
    return [one for one in run["results"] if one["ruleId"] == policy]


def place(result: dict[str, Any]) -> tuple[str, int]:
    where = result["locations"][0]["physicalLocation"]
    return where["artifactLocation"]["uri"], where["region"]["startLine"]


@pytest.mark.parametrize("review", [everything(), reviewed(hostile())], ids=["all", "hostile"])
def test_sarif_keeps_to_the_published_schema(review: Review) -> None:
    assert [
        one.message for one in Draft4Validator(SCHEMA).iter_errors(json.loads(sarif(review)))
    ] == []


def test_sarif_holds_what_did_not_pass_and_every_rule_once() -> None:
    review = everything()
    (run,) = json.loads(sarif(review))["runs"]
    rules = [one["id"] for one in run["tool"]["driver"]["rules"]]

    assert len(run["results"]) == len(review.findings) - len(review.passed)
    assert len(rules) == len(set(rules))
    assert all(rules[one["ruleIndex"]] == one["ruleId"] for one in run["results"])


def test_sarif_tells_violations_from_what_is_open_and_what_is_signed_for() -> None:
    review = everything()
    (broken,) = results(review, "rds-deletion-protected")
    (signed,) = results(review, "rds-backups-kept")
    (unknown,) = results(review, "rds-storage-encrypted")

    assert (broken["kind"], broken["level"]) == ("fail", "error")
    assert "suppressions" not in broken
    assert "40 days left" in signed["suppressions"][0]["justification"]
    assert (unknown["kind"], unknown["level"]) == ("open", "none")


def test_a_rule_in_sarif_says_the_fix_and_links_to_aws_and_to_its_page() -> None:
    (run,) = json.loads(sarif(everything()))["runs"]
    (rule,) = [one for one in run["tool"]["driver"]["rules"] if one["id"] == "rds-not-public"]

    assert "Fix: publicly_accessible=False" in rule["help"]["text"]
    assert "docs/policies/rds-not-public.md" in rule["help"]["markdown"]
    assert rule["helpUri"].endswith("/rds-controls.html#rds-2")
    assert rule["properties"]["security-severity"] == "9.5"


def test_a_finding_points_at_the_programs_line_below_the_folder_of_the_program() -> None:
    (result,) = results(everything(), "rds-deletion-protected")

    assert place(result) == ("infra/program/components/database.py", 42)


def test_what_has_no_line_points_at_the_stack_file() -> None:
    assert place(results(everything(), "s3-versioned")[0]) == ("infra/Pulumi.test.yaml", 1)


def test_an_exemption_that_is_not_sound_points_at_its_entry() -> None:
    (result,) = results(everything(), "exemption-sound")

    assert place(result) == ("infra/policies/exemptions.yaml", 7)


def test_a_finding_is_the_same_to_code_scanning_when_its_line_moves() -> None:
    review = everything()
    moved = [replace(one, source="components/database.py:99") for one in review.plan.resources]
    after = replace(review, plan=replace(review.plan, resources=tuple(moved)))
    (one,), (other,) = (results(each, "rds-deletion-protected") for each in (review, after))

    assert one["partialFingerprints"] == other["partialFingerprints"]
    assert place(one) != place(other)


def test_junit_fails_what_blocks_and_skips_what_does_not() -> None:
    review = everything()
    root = ET.fromstring(junit(review))  # noqa: S314 - our own text
    cases = list(root.iter("testcase"))
    failed = {one.get("classname") for one in cases if one.find("failure") is not None}

    assert len(cases) == len(review.findings) + 1, "and the budget"
    assert failed == {one.policy for one in review.blocking} | {"budget"}
    assert root.get("failures") == str(len(review.blocking) + 1)
    assert root.get("skipped") == str(len([*review.advisory, *review.undecided, *review.exempt]))
    assert {one.get("name") for one in root} >= {"security", "reliability", "cost", "exemptions"}


def test_junit_passes_a_budget_that_holds() -> None:
    root = ET.fromstring(junit(everything(monthly_budget_usd=10**6)))  # noqa: S314
    (case,) = [one for one in root.iter("testcase") if one.get("classname") == "budget"]

    assert len(case) == 0


def test_json_holds_every_finding_with_its_place() -> None:
    review = everything()
    document = json.loads(findings_json(review))
    (one,) = [each for each in document["findings"] if each["policy"] == "rds-deletion-protected"]

    assert len(document["findings"]) == len(review.findings)
    assert (document["groundplan_findings"], document["may_be_deployed"]) == (1, False)
    assert (one["file"], one["line"]) == ("infra/program/components/database.py", 42)
    assert one["frameworks"][0].startswith("GP:")


def test_github_gets_an_error_a_warning_or_a_notice_per_line() -> None:
    review = everything()
    lines = annotations(review).splitlines()

    assert (
        "::error file=infra/program/components/database.py,line=42,title=rds-deletion-protected::"
    ) in "\n".join(lines)
    assert sum(line.startswith("::error") for line in lines) == len(review.blocking) + 1
    assert sum(line.startswith("::warning") for line in lines) == len(review.advisory)
    assert sum(line.startswith("::notice") for line in lines) == 1
    assert lines[-1].startswith("Not ready: ")


def test_no_name_ends_a_command_or_begins_another() -> None:
    name = "a\n::error::b,c:d%"
    plan = replace(small(), resources=(resource("aws:s3/bucket:Bucket", name),))
    lines = annotations(reviewed(plan)).splitlines()

    assert all(
        one.startswith(("::error file", "::warning file", "::notice file")) for one in lines[:-1]
    )
    assert "a%0A::error::b,c:d%25" in lines[0]


def test_junit_holds_names_that_xml_cannot() -> None:
    plan = replace(small(), resources=(resource("aws:s3/bucket:Bucket", "bell\x07"),))

    assert "bell\ufffd" in ET.fromstring(junit(reviewed(plan)))[0][0].get("name", "")  # noqa: S314


@pytest.mark.parametrize("writer", WRITERS.values(), ids=WRITERS)
def test_equal_reviews_give_equal_bytes(writer: Callable[[Review], str]) -> None:
    assert writer(everything()) == writer(everything())
