"""The findings as JUnit XML: a suite per pack, a case per rule and resource.

A case fails where the change must not be made. What is advisory, undecided or signed for is
skipped with its message: a skipped case is shown, and does not stop the pipeline.
"""

import re
from collections.abc import Iterator
from itertools import groupby
from xml.etree import ElementTree as ET

from groundplan.review.finding import Finding
from groundplan.review.review import Review
from groundplan.review.words import resource_label

_DECLARATION = '<?xml version="1.0" encoding="UTF-8"?>'
_NO_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""Characters that XML 1.0 cannot hold, not even escaped."""


def junit(review: Review) -> str:
    """Give the report; equal reviews give equal bytes."""
    root = ET.Element("testsuites", name=f"{review.plan.project} {review.plan.stack}")
    by_pack = sorted(review.findings, key=lambda one: (one.pack, one.policy, one.urn))
    for pack, findings in groupby(by_pack, key=lambda one: one.pack):
        root.append(_suite(pack, [_case(one, review) for one in findings]))
    for case in _budget(review):
        root.append(_suite("budget", [case]))
    _count(root, list(root.iter("testcase")))
    ET.indent(root, " ")
    return f"{_DECLARATION}\n{ET.tostring(root, encoding='unicode')}\n"


def _suite(name: str, cases: list[ET.Element]) -> ET.Element:
    suite = ET.Element("testsuite", name=_clean(name))
    suite.extend(cases)
    _count(suite, cases)
    return suite


def _count(suite: ET.Element, cases: list[ET.Element]) -> None:
    suite.set("tests", str(len(cases)))
    suite.set("failures", str(sum(case.find("failure") is not None for case in cases)))
    suite.set("errors", "0")
    suite.set("skipped", str(sum(case.find("skipped") is not None for case in cases)))


def _case(finding: Finding, review: Review) -> ET.Element:
    place = review.places.of(finding, review.plan)
    case = ET.Element(
        "testcase",
        classname=_clean(finding.policy),
        name=_clean(resource_label(finding.urn)),
        file=_clean(place.file),
        line=str(place.line),
    )
    if finding.blocks:
        _fail(case, f"{finding.severity} {finding.level}", finding.message)
    elif finding.verdict != "pass":
        said = "advisory" if finding.verdict == "violation" else finding.verdict
        ET.SubElement(case, "skipped", message=_clean(f"{said}: {finding.message}"))
    return case


def _budget(review: Review) -> Iterator[ET.Element]:
    """The bill against the stack's budget, where it names one: it gates as well."""
    if review.budget is None:
        return
    case = ET.Element("testcase", classname="budget", name="expected cost within the budget")
    if review.is_over_budget:
        _fail(case, "budget", review.budget.message)
    yield case


def _fail(case: ET.Element, kind: str, message: str) -> None:
    ET.SubElement(case, "failure", type=kind, message=_clean(message)).text = _clean(message)


def _clean(text: str) -> str:
    return _NO_XML.sub("\ufffd", text)
