"""The protocol side of a stand-in: requests in, answers out, nothing decided here."""

from typing import Any

import grpc
import pytest
from pulumi.runtime.proto import provider_pb2 as proto

from groundplan.rehearsal.input_check import Problem
from groundplan.rehearsal.provider import StandIn
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, RefusedError, Resource
from groundplan.rehearsal.wire import Properties, bare, from_struct, secret, to_struct

URN = "urn:pulumi:dev::shop::aws:ec2/vpc:Vpc::main"


class Cloud:
    """A model with one answer for each question; it refuses what is called `refused`."""

    def __init__(self) -> None:
        self.settings: dict[str, Any] = {}
        self.deleted: list[str] = []

    def configure(self, settings: Any) -> None:
        self.settings = dict(settings)

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        return Checked({**inputs, "seen": resource.name}, (Problem("cidr", "is unknown"),))

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        del resource
        if old == new:
            return Change()
        return Change(("cidr", "tags"), replaced_by=("cidr",), delete_first=True)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        if inputs.get("refused"):
            raise RefusedError(f"{resource.name} exceeds the quota")
        return Made("" if preview else "vpc-1", {**inputs, "arn": "arn:aws"})

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        del resource
        return {**old, **inputs, "preview": preview}

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        del resource
        return None if identity == "gone" else Found({**inputs, "drifted": True}, outputs)

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        self.deleted.append(f"{resource.name} {identity} {outputs}")

    def invoke(self, token: str, arguments: Properties) -> Properties:
        return {"token": token, **arguments}


class AbortedError(Exception):
    """What gRPC raises when a call is aborted."""


class Call:
    """The part of a gRPC call that a servicer uses."""

    def abort(self, code: grpc.StatusCode, details: str) -> None:
        raise AbortedError(code, details)


@pytest.fixture
def cloud() -> Cloud:
    return Cloud()


@pytest.fixture
def provider(cloud: Cloud) -> StandIn:
    return StandIn(cloud, "7.8.9")


def test_it_takes_secrets_and_claims_the_version_of_the_sdk(provider: StandIn) -> None:
    assert provider.Handshake(None, Call()).accept_secrets
    assert provider.GetPluginInfo(None, Call()).version == "7.8.9"
    assert provider.GetSchema(None, Call()).schema == "{}"


def test_it_hands_on_its_configuration(provider: StandIn, cloud: Cloud) -> None:
    request = proto.ConfigureRequest(args=to_struct({"region": "eu-west-1"}))

    answer = provider.Configure(request, Call())

    assert answer.acceptSecrets
    assert answer.supportsPreview
    assert cloud.settings == {"region": "eu-west-1"}


def test_it_takes_any_configuration_and_is_never_replaced(provider: StandIn) -> None:
    given = to_struct({"region": "eu-west-1"})

    assert provider.CheckConfig(proto.CheckRequest(news=given), Call()).inputs == given
    assert provider.DiffConfig(None, Call()).changes == proto.DiffResponse.DIFF_NONE


def test_a_problem_names_the_type_and_the_property(provider: StandIn) -> None:
    answer = provider.Check(proto.CheckRequest(urn=URN, news=to_struct({"a": 1})), Call())

    assert from_struct(answer.inputs) == {"a": 1, "seen": "main"}
    (failure,) = answer.failures
    assert failure.property == "cidr"
    assert failure.reason == "groundplan stand-in: aws:ec2/vpc:Vpc cidr is unknown"


def test_a_difference_says_what_replaces(provider: StandIn) -> None:
    old, new = to_struct({"cidr": "a"}), to_struct({"cidr": "b"})

    answer = provider.Diff(proto.DiffRequest(urn=URN, old_inputs=old, news=new), Call())

    assert answer.changes == proto.DiffResponse.DIFF_SOME
    assert list(answer.diffs) == ["cidr", "tags"]
    assert list(answer.replaces) == ["cidr"]
    assert answer.deleteBeforeReplace


def test_no_difference_is_said_too(provider: StandIn) -> None:
    same = to_struct({"cidr": "a"})

    answer = provider.Diff(proto.DiffRequest(urn=URN, old_inputs=same, news=same), Call())

    assert answer.changes == proto.DiffResponse.DIFF_NONE


@pytest.mark.parametrize(("preview", "identity"), [(True, ""), (False, "vpc-1")])
def test_it_builds(provider: StandIn, preview: bool, identity: str) -> None:  # noqa: FBT001
    given = to_struct({"password": secret("x"), "size": 3})
    request = proto.CreateRequest(urn=URN, properties=given, preview=preview)

    answer = provider.Create(request, Call())

    assert answer.id == identity
    assert from_struct(answer.properties) == {
        "password": secret("x"),
        "size": 3,
        "arn": "arn:aws",
    }


def test_a_refusal_becomes_the_error_of_the_call(provider: StandIn) -> None:
    request = proto.CreateRequest(urn=URN, properties=to_struct({"refused": True}))

    with pytest.raises(AbortedError, match="groundplan stand-in: main exceeds the quota"):
        provider.Create(request, Call())


def test_it_reads_updates_and_removes(provider: StandIn, cloud: Cloud) -> None:
    old, new = to_struct({"a": 1}), to_struct({"b": 2})
    read = provider.Read(proto.ReadRequest(urn=URN, id="vpc-1", properties=old, inputs=new), Call())
    updated = provider.Update(
        proto.UpdateRequest(urn=URN, olds=old, news=new, preview=True), Call()
    )
    provider.Delete(proto.DeleteRequest(urn=URN, id="vpc-1", properties=old), Call())

    assert (read.id, read.properties) == ("vpc-1", old)
    assert from_struct(read.inputs) == {"b": 2, "drifted": True}
    assert from_struct(updated.properties) == {"a": 1, "b": 2, "preview": True}
    assert cloud.deleted == ["main vpc-1 {'a': 1.0}"]


def test_what_is_gone_has_no_id(provider: StandIn) -> None:
    assert provider.Read(proto.ReadRequest(urn=URN, id="gone"), Call()).id == ""


def test_it_answers_a_look_up(provider: StandIn) -> None:
    request = proto.InvokeRequest(tok="aws:index/getRegion:getRegion", args=to_struct({"a": 1}))

    answer = from_struct(getattr(provider.Invoke(request, Call()), "return"))

    assert answer == {"token": "aws:index/getRegion:getRegion", "a": 1}


def test_cancelling_has_an_answer(provider: StandIn) -> None:
    assert provider.Cancel(None, Call()) is not None


def test_secrets_are_bared_at_any_depth() -> None:
    assert bare({"a": [secret({"b": secret(1)})]}) == {"a": [{"b": 1}]}
