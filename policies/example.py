"""A stack that fulfils every rule, and for each rule the changes that break it.

The tests judge them, and the pages under docs/policies show them. `examples/stack/*.yaml` hold the
resources, `examples/breaks/*.yaml` the changes; both are data.
"""

import copy
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML

_FOLDER = Path(__file__).parent / "examples"
_REFERENCE = re.compile(r"\$\{([\w-]+)\.(\w+)\}")
_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")

Resources = dict[str, dict[str, Any]]


@dataclass(frozen=True)
class Break:
    """A change that makes exactly one resource violate a rule."""

    rule: str
    number: int
    on: str
    changes: Mapping[str, Any]

    def __str__(self) -> str:
        return f"{self.rule}-{self.number}"


def compliant() -> Resources:
    """Give the resources of the stack that fulfils every rule, by name."""
    return copy.deepcopy(_stack())


@cache
def _stack() -> Resources:
    found: Resources = {}
    for path in sorted((_FOLDER / "stack").glob("*.yaml")):
        found |= _yaml(path)
    return found


def breaks() -> Iterator[Break]:
    """Give every change, grouped by the rule that it breaks."""
    yield from _cases("breaks")


def holds() -> Iterator[Break]:
    """Give changes that look dangerous and break nothing: the rule must keep quiet on `on`."""
    yield from _cases("holds")


def _cases(folder: str) -> Iterator[Break]:
    for path in sorted((_FOLDER / folder).glob("*.yaml")):
        for rule, cases in _yaml(path).items():
            for number, case in enumerate(cases, start=1):
                changes = {name: change for name, change in case.items() if name != "on"}
                yield Break(rule, number, case.get("on", next(iter(changes))), changes)


def apply(resources: Resources, changes: Mapping[str, Any]) -> Resources:
    """Give the stack with the changes made.

    A change is `path: value` per resource; a null value unsets the property, a null change
    removes the resource, and a change with a `type` adds one.
    """
    changed = copy.deepcopy(resources)
    for name, change in changes.items():
        if change is None:
            del changed[name]
        elif "type" in change:
            changed[name] = copy.deepcopy(change)
        else:
            for path, value in change.items():
                place = (
                    changed[name] if path == "protect" else changed[name].setdefault("inputs", {})
                )
                _put(place, path, copy.deepcopy(value))
    return changed


def plan_document(resources: Resources, *, preview: bool = False) -> dict[str, Any]:
    """Give the plan's JSON form; in a preview, everything that refers to a resource is unknown."""
    urns = {name: _urn(one["type"], name) for name, one in resources.items()}
    return {
        "groundplan_plan": 1,
        "project": "example",
        "stack": "prod",
        "config": {"aws:region": "eu-west-1"},
        "resources": [
            {
                "urn": urns[name],
                "type": one["type"],
                "name": name,
                "protect": one.get("protect", False),
                "provider": urns.get("aws") if one["type"].startswith("aws:") else None,
                "inputs": {
                    key: _value(value, urns, preview=preview)
                    for key, value in one.get("inputs", {}).items()
                },
                "property_dependencies": {
                    key: found
                    for key, value in one.get("inputs", {}).items()
                    if (found := _edges(value, urns))
                },
            }
            for name, one in resources.items()
        ],
    }


def _yaml(path: Path) -> dict[str, Any]:
    return YAML(typ="safe", pure=True).load(path.read_text()) or {}


def _urn(token: str, name: str) -> str:
    return f"urn:pulumi:prod::example::{token}::{name}"


def _edges(value: Any, urns: Mapping[str, str]) -> list[str]:
    if isinstance(value, str):
        return [urns[name] for name, _ in _REFERENCE.findall(value) if name in urns]
    items = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return list(dict.fromkeys(urn for item in items for urn in _edges(item, urns)))


def _value(value: Any, urns: Mapping[str, str], *, preview: bool) -> Any:
    if isinstance(value, str) and preview and _REFERENCE.search(value):
        return {"$unknown": True}
    if isinstance(value, str):
        return _REFERENCE.sub(lambda match: f"{match[1]}-{match[2]}", value)
    if isinstance(value, dict) and "$json" in value:
        hidden = preview and bool(_edges(value, urns))
        text = json.dumps(_value(value["$json"], urns, preview=False))
        return {"$unknown": True} if hidden else text
    if isinstance(value, dict):
        return {key: _value(item, urns, preview=preview) for key, item in value.items()}
    if isinstance(value, list):
        return [_value(item, urns, preview=preview) for item in value]
    return value


def _put(container: Any, path: str, value: Any) -> None:
    steps = [int(index) if index else name for name, index in _STEP.findall(path)]
    for step in steps[:-1]:
        inside = _inside(container)
        container = inside.setdefault(step, {}) if isinstance(inside, dict) else inside[step]
    inside = _inside(container)
    if value is None:
        inside.pop(steps[-1])
    else:
        inside[steps[-1]] = value


def _inside(container: Any) -> Any:
    return container.get("$json", container) if isinstance(container, dict) else container
