"""What AWS says to a version that a live resource cannot be given."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.rehearsal.aws_account import AwsAccount
from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.aws_resident import AwsResident
from groundplan.rehearsal.aws_versions import is_lower, refusal
from groundplan.rehearsal.cloud import Built, Cloud
from groundplan.rehearsal.stand_in import RefusedError, Resource

CLUSTER, DATABASE = "aws:eks/cluster:Cluster", "aws:rds/instance:Instance"
CACHE = "aws:elasticache/replicationGroup:ReplicationGroup"
ALLOWED = {"engine": "postgres", "allowMajorVersionUpgrade": True}


@pytest.mark.parametrize(
    ("before", "after", "lower"),
    [
        ("9.0", "8.2", True),
        ("8.2", "8.10", False),
        ("8.2", "8.2", False),
        ("9", "10", False),
        ("7.x", "6.x", False),
        (None, "8.2", False),
    ],
)
def test_versions_are_compared_number_by_number(before: Any, after: Any, lower: bool) -> None:  # noqa: FBT001 - a column of the table
    assert is_lower(before, after) is lower


@pytest.mark.parametrize(("after", "refused"), [("1.35", True), ("1.34", False), ("1.32", True)])
def test_kubernetes_goes_up_one_minor_version_at_a_time(after: str, refused: bool) -> None:  # noqa: FBT001 - a column of the table
    said = refusal(CLUSTER, {"version": "1.33"}, {"version": after})

    words = f"Unsupported Kubernetes minor version update from 1.33 to {after}"
    assert said == (f"InvalidParameterException: {words}" if refused else None)


def test_a_database_goes_up_by_major_versions_only_where_that_is_asked_for() -> None:
    unasked = refusal(DATABASE, {"engineVersion": "16"}, {"engineVersion": "17"})

    assert unasked is not None
    assert "AllowMajorVersionUpgrade flag must be present" in unasked
    assert refusal(DATABASE, {"engineVersion": "16"}, {**ALLOWED, "engineVersion": "18"}) is None
    assert refusal(DATABASE, {"engineVersion": "16.3"}, {"engineVersion": "16.9"}) is None
    assert refusal(DATABASE, {"engineVersion": "17"}, {**ALLOWED, "engineVersion": "16"}) == (
        "InvalidParameterCombination: Cannot upgrade postgres from 17 to 16"
    )


def test_what_has_no_version_yet_may_be_given_any() -> None:
    assert refusal(DATABASE, {}, {"engineVersion": "17"}) is None
    assert refusal("aws:s3/bucket:Bucket", {"version": "2"}, {"version": "1"}) is None


def test_the_version_that_counts_is_the_one_in_the_account(tmp_path: Path) -> None:
    cloud = Cloud(tmp_path / "cloud.db")
    live = Built("shop", "urn:cluster", CLUSTER, "shop", "eu-west-1", {"version": "1.35"})
    cloud.plant_drift("urn:cluster", "version", "1.33")

    with pytest.raises(RefusedError, match=r"from 1\.33 to 1\.35"):
        AwsAccount(cloud).may_update(live, {"version": "1.35"}, preview=False)


def test_a_lower_version_of_a_cache_builds_it_anew_and_a_higher_one_does_not(
    tmp_path: Path,
) -> None:
    aws = AwsResident(AwsModel(), Cloud(tmp_path / "cloud.db"))
    cache = Resource(f"urn:pulumi:dev::shop::{CACHE}::sessions")

    def replaced(before: str, after: str) -> tuple[str, ...]:
        old, new = ({"engineVersion": one} for one in (before, after))
        return aws.diff(cache, old, new).replaced_by

    assert replaced("8.2", "9.0") == ()
    assert replaced("9.0", "8.2") == ("engineVersion",)
