"""The JSON form of a plan, version 1."""

from collections.abc import Iterable, Mapping
from typing import Any

from groundplan.plan.markers import SECRET, UNKNOWN, Marker
from groundplan.plan.planned_resource import PlannedResource

VERSION = 1

_MARKERS = {"$unknown": UNKNOWN, "$secret": SECRET}


class PlanInvalid(ValueError):
    """A document that is not a plan of this version; the message names the place and the remedy."""


def decode(document: Mapping[str, Any]) -> dict[str, Any]:
    """Give the fields of a plan from its document. Raises PlanInvalid."""
    if not isinstance(document, Mapping) or "groundplan_plan" not in document:
        raise PlanInvalid("not a plan: the key groundplan_plan is missing")
    if document["groundplan_plan"] != VERSION:
        raise PlanInvalid(
            f"groundplan_plan is {document['groundplan_plan']!r}, this version reads {VERSION}: "
            "make the plan again with `groundplan review --output`, or upgrade groundplan"
        )
    try:
        resources = tuple(
            _resource(entry, f"resources[{index}]")
            for index, entry in enumerate(document["resources"])
        )
        config = {key: from_wire(value) for key, value in document["config"].items()}
        fields = {key: str(document[key]) for key in ("project", "stack")}
        caveats = tuple(sorted(document.get("caveats") or ()))
    except KeyError as missing:
        raise PlanInvalid(f"the key {missing.args[0]} is missing") from None
    except (TypeError, AttributeError):
        raise PlanInvalid("resources must be a list and config a mapping") from None
    _refuse_twins(resources)
    resources = tuple(sorted(resources, key=lambda one: one.urn))
    return fields | {"config": config, "caveats": caveats, "resources": resources}


def _refuse_twins(resources: Iterable[PlannedResource]) -> None:
    seen: set[str] = set()
    for resource in resources:
        if resource.urn in seen:
            raise PlanInvalid(
                f"two resources have the urn {resource.urn}: give one of them another name"
            )
        seen.add(resource.urn)


def _resource(entry: Mapping[str, Any], place: str) -> PlannedResource:
    if not isinstance(entry, Mapping):
        raise PlanInvalid(f"{place} is not a mapping")
    for key, kind in (("urn", str), ("type", str), ("name", str), ("inputs", Mapping)):
        if not isinstance(entry.get(key), kind):
            raise PlanInvalid(f"{place}.{key} is missing or not a {kind.__name__.lower()}")
    edges: Mapping[str, list[str]] = entry.get("property_dependencies") or {}
    return PlannedResource(
        urn=entry["urn"],
        type=entry["type"],
        name=entry["name"],
        parent=entry.get("parent"),
        custom=bool(entry.get("custom", True)),
        provider=entry.get("provider"),
        protect=bool(entry.get("protect", False)),
        inputs={key: from_wire(value) for key, value in entry["inputs"].items()},
        dependencies=tuple(entry.get("dependencies") or ()),
        property_dependencies={key: tuple(urns) for key, urns in edges.items()},
        aliases=tuple(entry.get("aliases") or ()),
        ignore_changes=tuple(entry.get("ignore_changes") or ()),
        replace_on_changes=tuple(entry.get("replace_on_changes") or ()),
        retain_on_delete=bool(entry.get("retain_on_delete", False)),
        source=source if isinstance(source := entry.get("source"), str) else None,
    )


def from_wire(value: Any) -> Any:
    """Turn markers into values of their own, and 443.0 (all numbers travel as doubles) into 443."""
    if isinstance(value, Mapping):
        if len(value) == 1:
            (key,) = value
            if key in _MARKERS:
                return _MARKERS[key]
        return {key: from_wire(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [from_wire(item) for item in value]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value


def encode(
    project: str,
    stack: str,
    config: Mapping[str, Any],
    caveats: Iterable[str],
    resources: Iterable[PlannedResource],
) -> dict[str, Any]:
    """Give the JSON document of a plan, resources sorted by URN."""
    return {
        "groundplan_plan": VERSION,
        "project": project,
        "stack": stack,
        "config": {key: _to_wire(config[key]) for key in sorted(config)},
        **_given({"caveats": sorted(caveats)}),
        "resources": [_entry(one) for one in sorted(resources, key=lambda one: one.urn)],
    }


def _given(options: Mapping[str, Any]) -> dict[str, Any]:
    """What is not as it mostly is: the rest is left out, so that plans stay short."""
    return {key: value for key, value in options.items() if value}


def _entry(resource: PlannedResource) -> dict[str, Any]:
    edges = resource.property_dependencies
    return {
        "urn": resource.urn,
        "type": resource.type,
        "name": resource.name,
        "parent": resource.parent,
        "custom": resource.custom,
        "provider": resource.provider,
        "protect": resource.protect,
        "inputs": {key: _to_wire(resource.inputs[key]) for key in sorted(resource.inputs)},
        "dependencies": list(resource.dependencies),
        "property_dependencies": {key: list(edges[key]) for key in sorted(edges)},
        **_given(
            {
                "aliases": list(resource.aliases),
                "ignore_changes": list(resource.ignore_changes),
                "replace_on_changes": list(resource.replace_on_changes),
                "retain_on_delete": resource.retain_on_delete,
                "source": resource.source,
            }
        ),
    }


def _to_wire(value: Any) -> Any:
    if isinstance(value, Marker):
        return {value.value: True}
    if isinstance(value, Mapping):
        return {key: _to_wire(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_to_wire(item) for item in value]
    return value
