"""A cluster with a memory: what is there collides, drifts, and is gone once it is deleted."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.aws_resident import AwsResident
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.kubernetes_resident import RUN, KubernetesResident
from groundplan.rehearsal.stand_in import NotReadyError, RefusedError, Resource
from groundplan.rehearsal.wire import secret


def named(kind: str, logical: str) -> Resource:
    return Resource(f"urn:pulumi:dev::shop::kubernetes:{kind}::{logical}")


CONFIG, OTHER = named("core/v1:ConfigMap", "settings"), named("core/v1:ConfigMap", "others")
MAP: dict[str, Any] = {"metadata": {"name": "settings", "namespace": "shop"}, "data": {"a": "1"}}
ID = "shop/settings"


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    return Cloud(tmp_path / "cloud.db")


@pytest.fixture
def cluster(cloud: Cloud) -> KubernetesResident:
    return KubernetesResident(cloud)


def test_a_name_is_taken_once_in_a_namespace(cluster: KubernetesResident) -> None:
    cluster.create(CONFIG, MAP, preview=False)

    with pytest.raises(RefusedError, match='AlreadyExists: ConfigMap "shop/settings"'):
        cluster.create(OTHER, MAP, preview=False)
    elsewhere = {"metadata": {"name": "settings", "namespace": "other"}}
    assert cluster.create(OTHER, elsewhere, preview=False).id == "other/settings"


def test_a_preview_makes_nothing(cluster: KubernetesResident, cloud: Cloud) -> None:
    cluster.create(CONFIG, MAP, preview=True)

    assert cloud.built == ()


def test_a_patch_is_laid_over_what_exists(cluster: KubernetesResident) -> None:
    cluster.create(CONFIG, MAP, preview=False)

    assert cluster.create(named("core/v1:ConfigMapPatch", "ours"), MAP, preview=False).id == ID


def test_what_is_deleted_is_gone_and_its_name_is_free(cluster: KubernetesResident) -> None:
    made = cluster.create(CONFIG, MAP, preview=False)
    cluster.delete(CONFIG, made.id, made.outputs)

    assert cluster.read(CONFIG, made.id, MAP, made.outputs) is None
    assert cluster.create(OTHER, MAP, preview=False).id == ID


def test_drift_is_read_until_an_update_mends_it(cluster: KubernetesResident, cloud: Cloud) -> None:
    made = cluster.create(CONFIG, MAP, preview=False)
    cloud.plant_drift(CONFIG.urn, "data", {"a": "by hand"})
    drifted = cluster.read(CONFIG, made.id, MAP, made.outputs)
    assert drifted is not None
    assert drifted.inputs["data"] == {"a": "by hand"}

    outputs = cluster.update(CONFIG, drifted.outputs, MAP, preview=False)

    mended = cluster.read(CONFIG, made.id, MAP, outputs)
    assert mended is not None
    assert mended.inputs["data"] == {"a": "1"}


def test_what_an_interrupted_deployment_left_is_taken_over_as_it_is(
    cluster: KubernetesResident,
) -> None:
    cluster.create(CONFIG, MAP, preview=False)

    found = cluster.read(CONFIG, ID, {}, {})

    assert found is not None
    assert found.inputs == MAP
    assert found.outputs["metadata"]["name"] == "settings"


def test_it_keeps_no_secret(cluster: KubernetesResident, cloud: Cloud) -> None:
    hidden = {**MAP, "data": secret({"token": "canary"})}
    cluster.create(CONFIG, hidden, preview=False)

    assert "canary" not in str(cloud.built)


@pytest.mark.parametrize("replaced", [True, False])
def test_a_job_that_has_failed_is_run_again_where_it_asks_for_it(
    cluster: KubernetesResident,
    cloud: Cloud,
    replaced: bool,  # noqa: FBT001 - a case of a test
) -> None:
    job = named("batch/v1:Job", "migrate")
    asked = {"pulumi.com/replaceUnready": "true"} if replaced else {}
    inputs = {"metadata": {"name": "migrate", "annotations": asked}}
    cloud.plant_fault(job.urn, RUN, "refused", 1)

    with pytest.raises(NotReadyError, match="backoff limit") as failed:
        cluster.create(job, inputs, preview=False)
    assert [one.id for one in cloud.built] == [failed.value.made.id]
    assert bool(cluster.diff(job, inputs, inputs).replaced_by) is replaced

    cluster.delete(job, "default/migrate", {})
    cluster.create(job, inputs, preview=False)
    assert cluster.diff(job, inputs, inputs).replaced_by == ()


def test_aws_does_not_know_what_a_cluster_names(cluster: KubernetesResident, cloud: Cloud) -> None:
    group = Resource("urn:pulumi:dev::shop::aws:lb/targetGroup:TargetGroup::web")
    aws = AwsResident(AwsModel(), cloud)
    made = aws.create(group, {"name": "web"}, preview=False)
    binding = {"metadata": {"name": "web"}, "data": {"arn": made.outputs["arn"], "id": made.id}}
    cluster.create(CONFIG, binding, preview=False)

    aws.delete(group, made.id, made.outputs)

    assert [one.urn for one in cloud.built] == [CONFIG.urn]


def test_objects_go_with_the_last_cluster(cluster: KubernetesResident, cloud: Cloud) -> None:
    aws = AwsResident(AwsModel(), cloud)
    clusters = [Resource(f"urn:pulumi:dev::shop::aws:eks/cluster:Cluster::{n}") for n in "ab"]
    ids = [aws.create(one, {"name": one.urn[-1]}, preview=False).id for one in clusters]
    cluster.create(CONFIG, MAP, preview=False)

    aws.delete(clusters[0], ids[0], {})
    assert CONFIG.urn in {one.urn for one in cloud.built}
    aws.delete(clusters[1], ids[1], {})
    assert cloud.built == ()
