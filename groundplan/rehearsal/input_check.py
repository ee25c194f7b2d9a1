"""Whether the inputs of a resource are ones that its provider would take.

Only the form is judged: names, kinds, required properties. What AWS itself would refuse (a name
that is taken, a quota, a class that a region lacks) is not known here.
"""

import enum
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Any, Literal, TypeGuard, get_args, get_origin

import pulumi

from groundplan.rehearsal.sdk_types import (
    ResourceType,
    Shape,
    alternatives,
    input_shape,
    is_input_shape,
)
from groundplan.rehearsal.wire import UNKNOWN, is_asset

NAMES = {bool: "true or false", int: "a whole number", float: "a number"}


@dataclass(frozen=True)
class Problem:
    """A property that is not as the provider's schema has it."""

    path: str
    reason: str


def problems(resource: ResourceType, inputs: Mapping[str, Any]) -> list[Problem]:
    """Everything that is wrong with the form of bare inputs (see `wire.bare`)."""
    return list(_in_shape(resource.inputs, inputs, ""))


def _in_shape(shape: Shape, given: Mapping[str, Any], path: str) -> Iterator[Problem]:
    prefix = f"{path}." if path else ""
    for name in sorted(shape.required - given.keys()):
        yield Problem(f"{prefix}{name}", "is required and missing")
    for name, value in given.items():
        # The engine's own entries, such as the provider's version.
        if name.startswith("__"):
            continue
        if name not in shape.kinds:
            yield Problem(f"{prefix}{name}", f"is unknown{_did_you_mean(name, shape)}")
        else:
            yield from _in_value(shape.kinds[name], value, f"{prefix}{name}")


def _did_you_mean(name: str, shape: Shape) -> str:
    near = get_close_matches(name, shape.kinds, n=1)
    return f"; did you mean {near[0]}?" if near else ""


def _in_value(kind: object, value: Any, path: str) -> Iterator[Problem]:
    if value is None or value == UNKNOWN:
        return
    found = [list(_in_kind(choice, value, path)) for choice in alternatives(kind)]
    # Of several wrong alternatives the nearest is the one whose problem lies deepest.
    if all(found):
        yield from max(found, key=lambda reasons: len(reasons[0].path))


def _in_kind(kind: Any, value: Any, path: str) -> Iterator[Problem]:
    if kind is Any:
        return
    if get_origin(kind) is Literal:
        if value not in get_args(kind):
            yield Problem(path, f"must be {get_args(kind)[0]}")
    elif is_input_shape(kind) and _is_object(value):
        yield from _in_shape(input_shape(kind), value, path)
    elif get_origin(kind) is not None and _matches(kind, value):
        yield from _in_container(kind, value, path)
    elif not _matches(kind, value):
        yield Problem(path, f"must be {_called(kind)}, not {_called(type(value))}")


def _in_container(kind: Any, value: Any, path: str) -> Iterator[Problem]:
    inner = get_args(kind)[-1]
    entries = value.items() if isinstance(value, Mapping) else enumerate(value)
    for key, entry in entries:
        yield from _in_value(inner, entry, f"{path}[{key}]")


def _is_object(value: object) -> bool:
    return isinstance(value, Mapping) and not is_asset(value)


def _matches(kind: Any, value: object) -> bool:
    origin = get_origin(kind)
    if origin is not None:
        wanted = list if issubclass(origin, Sequence) else Mapping
        return isinstance(value, wanted) and not is_asset(value)
    if is_input_shape(kind):
        return False
    if issubclass(kind, (pulumi.Asset, pulumi.Archive)):
        return is_asset(value)
    return _is_scalar(kind, value)


def _is_scalar(kind: type, value: object) -> bool:
    if issubclass(kind, bool):
        return isinstance(value, bool)
    if issubclass(kind, int):
        return _is_number(value) and float(value).is_integer()
    if issubclass(kind, float):
        return _is_number(value)
    return isinstance(value, str)


def _is_number(value: object) -> TypeGuard[float]:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def _called(kind: Any) -> str:
    """Name the kind in the words of the person who wrote the argument."""
    origin = get_origin(kind) or kind
    if is_input_shape(origin) or issubclass(origin, Mapping):
        return "a map"
    if issubclass(origin, (str, enum.Enum)):
        return "a text"
    if issubclass(origin, Sequence):
        return "a list"
    return NAMES.get(origin) or str(origin.__name__)
