"""Reads what `pulumi preview --json --show-sames` prints: one document, or a stream of events.

The document holds the whole state of each resource. The stream
(PULUMI_ENABLE_STREAMING_JSON_PREVIEW) leaves out what a resource depends on, and its plan says so.
Source: pulumi pkg/display/json.go, and sdk/go/common/apitype/events.go.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from groundplan.plan.engine_state import HIDDEN, entry, is_planned, owner
from groundplan.plan.plan import Plan
from groundplan.plan.plan_json import VERSION, PlanInvalid
from groundplan.plan.planned_resource import PlannedResource
from groundplan.plan.project import as_structure

_READ = ("read", "read-replacement", "read-discard", "discard-replaced")
NO_REFERENCES = (
    "a stream of events does not say what depends on what, so rules that follow references may be "
    "wrong: name the project as well, or let `pulumi preview --json --show-sames` not stream"
)


def read_preview(text: str) -> Plan:
    """The plan of a preview. Raises PlanInvalid for text that is none, or that was cut off."""
    document = _document(text)
    if document is not None:
        _refuse_gaps(document)
        return _plan(document["steps"], "newState", document.get("config") or {}, ())
    events = list(_events(text))
    if not any("summaryEvent" in event for event in events):
        raise PlanInvalid(_why_not(events))
    steps = [one["resourcePreEvent"]["metadata"] for one in events if "resourcePreEvent" in one]
    prelude = next((one["preludeEvent"] for one in events if "preludeEvent" in one), {})
    return _plan(steps, "new", prelude.get("config") or {}, (NO_REFERENCES,))


def is_without_references(plan: Plan) -> bool:
    """Whether the plan came from a stream, which does not say what depends on what."""
    return NO_REFERENCES in plan.caveats


def with_references(plan: Plan, recorded: Plan) -> Plan:
    """The plan with what depends on what as the program says when it runs offline."""
    return replace(
        plan,
        caveats=tuple(caveat for caveat in plan.caveats if caveat != NO_REFERENCES),
        resources=tuple(_referring(one, recorded.by_urn.get(one.urn)) for one in plan.resources),
    )


def _referring(resource: PlannedResource, twin: PlannedResource | None) -> PlannedResource:
    if twin is None:
        return resource
    edges = twin.property_dependencies
    return replace(resource, dependencies=twin.dependencies, property_dependencies=edges)


def _plan(
    steps: list[Mapping[str, Any]], state: str, config: Mapping[str, str], caveats: tuple[str, ...]
) -> Plan:
    """The state that each resource is to have; a replaced one has several steps, one state."""
    wanted = {
        step["urn"]: step[state]
        for step in steps
        if step.get(state) and step["op"] not in _READ and not step["op"].startswith("delete")
    }
    project, stack = owner(wanted.values())
    return Plan.from_json(
        {
            "groundplan_plan": VERSION,
            "project": project,
            "stack": stack,
            "config": {key: _setting(text) for key, text in config.items()},
            "caveats": caveats,
            "resources": [entry(one) for one in wanted.values() if is_planned(one)],
        }
    )


def _setting(text: str) -> Any:
    return {"$secret": True} if text == HIDDEN else as_structure(text)


def _document(text: str) -> dict[str, Any] | None:
    """The document of a preview that does not stream."""
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return document if isinstance(document, dict) and "steps" in document else None


def _refuse_gaps(document: Mapping[str, Any]) -> None:
    """Unless asked to, the engine leaves out what stays the same, which is no plan then."""
    same = (document.get("changeSummary") or {}).get("same", 0)
    if same and not any(step["op"] == "same" for step in document["steps"]):
        raise PlanInvalid(
            f"{same} resources that stay the same are left out: write the preview with "
            "`pulumi preview --json --show-sames`"
        )


def _events(text: str) -> Iterator[dict[str, Any]]:
    """Every event, one per line; programs may print between them."""
    for line in text.splitlines():
        try:
            event = json.loads(line)
        except ValueError:
            continue
        if isinstance(event, dict):
            yield event


def _why_not(events: list[dict[str, Any]]) -> str:
    said = [one["diagnosticEvent"] for one in events if "diagnosticEvent" in one]
    errors = [one["message"].strip() for one in said if one.get("severity") == "error"]
    if errors:
        return f"the preview failed: {errors[0]}"
    return (
        "this is no whole preview: write one with `pulumi preview --json --show-sames > "
        "preview.json` and let it come to its end"
    )
