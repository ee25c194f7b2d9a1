"""What the engine writes, read as a plan."""

import json
from typing import Any

import pytest

from groundplan.plan import SECRET, UNKNOWN, Plan, PlanInvalid, read_export, read_preview
from tests.cost.plans import plan_of, resource

SIGNATURE = "4dabf18193072939515e22adb298388d"
ENCRYPTED = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "ciphertext": "v1:abc"}
REVEALED = {SIGNATURE: "1b47061264138c4ac30d75fd1eb44270", "plaintext": '"canary-1c5f"'}
ARCHIVE = {SIGNATURE: "0def7320c3a5731c473e5ecbe6d01bc7", "path": "app", "hash": "12ab"}
NOT_KNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
BASE = "urn:pulumi:prod::shop::"
STACK = f"{BASE}pulumi:pulumi:Stack::shop-prod"
BUCKET = f"{BASE}aws:s3/bucket:Bucket::data"
PROVIDER = f"{BASE}pulumi:providers:aws::default_7_51_1"


def state(urn: str, **more: Any) -> dict[str, Any]:
    return {
        "urn": urn,
        "type": urn.split("::")[2].rsplit("$", maxsplit=1)[-1],
        "custom": True,
        **more,
    }


def export(*states: dict[str, Any]) -> str:
    return json.dumps({"version": 3, "deployment": {"resources": states}})


def preview(*steps: dict[str, Any]) -> str:
    return json.dumps({"config": {"aws:region": "eu-west-1", "key": "[secret]"}, "steps": steps})


def stream(*bodies: dict[str, Any]) -> str:
    lines = [json.dumps({"sequence": number, **body}) for number, body in enumerate(bodies)]
    return "\n".join(["a program may print", *lines])


def step(op: str, urn: str, new: dict[str, Any] | None) -> dict[str, Any]:
    return {"resourcePreEvent": {"metadata": {"op": op, "urn": urn, "new": new}}}


def inputs(plan: Plan, urn: str = BUCKET) -> Any:
    return plan.by_urn[urn].inputs


def test_what_the_engine_keeps_for_itself_is_not_planned() -> None:
    plan = read_export(
        export(
            state(STACK),
            state(PROVIDER, inputs={"region": "eu-west-1"}),
            state(f"{BASE}aws:ec2/vpc:Vpc::shared", external=True),
            state(f"{BASE}aws:ec2/vpc:Vpc::old", delete=True),
            state(BUCKET, parent=STACK, provider=f"{PROVIDER}::1-2-3"),
        )
    )
    (bucket,) = plan.resources

    assert (plan.project, plan.stack, plan.region) == ("shop", "prod", "eu-west-1")
    assert (bucket.parent, bucket.provider) == (None, None)


def test_secrets_are_withheld_encrypted_or_revealed() -> None:
    given = {"one": ENCRYPTED, "two": REVEALED, "three": "[secret]", "deep": [{"x": REVEALED}]}
    plan = read_export(export(state(BUCKET, inputs=given)))

    assert inputs(plan) == {"one": SECRET, "two": SECRET, "three": SECRET, "deep": [{"x": SECRET}]}
    assert "canary" not in json.dumps(plan.to_json())


def test_what_is_not_known_yet_is_unknown_and_archives_are_named_by_kind() -> None:
    given = {"arn": NOT_KNOWN, "code": ARCHIVE, "__defaults": ["x"], "tags": {"__defaults": []}}
    plan = read_preview(
        preview({"op": "create", "urn": BUCKET, "newState": state(BUCKET) | {"inputs": given}})
    )

    assert inputs(plan) == {"arn": UNKNOWN, "code": {"$asset": ["path"]}, "tags": {}}


def test_the_document_says_what_depends_on_what_and_what_is_configured() -> None:
    new = state(BUCKET, dependencies=[STACK], propertyDependencies={"a": [STACK], "b": []})
    plan = read_preview(preview({"op": "update", "urn": BUCKET, "newState": new}))
    (bucket,) = plan.resources

    assert bucket.property_dependencies == {"a": (STACK,)}
    assert plan.config == {"aws:region": "eu-west-1", "key": SECRET}
    assert plan.caveats == ()


def test_a_replaced_resource_is_planned_once_and_a_deleted_one_not_at_all() -> None:
    other = f"{BASE}aws:s3/bucket:Bucket::gone"
    plan = read_preview(
        stream(
            {"preludeEvent": {"config": {"aws:region": "eu-west-1"}}},
            step("create-replacement", BUCKET, state(BUCKET, inputs={"bucket": "new"})),
            step("replace", BUCKET, state(BUCKET, inputs={"bucket": "new"})),
            step("delete-replaced", BUCKET, None),
            step("delete", other, None),
            step("read", f"{BASE}aws:ec2/vpc:Vpc::shared", state(f"{BASE}aws:ec2/vpc:Vpc::shared")),
            {"summaryEvent": {}},
        )
    )

    assert list(plan.by_urn) == [BUCKET]
    assert inputs(plan) == {"bucket": "new"}
    assert "what depends on what" in plan.caveats[0]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (stream(step("create", BUCKET, state(BUCKET))), "no whole preview"),
        (
            stream({"diagnosticEvent": {"severity": "error", "message": "no such file\n"}}),
            "the preview failed: no such file",
        ),
    ],
)
def test_a_stream_without_an_end_is_refused(text: str, words: str) -> None:
    with pytest.raises(PlanInvalid, match=words):
        read_preview(text)


def test_a_preview_that_leaves_out_what_stays_the_same_is_refused() -> None:
    text = json.dumps({"steps": [], "changeSummary": {"same": 7}})

    with pytest.raises(PlanInvalid, match=r"7 resources.*--show-sames"):
        read_preview(text)


@pytest.mark.parametrize(
    ("text", "words"),
    [("{", "not JSON"), ("{}", "pulumi stack export"), ('{"version": 9, "deployment": {}}', "9")],
)
def test_what_is_no_export_is_refused(text: str, words: str) -> None:
    with pytest.raises(PlanInvalid, match=words):
        read_export(text)


def test_a_plan_without_configuration_has_the_region_of_its_providers() -> None:
    ireland = resource("pulumi:providers:aws", "aws", region="eu-west-1")
    frankfurt = resource("pulumi:providers:aws", "replica", region="eu-central-1")

    assert plan_of(ireland, region=None).region == "eu-west-1"
    assert plan_of(ireland, frankfurt, region=None).region is None
    assert plan_of(region=None).region is None
