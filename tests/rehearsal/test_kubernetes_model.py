"""The stand-in for Kubernetes: forms are judged, names given, what cannot change is replaced."""

from typing import Any

import pytest

from groundplan.rehearsal.kubernetes_model import KubernetesModel
from groundplan.rehearsal.stand_in import RefusedError, Resource
from groundplan.rehearsal.wire import UNKNOWN

MODEL = KubernetesModel()


def resource(kind: str, name: str = "web") -> Resource:
    return Resource(f"urn:pulumi:dev::shop::kubernetes:{kind}::{name}")


DEPLOYMENT = resource("apps/v1:Deployment")
CLASS = resource("secrets-store.csi.x-k8s.io/v1:SecretProviderClass")


def deployment(**changes: Any) -> dict[str, Any]:
    labels = {"app": "web"}
    container = {"name": "web", "image": "web:1"}
    return {
        "apiVersion": "apps/v1",
        "kind": "Deployment",
        "metadata": {"name": "web", "namespace": "shop"},
        "spec": {
            "selector": {"matchLabels": labels},
            "template": {"metadata": {"labels": labels}, "spec": {"containers": [container]}},
            **changes,
        },
    }


def reasons(checked: Any) -> list[tuple[str, str]]:
    return [(one.path, one.reason) for one in checked.problems]


def test_an_object_of_the_right_form_is_taken() -> None:
    assert reasons(MODEL.check(DEPLOYMENT, deployment())) == []


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"replica": 2}, "spec.replica"),
        ({"minReadySeconds": "10"}, "spec.minReadySeconds"),
        ({"selector": {"matchLabels": {"app": "other"}}}, "spec.selector.matchLabels"),
    ],
    ids=["an unknown key", "a wrong type", "a selector that misses its pods"],
)
def test_what_the_api_would_refuse_is_named(changes: dict[str, Any], path: str) -> None:
    assert [found for found, _ in reasons(MODEL.check(DEPLOYMENT, deployment(**changes)))] == [path]


def test_the_wrong_api_version_is_named() -> None:
    wrong = {**deployment(), "apiVersion": "apps/v1beta1"}

    assert ("apiVersion", "must be apps/v1") in reasons(MODEL.check(DEPLOYMENT, wrong))


def test_a_custom_resource_must_have_the_frame_of_its_type() -> None:
    right = {"apiVersion": "secrets-store.csi.x-k8s.io/v1", "kind": "SecretProviderClass"}

    assert reasons(MODEL.check(CLASS, {**right, "metadata": {"name": "a"}, "spec": {}})) == []
    wrong = MODEL.check(CLASS, {**right, "kind": "SecretProvider"})
    assert [path for path, _ in reasons(wrong)] == ["kind"]


def test_an_object_without_a_name_gets_one_that_stays() -> None:
    nameless = {**deployment(), "metadata": {"namespace": "shop"}}
    first, again = (MODEL.check(DEPLOYMENT, nameless).inputs["metadata"] for _ in range(2))

    assert first["name"].startswith("web-")
    assert first == again


def test_an_object_is_known_by_namespace_and_name() -> None:
    made = MODEL.create(DEPLOYMENT, deployment(), preview=False)
    pool = MODEL.create(
        resource("karpenter.sh/v1:NodePool"), {"metadata": {"name": "services"}}, preview=False
    )

    assert made.id == "shop/web"
    assert pool.id == "services", "it lies in no namespace"


def test_an_object_is_ready_once_it_is_made() -> None:
    made = MODEL.create(DEPLOYMENT, deployment(replicas=3), preview=False)

    assert made.outputs["status"]["readyReplicas"] == 3
    assert made.outputs["metadata"]["uid"]


def test_a_preview_knows_no_status() -> None:
    made = MODEL.create(DEPLOYMENT, deployment(), preview=True)

    assert made.id == ""
    assert made.outputs["status"] == UNKNOWN


def test_a_new_image_changes_the_object_in_place() -> None:
    new = deployment(progressDeadlineSeconds=60)
    change = MODEL.diff(DEPLOYMENT, deployment(), new)

    assert change.changed == ("spec",)
    assert change.replaced_by == ()


@pytest.mark.parametrize(
    ("kind", "old", "new", "path"),
    [
        ("batch/v1:Job", {"template": 1}, {"template": 2}, "spec.template"),
        ("apps/v1:Deployment", {"selector": 1}, {"selector": 2}, "spec.selector"),
    ],
)
def test_what_no_update_can_change_replaces_the_object(
    kind: str, old: dict[str, Any], new: dict[str, Any], path: str
) -> None:
    named = {"metadata": {"name": "web"}}
    change = MODEL.diff(resource(kind), {**named, "spec": old}, {**named, "spec": new})

    assert change.replaced_by == (path,)
    assert change.delete_first, "two objects of one name cannot be there at once"


def test_an_object_that_moves_is_made_before_the_old_one_goes() -> None:
    old, new = ({"metadata": {"name": "web", "namespace": place}} for place in ("a", "b"))
    change = MODEL.diff(DEPLOYMENT, old, new)

    assert change.replaced_by == ("metadata.namespace",)
    assert not change.delete_first


def test_manifests_of_others_are_not_rendered() -> None:
    with pytest.raises(RefusedError, match="no cluster"):
        MODEL.invoke("kubernetes:yaml:decode", {})
