"""Operations that fail as planted, and take the time of the cloud."""

import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.aws_resident import AwsResident
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.faulty import Faulty
from groundplan.rehearsal.stand_in import RefusedError, Resource
from groundplan.rehearsal.timed import Timed

BUCKET = Resource("urn:pulumi:dev::shop::aws:s3/bucket:Bucket::media")
MEDIA: dict[str, Any] = {"bucket": "media"}


@pytest.fixture
def cloud(tmp_path: Path) -> Cloud:
    return Cloud(tmp_path / "cloud.db", seconds_per_minute=0)


@pytest.fixture
def aws(cloud: Cloud) -> Timed:
    return Timed(Faulty(AwsResident(AwsModel(), cloud), cloud), cloud)


def test_a_refused_creation_leaves_nothing(cloud: Cloud, aws: Timed) -> None:
    cloud.plant_fault(BUCKET.urn, "create", "throttled", 1)

    with pytest.raises(RefusedError, match="ThrottlingException"):
        aws.create(BUCKET, MEDIA, preview=False)
    assert cloud.built == ()
    assert aws.create(BUCKET, MEDIA, preview=False).id == "media"
    assert [one.outcome for one in cloud.operations] == ["failed", "done"]


def test_a_lost_answer_leaves_what_was_built(cloud: Cloud, aws: Timed) -> None:
    cloud.plant_fault(BUCKET.urn, "create", "answer lost", 1)

    with pytest.raises(RefusedError, match="i/o timeout"):
        aws.create(BUCKET, MEDIA, preview=False)
    assert [one.id for one in cloud.built] == ["media"]


def test_a_preview_neither_fails_nor_counts(cloud: Cloud, aws: Timed) -> None:
    cloud.plant_fault(BUCKET.urn, "create", "refused", 1)
    aws.create(BUCKET, MEDIA, preview=True)

    assert cloud.operations == ()


def test_updates_and_deletions_fail_too(cloud: Cloud, aws: Timed) -> None:
    aws.create(BUCKET, MEDIA, preview=False)
    for operation in ("update", "delete"):
        cloud.plant_fault(BUCKET.urn, operation, "refused", 1)

    with pytest.raises(RefusedError):
        aws.update(BUCKET, MEDIA, MEDIA, preview=False)
    with pytest.raises(RefusedError):
        aws.delete(BUCKET, "media", MEDIA)
    aws.delete(BUCKET, "media", MEDIA)
    assert [(one.operation, one.outcome) for one in cloud.operations] == [
        ("create", "done"),
        ("update", "failed"),
        ("delete", "failed"),
        ("delete", "done"),
    ]


DYING = """
import sys
from groundplan.rehearsal.cloud import Cloud
from tests.rehearsal.test_faulty import BUCKET, MEDIA, AwsModel, AwsResident, Faulty

cloud = Cloud.of_this_process()
Faulty(AwsResident(AwsModel(), cloud), cloud).create(BUCKET, MEDIA, preview=False)
"""


@pytest.mark.parametrize(
    ("kind", "left"), [("provider dies before", 0), ("provider dies after", 1)]
)
def test_a_provider_dies_before_or_after_its_work(cloud: Cloud, kind: str, left: int) -> None:
    cloud.plant_fault(BUCKET.urn, "create", kind, 1)
    environment = {**os.environ, **cloud.environment}

    died = subprocess.run([sys.executable, "-c", DYING], env=environment, check=False)

    assert died.returncode == 1
    assert len(cloud.built) == left


def test_the_engine_is_killed_with_no_chance_to_clean_up(cloud: Cloud) -> None:
    cloud.plant_fault(BUCKET.urn, "create", "engine killed after", 1)
    engine = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {DYING!r}])"
    environment = {**os.environ, **cloud.environment}

    killed = subprocess.run([sys.executable, "-c", engine], env=environment, check=False)

    assert killed.returncode == -signal.SIGKILL
    assert [one.id for one in cloud.built] == ["media"]
