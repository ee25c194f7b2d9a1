"""What all stand-ins of a rehearsal know together."""

from pathlib import Path

import pytest

from groundplan.rehearsal.cloud import Built, Cloud

VPC = Built("vpc-1", "urn:vpc", "aws:ec2/vpc:Vpc", None, "eu-west-1", {"cidrBlock": "10.0.0.0/16"})


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "cloud.db"


def test_another_process_sees_what_was_built_and_done(file: Path) -> None:
    here, there = Cloud(file), Cloud(file)
    here.put(VPC)
    here.end(here.begin("urn:vpc", "create", 0.25), "done")
    here.begin("urn:subnet", "create", 0.1)

    assert there.built == (VPC,)
    assert [(one.urn, one.minutes, one.outcome) for one in there.operations] == [
        ("urn:vpc", 0.25, "done"),
        ("urn:subnet", 0.1, None),
    ]


def test_a_resource_is_found_under_its_new_name_until_it_is_gone(file: Path) -> None:
    cloud = Cloud(file)
    cloud.put(VPC)

    assert cloud.find("urn:renamed", VPC.type, "vpc-1") == VPC
    cloud.remove(VPC)
    assert cloud.find("urn:vpc", VPC.type, "vpc-1") is None


def test_a_fault_strikes_as_often_as_planted(file: Path) -> None:
    cloud = Cloud(file)
    cloud.plant_fault("urn:vpc", "create", "refused", 2)

    struck = [cloud.take_fault("urn:vpc", "create") for _ in range(3)]

    assert struck == ["refused", "refused", None]
    assert cloud.take_fault("urn:vpc", "update") is None


def test_lifted_faults_strike_no_more(file: Path) -> None:
    cloud = Cloud(file)
    cloud.plant_fault("urn:vpc", "create", "refused", 2)
    cloud.lift_faults()

    assert cloud.take_fault("urn:vpc", "create") is None


def test_drift_lasts_until_it_is_mended(file: Path) -> None:
    cloud = Cloud(file)
    cloud.plant_drift("urn:vpc", "tags", {"by": "hand"})

    assert cloud.drift("urn:vpc") == {"tags": {"by": "hand"}}
    cloud.mend("urn:vpc")
    assert cloud.drift("urn:vpc") == {}


def test_stand_ins_find_the_cloud_and_its_pace_by_their_environment(
    file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    cloud = Cloud(file, seconds_per_minute=0.5)
    cloud.put(VPC)
    for name, value in cloud.environment.items():
        monkeypatch.setenv(name, value)

    assert Cloud.of_this_process().built == (VPC,)
    assert Cloud.of_this_process().seconds_per_minute == 0.5
