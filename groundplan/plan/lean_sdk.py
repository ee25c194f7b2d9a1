"""Keeps the SDK from doing for every property what a recording does not need.

Thousands of resources wait at the same time until the program has run, so what each of them holds
on to decides how much memory a large program takes. The program and its plan stay the same.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
Source: pulumi/runtime/rpc.py and resource.py of the SDK (3.272.0).
"""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import pulumi
from pulumi.runtime import resource, rpc

_PLAIN = (str, bool, int, float, type(None))
_STACK_TRACE = "_get_stack_trace"
_ONE_FUTURE, _UNTRACK = "_from_data", "_untrack"
"""Asked of the class: an output lifts every name that it has not, and thereby becomes another."""

Resolver = Callable[[Any, bool, bool, Any, Exception | None], None]


@contextmanager
def lean_sdk() -> Iterator[None]:
    """Put leaner ways in place of the SDK's own, for the while."""
    leaner = list(_leaner())
    before = [(module, name, getattr(module, name)) for module, name, _ in leaner]
    _put(leaner)
    try:
        yield
    finally:
        _put(before)


def _leaner() -> Iterator[tuple[Any, str, Any]]:
    """Yield what this SDK can do without: older ones have several futures anyway."""
    yield rpc, "contains_unknowns", _quick_with_plain_values(rpc.contains_unknowns)
    if hasattr(pulumi.Output, _ONE_FUTURE):
        yield rpc, "transfer_properties", _one_future_each
    if hasattr(resource, _STACK_TRACE):
        yield resource, _STACK_TRACE, _nowhere


def _put(functions: list[tuple[Any, str, Any]]) -> None:
    for module, name, function in functions:
        setattr(module, name, function)


def _one_future_each(
    res: Any,
    props: Mapping[str, Any],
    custom: bool,  # noqa: FBT001 - as the SDK calls it
) -> dict[str, Resolver]:
    """Give each property one future, as the SDK gives `urn` and `id`.

    Its own way is four futures and a task that waits for them: three kilobytes for each of the
    forty properties of a service. What a property depends on beside its resource would be the
    engine's to say, and ours never does.
    """
    apart = ("urn", "id") if custom else ("urn",)
    return {name: _resolver(res, name) for name in props if name not in apart}


def _resolver(res: Any, name: str) -> Resolver:
    resolve, output = resource.resource_output(res)
    if hasattr(pulumi.Output, _UNTRACK):
        output._untrack()  # noqa: SLF001 - the registration is waited for, and resolves it or fails
    res.__dict__[name] = output
    return lambda value, is_known, is_secret, _, failed: resolve(value, is_known, is_secret, failed)


def _quick_with_plain_values(contains_unknowns: Callable[[Any], bool]) -> Callable[[Any], bool]:
    """The SDK asks that of every property, and each time leaves a cycle behind."""
    return lambda value: not isinstance(value, _PLAIN) and contains_unknowns(value)


def _nowhere() -> Any:
    """No stack trace, which is a tenth of the time: the recorder knows each resource's line."""
    from pulumi.runtime.proto import source_pb2  # noqa: PLC0415 - older SDKs lack it

    return source_pb2.StackTrace()
