"""Reads what `pulumi stack export` prints: what a stack has built.

Source: pulumi sdk/go/common/apitype/core.go, UntypedDeployment and DeploymentV3. The state holds no
configuration; the region is that of the AWS provider.
"""

import json
from collections.abc import Iterable
from typing import Any

from groundplan.plan.engine_state import PROVIDERS, State, entry, is_planned, owner, value
from groundplan.plan.plan import Plan
from groundplan.plan.plan_json import VERSION, PlanInvalid

_VERSIONS = (3, 4)
DEPLOYED = "this is what the stack has built so far, not what its program asks for today"


def read_export(text: str) -> Plan:
    """The plan of a stack as it stands. Raises PlanInvalid for text that is no export."""
    states = _states(text)
    project, stack = owner(states)
    return Plan.from_json(
        {
            "groundplan_plan": VERSION,
            "project": project,
            "stack": stack,
            "config": _region(states),
            "caveats": [DEPLOYED],
            "resources": [entry(one) for one in states if is_planned(one)],
        }
    )


def _states(text: str) -> list[State]:
    try:
        document = json.loads(text)
    except ValueError as error:
        raise PlanInvalid(f"this is not JSON: {error}") from None
    if not isinstance(document, dict) or not isinstance(document.get("deployment"), dict):
        raise PlanInvalid("this is no stack: write one with `pulumi stack export --file FILE`")
    if document.get("version") not in _VERSIONS:
        raise PlanInvalid(
            f"version {document.get('version')!r} of an exported stack is not known here; "
            "export it with a Pulumi 3"
        )
    return document["deployment"].get("resources") or []


def _region(states: Iterable[State]) -> dict[str, Any]:
    """The region of the provider that most resources have: the default one, else the first."""
    providers = [one for one in states if one["type"] == f"{PROVIDERS}aws"]
    providers.sort(key=lambda one: "::default" not in one["urn"])
    for provider in providers:
        if region := (provider.get("inputs") or {}).get("region"):
            return {"aws:region": value(region)}
    return {}
