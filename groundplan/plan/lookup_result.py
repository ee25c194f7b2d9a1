"""The fields of a look-up's result, from the class that the SDK of its package has for it.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import importlib
from collections.abc import Callable, Mapping, Sequence
from keyword import iskeyword
from types import NoneType
from typing import Any, get_args, get_origin

from pulumi import _types  # the only reader of the property names that the generated classes carry

_DEEPEST = 4


def result_fields(token: str, placeholder: Callable[[str], str]) -> dict[str, Any] | None:
    """A value of the right kind for every field; None when the SDK has no class for the token.

    Texts are placeholders, lists hold one element, numbers are 0 and switches are off: the
    protocol has no other way to say "unknown" to a program that waits for a plain value.
    """
    found = _result_class(token)
    return None if found is None else _structure(found, placeholder, 0)


def _result_class(token: str) -> type | None:
    package, module, function = token.split(":")
    place = module.split("/")[0]
    name = f"pulumi_{package.replace('-', '_')}"
    if place != "index":
        name += f".{place}_" if iskeyword(place) else f".{place}"  # aws.lambda_
    try:
        home = importlib.import_module(name)
    except ImportError:
        return None
    found = getattr(home, f"{function[0].upper()}{function[1:]}Result", None)
    return found if isinstance(found, type) and _types.is_output_type(found) else None


def _structure(kind: type, placeholder: Callable[[str], str], depth: int) -> dict[str, Any]:
    if depth == _DEEPEST:
        return {}
    kinds: Mapping[str, Any] = _types.output_type_types(kind)
    return {name: _value(name, inner, placeholder, depth) for name, inner in kinds.items()}


def _value(name: str, kind: Any, placeholder: Callable[[str], str], depth: int) -> Any:
    kind = next((part for part in get_args(kind) if NoneType in get_args(kind)), kind)
    origin = get_origin(kind)
    if origin is not None and issubclass(origin, Sequence):
        return [_value(name, get_args(kind)[0], placeholder, depth)]
    if origin is not None:
        return {}
    if isinstance(kind, type) and _types.is_output_type(kind):
        return _structure(kind, placeholder, depth + 1)
    if kind is bool:
        return False
    if kind in (int, float):
        return 0
    return placeholder(name)
