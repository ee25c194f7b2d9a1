"""What the installed Pulumi SDK says about a resource type: its inputs and its outputs.

A stand-in has no copy of the provider's schema: the SDK's classes were generated from it and
carry the same property names, kinds and required marks.
"""

import importlib
import inspect
from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from functools import cache
from types import NoneType, UnionType
from typing import Any, Union, get_args, get_origin, get_overloads

import pulumi
from pulumi import _types  # the only reader of the property names that the generated classes carry
from pulumi.runtime import rpc


@dataclass(frozen=True)
class Shape:
    """Named properties with their kinds, and which of them must be there."""

    name: str
    kinds: Mapping[str, Any]
    required: frozenset[str]


@dataclass(frozen=True)
class ResourceType:
    """One type of resource; `outputs.required` are those that a live resource always has."""

    token: str
    inputs: Shape
    outputs: Shape


@cache
def resource_type(token: str) -> ResourceType | None:
    """Look the type up in the SDK of its package; none when the SDK does not know it."""
    found = _resource_class(token)
    if found is None:
        return None
    arguments = _types.unwrap_type(_arguments_annotation(found))
    return ResourceType(token, input_shape(arguments), _resource_outputs(found))


@cache
def input_shape(cls: type) -> Shape:
    """The properties of an arguments class; those without a default are required."""
    names = _types.input_type_py_to_pulumi_names(cls)
    return Shape(cls.__name__, _types.input_type_types(cls), _without_default(cls, names))


@cache
def output_shape(cls: type) -> Shape:
    """The properties of an output class; those without a default are always there."""
    names = {name: pulumi_name for name, pulumi_name, _ in _types._py_properties(cls)}  # noqa: SLF001
    return Shape(cls.__name__, _types.output_type_types(cls), _without_default(cls, names))


def is_input_shape(kind: object) -> bool:
    """Whether the kind is a structure of its own on the way in."""
    return isinstance(kind, type) and _types.is_input_type(kind)


def is_output_shape(kind: object) -> bool:
    """Whether the kind is a structure of its own on the way out."""
    return isinstance(kind, type) and _types.is_output_type(kind)


def alternatives(kind: object) -> tuple[Any, ...]:
    """The kinds of values that may arrive: `Output` and `Awaitable` end inside the program."""
    if get_origin(kind) not in (Union, UnionType):
        return (kind,)
    return tuple(part for part in get_args(kind) if not _is_plumbing(part))


def _is_plumbing(kind: object) -> bool:
    return kind is NoneType or get_origin(kind) in (Awaitable, pulumi.Output)


def _resource_class(token: str) -> type | None:
    package, module, _ = token.split(":")
    importlib.import_module(f"pulumi_{package}")
    registered: Any = rpc.get_resource_module(package, module, "")
    if registered is None or token not in registered.mod_info["classes"]:
        return None
    home = importlib.import_module(registered.mod_info["fqn"])
    return getattr(home, registered.mod_info["classes"][token])


def _arguments_annotation(cls: type) -> Any:
    """Read the annotation of `args`; its class is not always called after the resource."""
    constructors = get_overloads(cls.__init__)
    return next(c.__annotations__["args"] for c in constructors if "args" in c.__annotations__)


def _resource_outputs(cls: type) -> Shape:
    names = _types.resource_py_to_pulumi_names(cls)
    always = frozenset(names[name] for name in names if not _may_be_absent(getattr(cls, name)))
    return Shape(cls.__name__, _types.resource_types(cls), always)


def _may_be_absent(reader: Any) -> bool:
    if not isinstance(reader, property) or reader.fget is None:
        return True
    (promised,) = get_args(reader.fget.__annotations__["return"])
    return NoneType in get_args(promised)


def _without_default(cls: type, names: Mapping[str, str]) -> frozenset[str]:
    parameters = inspect.signature(cls).parameters
    return frozenset(
        pulumi_name
        for name, pulumi_name in names.items()
        if name in parameters and parameters[name].default is inspect.Parameter.empty
    )
