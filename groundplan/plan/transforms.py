"""Runs the transforms of a program: functions that change a registration on its way to the engine.

The SDK serves them over the protocol that the engine uses, so they are called as the engine does:
a resource's own first, then those of its parents, then those of the stack.
Source: pulumi pkg/resource/deploy/source_eval.go, RegisterResource.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

from collections.abc import Iterator
from typing import Any

import grpc
from pulumi.runtime.proto import resource_pb2

_COPIED_OPTIONS = (("ignore_changes", "ignoreChanges"), ("replace_on_changes", "replaceOnChanges"))


class Transforms:
    """The functions known so far, by the URN of the resource that declared them."""

    def __init__(self) -> None:
        self.of_the_stack: list[Any] = []
        self._of: dict[str, tuple[str, list[Any]]] = {}
        self._channels: dict[str, grpc.Channel] = {}

    def apply(self, request: Any, urn: str) -> Any:
        """The registration as it leaves every function that applies to it."""
        own = list(getattr(request, "transforms", ()))
        self._of[urn] = (request.parent, own)
        for callback in (*own, *self._inherited(request.parent), *self.of_the_stack):
            request = self._call(callback, request)
        return request

    def _inherited(self, parent: str) -> Iterator[Any]:
        while parent in self._of:
            parent, callbacks = self._of[parent]
            yield from callbacks

    def _call(self, callback: Any, request: Any) -> Any:
        from pulumi.runtime.proto import (  # noqa: PLC0415 - older SDKs lack it, and transforms
            callback_pb2,
            callback_pb2_grpc,
        )

        asked = resource_pb2.TransformRequest(
            type=request.type,
            name=request.name,
            custom=request.custom,
            parent=request.parent,
            properties=request.object,
            options=_options(request),
        )
        stub = callback_pb2_grpc.CallbacksStub(self._channel(callback.target))
        answer = stub.Invoke(
            callback_pb2.CallbackInvokeRequest(
                token=callback.token, request=asked.SerializeToString()
            )
        )
        return _changed(request, resource_pb2.TransformResponse.FromString(answer.response))

    def _channel(self, target: str) -> grpc.Channel:
        if target not in self._channels:
            self._channels[target] = grpc.insecure_channel(target)
        return self._channels[target]


def _options(request: Any) -> Any:
    options = resource_pb2.TransformResourceOptions(
        depends_on=request.dependencies,
        protect=request.protect,
        provider=request.provider,
        providers=request.providers,
        retain_on_delete=request.retainOnDelete,
    )
    for theirs, ours in _COPIED_OPTIONS:
        getattr(options, theirs).extend(getattr(request, ours))
    return options


def _changed(request: Any, response: Any) -> Any:
    """The request with what the function answered; options that it left out stay as they were."""
    changed = type(request)()
    changed.CopyFrom(request)
    changed.object.CopyFrom(response.properties)
    if not response.HasField("options"):
        return changed
    options = response.options
    changed.provider = options.provider or request.provider
    for theirs, ours in (("protect", "protect"), ("retain_on_delete", "retainOnDelete")):
        if options.HasField(theirs):
            setattr(changed, ours, getattr(options, theirs))
    for theirs, ours in (*_COPIED_OPTIONS, ("depends_on", "dependencies")):
        del getattr(changed, ours)[:]
        getattr(changed, ours).extend(getattr(options, theirs))
    return changed
