"""The engine's side of the protocol: writes down what a program registers, as a preview would.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

from functools import partial
from typing import Any

from google.protobuf import empty_pb2, struct_pb2
from pulumi.runtime import mocks
from pulumi.runtime.proto import provider_pb2, resource_pb2

from groundplan.plan.lookups import INVOKED, Lookups
from groundplan.plan.registration import STACK, entry, urn_of
from groundplan.plan.transforms import Transforms
from groundplan.plan.wire import SECRET_SIGNATURE, SIGNATURE_KEY, UNKNOWN, Door

GET_RESOURCE = "pulumi:pulumi:getResource"
STACK_REFERENCE = "pulumi:pulumi:StackReference"
_UNKNOWN_SECRET = {SIGNATURE_KEY: SECRET_SIGNATURE, "value": UNKNOWN}
_COLLAPSED_BY_THE_SDK = "RESOURCE_MONITOR_FEATURE_ALIAS_SPECS"


class _NoAnswers(mocks.Mocks):
    """Answers nothing: the recording monitor overrides every call that would reach it."""

    def call(self, args: mocks.MockCallArgs) -> Any:
        raise NotImplementedError(args.token)

    def new_resource(self, args: mocks.MockResourceArgs) -> tuple[str | None, dict[str, Any]]:
        raise NotImplementedError(args.typ)


class RecordingMonitor(mocks.MockMonitor):
    """Keeps each registration as plan JSON; answers with the inputs, everything else unknown."""

    def __init__(self, door: Door, lookups: Lookups, *, project: str, stack: str) -> None:
        super().__init__(_NoAnswers())
        self.door = door
        self.lookups = lookups
        self.recorded: list[dict[str, Any]] = []
        self._urn_of = partial(urn_of, project=project, stack=stack)
        self._transforms = Transforms()
        self._answers: dict[str, struct_pb2.Struct] = {}

    def GetDeploymentInfo(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """What an engine can do, but for one thing: let the SDK turn aliases into URNs."""
        info = super().GetDeploymentInfo(request)
        info.supportedFeatures.remove(getattr(resource_pb2, _COLLAPSED_BY_THE_SDK))
        return info

    def SupportsFeature(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """The same question in the protocol of older SDKs."""
        known = request.id not in ("outputValues", "aliasSpecs")
        return resource_pb2.SupportsFeatureResponse(hasSupport=known)

    def RegisterResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Write a resource down and answer as a preview does."""
        urn = self._urn_of(request)
        request = self._transforms.apply(request, urn)
        if request.type == STACK:
            return resource_pb2.RegisterResourceResponse(urn=urn)
        self.recorded.append(entry(request, urn, self.door))
        if request.remote:
            self.door.caveats.add(_unseen(f"{request.name} ({request.type})"))
        self._answers[urn] = _answer(request)
        return resource_pb2.RegisterResourceResponse(urn=urn, object=self._answers[urn])

    def RegisterStackTransform(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Keep a function that changes every later registration."""
        self._transforms.of_the_stack.append(request)
        return empty_pb2.Empty()

    def ReadResource(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """A resource that exists elsewhere (`Resource.get`): nothing that this program builds."""
        urn = self._urn_of(request)
        answer = resource_pb2.ReadResourceResponse(urn=urn, properties=request.properties)
        if request.id != UNKNOWN and "id" in answer.DESCRIPTOR.fields_by_name:
            answer.id = request.id
        if request.type == STACK_REFERENCE:
            self.door.caveats.add(f"the outputs of the stack {request.id} are not known")
        self._answers[urn] = request.properties
        return answer

    def ExistsResource(self, request: Any) -> Any:  # noqa: ARG002, N802 - the protocol's name
        """Whether something exists: only the cloud could tell."""
        return resource_pb2.ExistsResourceResponse(unknown=True)

    def Invoke(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """Answer a look-up: exactly, typically, or by what is not known."""
        answer = struct_pb2.Struct()
        if request.tok == GET_RESOURCE:
            urn = request.args.fields["urn"].string_value
            answer.update({"urn": urn, "id": "", "state": {}})
            answer.fields["state"].struct_value.CopyFrom(
                self._answers.get(urn, struct_pb2.Struct())
            )
            return _returning(INVOKED, answer)
        arguments = self.door.struct(request.args)
        found = self.lookups.answer(request.tok, arguments, self._region_of(request.provider))
        if found is None:
            return INVOKED(unknown=True)
        answer.update(found)
        return _returning(INVOKED, answer)

    def Call(self, request: Any) -> Any:  # noqa: N802 - the protocol's name
        """A method of a resource: its provider would answer."""
        self.door.caveats.add(f"what {request.tok} answers is not known")
        answer = struct_pb2.Struct()
        answer.update({"result": UNKNOWN})
        return _returning(provider_pb2.CallResponse, answer)

    def _region_of(self, provider: str) -> str | None:
        """The region of an explicit provider that the program registered."""
        answer = self._answers.get(provider.rpartition("::")[0])
        region = answer.fields["region"].string_value if answer and "region" in answer else ""
        return None if region in ("", UNKNOWN) else region


def _returning(kind: Any, answer: struct_pb2.Struct) -> Any:
    """A response; `return` is a word of Python's own."""
    return kind(**{"return": answer})


def _unseen(name: str) -> str:
    return (
        f"what {name} consists of is decided by its package and is not in this plan; "
        "`groundplan review --from-preview` sees it"
    )


def _answer(request: Any) -> struct_pb2.Struct:
    """Inputs come back as outputs; what the SDK declares secret comes back as an unknown secret.

    What a component of a package gives out is its package's to say, whatever it was given.
    """
    answer = struct_pb2.Struct()
    if request.remote:
        answer.update(dict.fromkeys(request.object.fields, UNKNOWN))
        return answer
    answer.CopyFrom(request.object)
    for key in request.additionalSecretOutputs:
        if key not in answer.fields:
            answer.fields[key].struct_value.update(_UNKNOWN_SECRET)
    return answer
