"""Serves a model of a cloud as a Pulumi provider, in the place of the downloaded plugin.

The engine starts an executable `pulumi-resource-<package>` from PATH, reads a port from its
first line and speaks the ResourceProvider protocol to it.
https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
"""

# ruff: noqa: N802, ARG002 - names and arguments of the methods are the protocol's

import gc
import os
import sys
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from importlib.metadata import PackageNotFoundError, version
from typing import Any, NoReturn

import grpc
from google.protobuf.empty_pb2 import Empty
from pulumi.runtime.proto import plugin_pb2, provider_pb2_grpc, status_pb2
from pulumi.runtime.proto import provider_pb2 as proto

from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.faulty import Faulty
from groundplan.rehearsal.input_check import Problem
from groundplan.rehearsal.stand_in import Change, Model, NotReadyError, RefusedError, Resource
from groundplan.rehearsal.timed import Timed
from groundplan.rehearsal.wire import Properties, from_struct, to_struct

# As many operations at once as the engine may start: none waits for a thread.
THREADS = 64
PARENT_CHECK_SECONDS = 1
_DETAILS = "grpc-status-details-bin"


class StandIn(provider_pb2_grpc.ResourceProviderServicer):
    """Translates each call of the protocol to the model and its answer back."""

    def __init__(self, model: Model, version: str) -> None:
        self._model = model
        self._version = version

    def Handshake(self, request: Any, context: Any) -> Any:
        """Take secrets as secrets; references to resources as their ids."""
        return proto.ProviderHandshakeResponse(accept_secrets=True)

    def GetPluginInfo(self, request: Any, context: Any) -> Any:
        """Claim the version of the SDK: the engine looks for that one."""
        return plugin_pb2.PluginInfo(version=self._version)

    def GetSchema(self, request: Any, context: Any) -> Any:
        """Have none: a Python program brings its SDK."""
        return proto.GetSchemaResponse(schema="{}")

    def CheckConfig(self, request: Any, context: Any) -> Any:
        """Take any configuration."""
        return proto.CheckResponse(inputs=request.news)

    def DiffConfig(self, request: Any, context: Any) -> Any:
        """Never replace the provider: that would replace everything it has built."""
        return proto.DiffResponse(changes=proto.DiffResponse.DIFF_NONE)

    def Configure(self, request: Any, context: Any) -> Any:
        """Hand the configuration to the model."""
        self._model.configure(from_struct(request.args))
        return proto.ConfigureResponse(acceptSecrets=True, supportsPreview=True)

    def Check(self, request: Any, context: Any) -> Any:
        """Judge the inputs of one resource."""
        resource = Resource(request.urn)
        checked = self._model.check(resource, from_struct(request.news))
        failures = [_failure(resource, problem) for problem in checked.problems]
        return proto.CheckResponse(inputs=to_struct(checked.inputs), failures=failures)

    def Diff(self, request: Any, context: Any) -> Any:
        """Say what changes, and what must be built anew for it."""
        old, new = from_struct(request.old_inputs), from_struct(request.news)
        return _difference(self._model.diff(Resource(request.urn), old, new))

    def Create(self, request: Any, context: Any) -> Any:
        """Build a resource."""
        inputs = from_struct(request.properties)
        resource = Resource(request.urn)
        try:
            made = _or_abort(
                context, lambda: self._model.create(resource, inputs, preview=request.preview)
            )
        except NotReadyError as unready:
            _abort_unready(context, unready, request.properties)
        return proto.CreateResponse(id=made.id, properties=to_struct(made.outputs))

    def Read(self, request: Any, context: Any) -> Any:
        """Look at a live resource; an empty answer for one that is gone."""
        inputs, outputs = from_struct(request.inputs), from_struct(request.properties)
        found = self._model.read(Resource(request.urn), request.id, inputs, outputs)
        if found is None:
            return proto.ReadResponse()
        return proto.ReadResponse(
            id=request.id, properties=to_struct(found.outputs), inputs=to_struct(found.inputs)
        )

    def Update(self, request: Any, context: Any) -> Any:
        """Change a resource in place."""
        old, inputs = from_struct(request.olds), from_struct(request.news)
        resource = Resource(request.urn)
        outputs: Properties = _or_abort(
            context, lambda: self._model.update(resource, old, inputs, preview=request.preview)
        )
        return proto.UpdateResponse(properties=to_struct(outputs))

    def Delete(self, request: Any, context: Any) -> Any:
        """Remove a resource."""
        resource, outputs = Resource(request.urn), from_struct(request.properties)
        _or_abort(context, lambda: self._model.delete(resource, request.id, outputs))
        return Empty()

    def Invoke(self, request: Any, context: Any) -> Any:
        """Answer a look-up of the program."""
        arguments = from_struct(request.args)
        answer = _or_abort(context, lambda: self._model.invoke(request.tok, arguments))
        # `return` is a keyword of Python, so the field has no argument of that name.
        response = proto.InvokeResponse()
        getattr(response, "return").CopyFrom(to_struct(answer))
        return response

    def Cancel(self, request: Any, context: Any) -> Any:
        """Have nothing to break off: every operation is short."""
        return Empty()


def serve(model: Model, package: str) -> None:
    """Serve until the engine stops; also when it was killed and could not say so.

    `package` is the Python package of the SDK.
    """
    # Nothing here lives long; looking for cycles takes two fifths of the time to load an SDK.
    gc.disable()
    cloud = Cloud.of_this_process()
    model = Timed(Faulty(model, cloud), cloud)
    engine = os.getppid()
    server = grpc.server(ThreadPoolExecutor(max_workers=THREADS))
    provider_pb2_grpc.add_ResourceProviderServicer_to_server(
        StandIn(model, _version(package)), server
    )
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    sys.stdout.write(f"{port}\n")
    sys.stdout.flush()
    while server.wait_for_termination(PARENT_CHECK_SECONDS):
        if os.getppid() != engine:
            server.stop(None)
            return


def _version(package: str) -> str:
    """The version of the SDK in this environment; the program may bring its own."""
    try:
        return version(package)
    except PackageNotFoundError:
        return "0.0.0"


def _failure(resource: Resource, problem: Problem) -> Any:
    reason = f"groundplan stand-in: {resource.type} {problem.path} {problem.reason}"
    return proto.CheckFailure(property=problem.path, reason=reason)


def _difference(change: Change) -> Any:
    kind = proto.DiffResponse.DIFF_SOME if change.changed else proto.DiffResponse.DIFF_NONE
    return proto.DiffResponse(
        changes=kind,
        diffs=change.changed,
        replaces=change.replaced_by,
        deleteBeforeReplace=change.delete_first,
    )


def _or_abort(context: Any, operation: Callable[[], Any]) -> Any:
    try:
        return operation()
    except NotReadyError:
        raise
    except RefusedError as refused:
        _abort(context, refused)


def _abort_unready(context: Any, unready: NotReadyError, inputs: Any) -> NoReturn:
    """Answer with what exists all the same.

    ErrorResourceInitFailed in https://github.com/pulumi/pulumi/blob/master/proto/pulumi/provider.proto
    """
    reason = f"groundplan stand-in: {unready}"
    failed = proto.ErrorResourceInitFailed(
        id=unready.made.id,
        properties=to_struct(unready.made.outputs),
        reasons=[reason],
        inputs=inputs,
    )
    status = status_pb2.Status(code=grpc.StatusCode.UNKNOWN.value[0], message=reason)
    status.details.add().Pack(failed)
    context.set_trailing_metadata(((_DETAILS, status.SerializeToString()),))
    context.abort(grpc.StatusCode.UNKNOWN, reason)
    raise unready


def _abort(context: Any, refused: RefusedError) -> NoReturn:
    context.abort(grpc.StatusCode.UNKNOWN, f"groundplan stand-in: {refused}")
    raise refused
