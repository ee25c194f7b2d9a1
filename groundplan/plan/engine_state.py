"""A resource as the engine writes it down, in states, previews and events: its plan JSON.

Source of the form: pulumi sdk/go/common/apitype/core.go, ResourceV3, and events.go,
StepEventStateMetadata, which has no dependencies.
"""

from collections.abc import Iterable, Mapping
from typing import Any

STACK = "pulumi:pulumi:Stack"
PROVIDERS = "pulumi:providers:"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
HIDDEN = "[secret]"
SIGNATURE = "4dabf18193072939515e22adb298388d"
_SECRET = "1b47061264138c4ac30d75fd1eb44270"
_RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
_ASSETS = ("c44067f5952c0a294b673a41bacd8c17", "0def7320c3a5731c473e5ecbe6d01bc7")
_OF_THE_ENGINE = frozenset({"__defaults", "__internal"})
_OF_A_PROVIDER = frozenset({"version", "pluginDownloadURL"})
_OF_AN_ASSET = frozenset({SIGNATURE, "hash"})

State = Mapping[str, Any]


def is_planned(state: State) -> bool:
    """Whether the program builds it: not the stack, not what exists elsewhere or goes away."""
    default_provider = state["type"].startswith(PROVIDERS) and _name(state).startswith("default")
    gone = state.get("delete") or state.get("external")
    return not (default_provider or gone or state["type"] == STACK)


def entry(state: State) -> dict[str, Any]:
    """The plan JSON of a resource; secrets are withheld whether they are encrypted or not."""
    edges = state.get("propertyDependencies") or {}
    return {
        "urn": state["urn"],
        "type": state["type"],
        "name": _name(state),
        "parent": _parent(state),
        "custom": bool(state.get("custom")),
        "provider": _provider(state),
        "protect": bool(state.get("protect")),
        "inputs": _inputs(state),
        "dependencies": sorted(state.get("dependencies") or ()),
        "property_dependencies": {key: sorted(urns) for key, urns in edges.items() if urns},
        "aliases": sorted(state.get("aliases") or ()),
        "ignore_changes": sorted(state.get("ignoreChanges") or ()),
        "replace_on_changes": sorted(state.get("replaceOnChanges") or ()),
        "retain_on_delete": bool(state.get("retainOnDelete")),
    }


def _inputs(state: State) -> dict[str, Any]:
    """What the program set; the engine writes a provider's package beside it."""
    found: dict[str, Any] = value(state.get("inputs") or {})
    if not state["type"].startswith(PROVIDERS):
        return found
    return {key: found[key] for key in found if key not in _OF_A_PROVIDER}


def owner(states: Iterable[State]) -> tuple[str, str]:
    """Project and stack, as every URN names them; empty for nothing at all."""
    for state in states:
        _, _, stack, _, project, *_ = state["urn"].split(":")
        return project, stack
    return "", ""


def value(given: Any) -> Any:
    """The plan JSON of one property, without what the provider filled in by itself.

    Source of `__defaults`: pulumi-terraform-bridge pkg/tfbridge/schema.go.
    """
    if isinstance(given, list):
        return [value(item) for item in given]
    if isinstance(given, str):
        if given == HIDDEN:
            return {"$secret": True}
        return {"$unknown": True} if UNKNOWN in given else given
    if not isinstance(given, Mapping):
        return given
    if SIGNATURE in given:
        return _signed(given)
    filled_in = given.get("__defaults") or ()
    kept = given.keys() - _OF_THE_ENGINE - set(filled_in)
    return {key: value(given[key]) for key in given if key in kept}


def _signed(given: Mapping[str, Any]) -> Any:
    signature = given[SIGNATURE]
    if signature == _SECRET:
        return {"$secret": True}
    if signature in _ASSETS:
        return {"$asset": sorted(given.keys() - _OF_AN_ASSET)}
    if signature == _RESOURCE:
        return given.get("urn", "")
    return {"$unknown": True}


def _name(state: State) -> str:
    return state["urn"].split("::", 3)[3]


def _parent(state: State) -> str | None:
    parent = state.get("parent") or ""
    return parent if parent and parent.split("::")[2] != STACK else None


def _provider(state: State) -> str | None:
    """The URN of an explicit provider; default ones are the engine's own affair."""
    urn = (state.get("provider") or "").rpartition("::")[0]
    return urn if urn and not urn.split("::", 3)[3].startswith("default") else None
