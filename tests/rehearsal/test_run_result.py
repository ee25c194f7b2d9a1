"""Reading the stream of events."""

import json
from typing import Any

from groundplan.rehearsal.child import Finished
from groundplan.rehearsal.run_result import Diagnostic, PolicyEvent, RunResult, Step, read_result

URN = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main"


def read(*lines: Any, stderr: str = "") -> RunResult:
    text = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
    return read_result(Finished(1, text, stderr))


def test_steps_are_read_in_their_order() -> None:
    events = [
        {"resourcePreEvent": {"metadata": {"op": op, "urn": URN}}} for op in ("same", "update")
    ]

    result = read(*events)

    assert result.steps == (Step("same", URN), Step("update", URN))
    assert result.changes == (Step("update", URN),)


def test_policy_findings_are_read_whole() -> None:
    finding = {
        "policyPackName": "groundplan-cost",
        "policyName": "gateway-count",
        "enforcementLevel": "advisory",
        "resourceUrn": URN,
        "message": "one NAT gateway is enough\n",
    }

    assert read({"policyEvent": finding}).policy_events == (
        PolicyEvent(
            "groundplan-cost", "gateway-count", "advisory", URN, "one NAT gateway is enough"
        ),
    )


def test_errors_are_told_apart_from_what_a_program_prints() -> None:
    said = {"diagnosticEvent": {"severity": "info#out", "message": "hello\n"}}
    failed = {"diagnosticEvent": {"severity": "error", "urn": URN, "message": "no such thing\n"}}

    result = read(said, failed)

    assert result.diagnostics[1] == Diagnostic("error", URN, "no such thing")
    assert result.errors == "no such thing"


def test_lines_that_are_no_events_are_skipped() -> None:
    assert read("warning: something", "[1]", "", {"summaryEvent": {}}).steps == ()


def test_without_an_event_the_output_tells_why() -> None:
    assert read(stderr="error: no stack named 'x'").errors == "error: no stack named 'x'"
    assert read("broken").errors == "broken"
