"""A usage file is checked against the plan: what nothing reads is named, with what would fit."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.cost import Usage, check_usage
from tests.cost.plans import AS_OF, plan_of, resource

PLAN = plan_of(
    resource("aws:ec2/natGateway:NatGateway", "network-nat-a"),
    resource("aws:s3/bucket:Bucket", "media"),
    resource("aws:ec2/vpc:Vpc", "vpc"),
)


def complaints(document: dict[str, Any]) -> list[str]:
    return check_usage(PLAN, Usage.from_mapping(document), as_of=AS_OF)


def test_a_file_that_fits_has_no_complaints() -> None:
    assert not complaints(
        {
            "resource_usage": {
                "network-*": {"monthly_data_processed_gb": 5},
                "media": {"standard": {"storage_gb": 5}, "glacier_deep_archive": {"storage_gb": 1}},
            },
            "resource_type_default_usage": {"aws:kms/key:Key": {"monthly_requests": 5}},
        }
    )  # fmt: skip


@pytest.mark.parametrize(
    ("document", "complaint"),
    [
        (
            {"resource_usage": {"network-nat-z": {"monthly_data_processed_gb": 5}}},
            "usage of network-nat-z: no resource has that name; did you mean network-nat-a?",
        ),
        (
            {"resource_usage": {"network-nat-a": {"monthly_data_procesed_gb": 5}}},
            (
                "usage of network-nat-a: nothing reads monthly_data_procesed_gb; did you mean "
                "monthly_data_processed_gb?"
            ),
        ),
        (
            {"resource_usage": {"media": {"standrad": {"storage_gb": 5}}}},
            "usage of media: nothing reads standrad.storage_gb; did you mean standard.storage_gb?",
        ),
        (
            {"resource_usage": {"vpc": {"monthly_requests": 5}}},
            "usage of vpc: nothing reads monthly_requests",
        ),
        (
            {"resource_type_default_usage": {"aws:s3/bukket:Bucket": {"storage_gb": 5}}},
            "usage of type aws:s3/bukket:Bucket: no such type; did you mean aws:s3/bucket:Bucket?",
        ),
    ],
)
def test_what_nothing_reads_is_named(document: dict[str, Any], complaint: str) -> None:
    assert complaints(document) == [complaint]


def test_what_nothing_reads_is_found_by_its_line(tmp_path: Path) -> None:
    path = tmp_path / "usage.yaml"
    path.write_text(
        "resource_usage:\n"
        "  bucket: {standard: {storage_gb: 5}}\n"
        "  media:\n"
        "    standard:\n"
        "      storage_tb: 5\n"
        "resource_type_default_usage:\n"
        "  aws:s3/bukket:Bucket: {storage_gb: 5}\n"
    )
    found = check_usage(PLAN, Usage.read(path), as_of=AS_OF)
    assert [message.split(": ")[0] for message in found] == [
        f"{path}:2",
        f"{path}:7",
        f"{path}:5",
    ]
