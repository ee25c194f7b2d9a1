"""Small plans for tests of what changes."""

from typing import Any

from groundplan.plan import Plan

BASE = "urn:pulumi:prod::shop::"


def urn(kind: str, name: str) -> str:
    return f"{BASE}{kind}::{name}"


def resource(kind: str, name: str, inputs: Any = None, **more: Any) -> dict[str, Any]:
    """The plan JSON of a resource; `uses` names a property and what it is made from."""
    uses = more.pop("uses", {})
    one = {"urn": urn(kind, name), "type": kind, "name": name, "inputs": inputs or {}}
    return one | {"property_dependencies": uses, **more}


def plan(*resources: dict[str, Any]) -> Plan:
    config = {"aws:region": "eu-west-1"}
    whole = {"groundplan_plan": 1, "project": "shop", "stack": "prod", "config": config}
    return Plan.from_json({**whole, "resources": list(resources)})
