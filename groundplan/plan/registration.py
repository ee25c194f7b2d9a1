"""A registration as a program sends it: its plan JSON and its URN.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

from typing import Any

from groundplan.plan.wire import Door

STACK = "pulumi:pulumi:Stack"
PARAMETER = "aws:ssm/parameter:Parameter"
PICKLED = "__provider"


def entry(request: Any, urn: str, door: Door) -> dict[str, Any]:
    """The plan JSON of a registration; secrets stay at the door."""
    edges = request.propertyDependencies
    return {
        "urn": urn,
        "type": request.type,
        "name": request.name,
        "parent": None if _is_stack(request.parent) else request.parent,
        "custom": request.custom,
        "provider": request.provider.rpartition("::")[0] or None,
        "protect": request.protect,
        "inputs": _inputs(request, door),
        "dependencies": sorted(request.dependencies),
        "property_dependencies": {
            key: sorted(edges[key].urns) for key in sorted(edges) if edges[key].urns
        },
        **_options(request),
    }


def _inputs(request: Any, door: Door) -> dict[str, Any]:
    if _is_plain_parameter(request):
        return door.struct_without_remembering(request.object)
    inputs = door.struct(request.object)
    if PICKLED in inputs:  # the code of a dynamic provider, and all that it closes over
        inputs[PICKLED] = {"$secret": True}
    return inputs


def _is_plain_parameter(request: Any) -> bool:
    """Whether only the SDK calls it secret: it declares the value of every SSM parameter so."""
    fields = request.object.fields
    return request.type == PARAMETER and fields["type"].string_value != "SecureString"


def _options(request: Any) -> dict[str, Any]:
    """The options that decide what a change does; those that are not set are left out."""
    options = {
        "aliases": sorted(set(request.aliasURNs)),
        "ignore_changes": sorted(request.ignoreChanges),
        "replace_on_changes": sorted(request.replaceOnChanges),
        "retain_on_delete": request.retainOnDelete,
    }
    return {key: value for key, value in options.items() if value}


def _is_stack(urn: str) -> bool:
    return not urn or urn.split("::")[2] == STACK


def urn_of(request: Any, *, project: str, stack: str) -> str:
    """The engine's own form: the types of the parents joined by $, the stack left out.

    Source: pulumi sdk/go/common/resource/urn, NewURN.
    """
    type_chain = request.type
    if not _is_stack(request.parent):
        type_chain = f"{request.parent.split('::')[2]}${request.type}"
    return f"urn:pulumi:{stack}::{project}::{type_chain}::{request.name}"
