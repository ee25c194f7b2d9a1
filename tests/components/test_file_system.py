"""File systems: in every zone, one way in per service, and no two writers of SQLite."""

from collections.abc import Mapping
from typing import Any

from components.file_system import FileSystem, FileSystemArgs, may_mount
from components.labels import Labels
from groundplan.plan import Plan
from tests.components.recorded import KEY_ARN, SECURITY_GROUP, of, only, recorded, tier, used

FILE_SYSTEM = "aws:efs/fileSystem:FileSystem"
MOUNT_TARGET = "aws:efs/mountTarget:MountTarget"
ACCESS_POINT = "aws:efs/accessPoint:AccessPoint"
POLICY = "aws:efs/fileSystemPolicy:FileSystemPolicy"

MOUNTED = {"file_systems": {"uploads": "/mnt/uploads"}}
FILES = {"holds": "files", "throughput": "elastic", "infrequent_after_days": 30}


def file_system(services: Mapping[str, Any] | None = None, **changes: Any) -> Plan:
    sections = {
        "file_system": {"uploads": {**FILES, **changes}},
        "services": services or {"web": MOUNTED},
    }
    return recorded(build, sections)


def build(labels: Labels) -> FileSystem:
    return FileSystem("file-system-uploads", FileSystemArgs("uploads", labels, tier(), KEY_ARN))


def test_files_are_encrypted_with_the_stack_s_key() -> None:
    found = only(file_system(), FILE_SYSTEM)

    assert found.read("encrypted") is True
    assert found.read("kmsKeyId") == KEY_ARN


def test_every_zone_has_an_address_behind_one_group() -> None:
    plan = file_system()
    targets = of(plan, MOUNT_TARGET)

    assert [one.read("subnetId") for one in targets.values()] == ["subnet-a", "subnet-b"]
    for target in targets.values():
        assert used(plan, target, "securityGroups") == {only(plan, SECURITY_GROUP).name}


def test_a_service_enters_as_its_user_into_a_directory_that_is_that_user_s() -> None:
    point = only(file_system({"web": {**MOUNTED, "user": "1200:1300"}}), ACCESS_POINT)

    assert point.read("posixUser") == {"uid": 1200, "gid": 1300}
    assert point.read("rootDirectory") == {
        "path": "/files",
        "creationInfo": {"ownerUid": 1200, "ownerGid": 1300, "permissions": "0750"},
    }


def test_services_that_share_files_each_have_a_way_into_the_same_directory() -> None:
    points = of(file_system({"web": MOUNTED, "worker": MOUNTED}), ACCESS_POINT)

    assert set(points) == {"file-system-uploads-web", "file-system-uploads-worker"}
    assert {one.read("rootDirectory.path") for one in points.values()} == {"/files"}


def test_the_policy_names_the_access_point_of_every_service() -> None:
    plan = file_system({"web": MOUNTED, "worker": MOUNTED})

    assert used(plan, only(plan, POLICY), "policy") == set(of(plan, ACCESS_POINT))


def test_a_role_gets_in_by_its_own_access_point_and_by_no_other_way() -> None:
    statement = may_mount("arn:role", "arn:point")

    assert statement["Effect"] == "Allow"
    assert statement["Action"] == ["elasticfilesystem:ClientMount", "elasticfilesystem:ClientWrite"]
    assert statement["Condition"] == {
        "StringEquals": {
            "aws:PrincipalArn": "arn:role",
            "elasticfilesystem:AccessPointArn": "arn:point",
        },
        "Bool": {"elasticfilesystem:AccessedViaMountTarget": "true"},
    }


def test_files_that_nobody_reads_move_and_come_back() -> None:
    moved = only(file_system(infrequent_after_days=1), FILE_SYSTEM)
    kept = only(file_system(infrequent_after_days=None), FILE_SYSTEM)

    assert moved.read("lifecyclePolicies") == [
        {"transitionToIa": "AFTER_1_DAY"},
        {"transitionToPrimaryStorageClass": "AFTER_1_ACCESS"},
    ]
    assert kept.read("lifecyclePolicies") == []
