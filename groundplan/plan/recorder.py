"""Runs a Pulumi program against a monitor that writes down what is registered, as a preview would.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

import pulumi
from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import resource_pb2
from pulumi.runtime.settings import get_project, get_stack, set_root_resource
from pulumi.runtime.stack import run_in_stack

from groundplan.plan.wire import SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN, Door

STACK = "pulumi:pulumi:Stack"
_UNKNOWN_SECRET = {SIGNATURE_KEY: SECRET_SIGNATURE, "value": UNKNOWN}


class LookupRefused(RuntimeError):
    """The program asked the cloud a question; the message names the function."""


class _NoAnswers(mocks.Mocks):
    """Answers nothing: the recording monitor overrides every call that would reach it."""

    def call(self, args: mocks.MockCallArgs) -> Any:
        raise LookupRefused(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        raise LookupRefused(args.typ)


class RecordingMonitor(mocks.MockMonitor):
    """Keeps each registration as plan JSON; answers with the inputs, everything else unknown."""

    def __init__(self, door: Door) -> None:
        super().__init__(_NoAnswers())
        self.door = door
        self.recorded: list[dict[str, Any]] = []

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Write a resource down and answer as a preview does."""
        urn = _urn(request)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        self.recorded.append(self._entry(request, urn))
        return resource_pb2.RegisterResourceResponse(urn=urn, object=_answer(request))

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """A resource that exists elsewhere (`Resource.get`): nothing that this program builds."""
        return resource_pb2.ReadResourceResponse(urn=_urn(request), properties=request.properties)

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Refuse look-ups: only the cloud could answer."""
        raise LookupRefused(request.tok)

    def _entry(self, request: Any, urn: str) -> dict[str, Any]:
        edges = request.propertyDependencies
        return {
            "urn": urn,
            "type": request.type,
            "name": request.name,
            "parent": None if _is_stack(request.parent) else request.parent,
            "custom": request.custom,
            "provider": request.provider.rpartition("::")[0] or None,
            "protect": request.protect,
            "inputs": self.door.struct(request.object),
            "dependencies": sorted(request.dependencies),
            "property_dependencies": {
                key: sorted(edges[key].urns) for key in sorted(edges) if edges[key].urns
            },
        }


def _is_stack(urn: str) -> bool:
    return not urn or urn.split("::")[2] == STACK


def _urn(request: Any) -> str:
    """The engine's own form: the types of the parents joined by $, the stack left out.

    Source: pulumi sdk/go/common/resource/urn, NewURN.
    """
    type_chain = request.type
    if not _is_stack(request.parent):
        type_chain = f"{request.parent.split('::')[2]}${request.type}"
    return f"urn:pulumi:{get_stack()}::{get_project()}::{type_chain}::{request.name}"


def _answer(request: Any) -> struct_pb2.Struct:
    """Inputs come back as outputs; what the SDK declares secret comes back as an unknown secret."""
    answer = struct_pb2.Struct()
    answer.CopyFrom(request.object)
    for key in request.additionalSecretOutputs:
        if key not in answer.fields:
            answer.fields[key].struct_value.update(_UNKNOWN_SECRET)
    return answer


def run(
    program: Callable[[], Awaitable[None] | None],
    *,
    project: str,
    stack: str,
    config: Mapping[str, str] | None = None,
    secret_keys: frozenset[str] = frozenset(),
    door: Door | None = None,
    root_directory: str | None = None,
) -> list[dict[str, Any]]:
    """Run program as the only one of this process for the while; give its resources as plan JSON.

    Whatever the program raises comes through. Configuration values are text, as Pulumi holds them.
    """
    door = door or Door()
    monitor = RecordingMonitor(door)
    pulumi.runtime.set_all_config(dict(config or {}), sorted(secret_keys))
    _configure(monitor, project=project, stack=stack, root_directory=root_directory)
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # as Pulumi's language host does
    loop = asyncio.new_event_loop()
    try:
        asyncio.set_event_loop(loop)
        loop.run_until_complete(run_in_stack(program))
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    return [door.redact(entry) for entry in sorted(monitor.recorded, key=lambda one: one["urn"])]


def _configure(
    monitor: RecordingMonitor, *, project: str, stack: str, root_directory: str | None
) -> None:
    """Point the SDK at monitor. `set_mocks` would leave a stack resource of its own behind."""
    features = monitor.GetDeploymentInfo(empty_pb2.Empty()).supportedFeatures
    pulumi.runtime.configure(
        mocks.MockSettings(
            monitor=monitor,
            monitor_features=set(features),
            engine=mocks.MockEngine(None),
            project=project,
            stack=stack,
            dry_run=True,
            organization=None,
            root_directory=root_directory,
            callbacks=None,
        )
    )
    set_root_resource(None)  # type: ignore[arg-type]
