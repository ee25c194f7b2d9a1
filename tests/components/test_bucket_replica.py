"""Copies of buckets: in another region, under a key of that region, by a role that does no more."""

from typing import Any

import pulumi

from components.bucket_replica import BucketReplica, BucketReplicaArgs
from components.labels import Labels
from groundplan.plan import Plan
from tests.components.recorded import ROLE_POLICY, only, recorded

REPLICATION = "aws:s3/bucketReplicationConfig:BucketReplicationConfig"
COPY = "arn:aws:s3:::shop-test-media-replica-111122223333"


def replica(**changes: Any) -> Plan:
    def program(labels: Labels) -> None:
        settings = labels.settings.storage["media"]
        name = pulumi.Output.from_input("the-bucket")
        args = BucketReplicaArgs("media", labels, settings, name, "eu-central-1")
        BucketReplica("storage-media-replica", args)

    return recorded(program, {"storage": {"media": changes}})


def test_encrypted_objects_and_deletions_are_copied() -> None:
    (rule,) = only(replica(), REPLICATION).read("rules")

    assert rule["destination"]["bucket"] == COPY
    assert rule["sourceSelectionCriteria"] == {"sseKmsEncryptedObjects": {"status": "Enabled"}}
    assert rule["deleteMarkerReplication"] == {"status": "Enabled"}


def test_bucket_and_key_lie_in_the_other_region() -> None:
    plan = replica()

    assert only(plan, "aws:s3/bucket:Bucket").read("region") == "eu-central-1"
    assert only(plan, "aws:kms/key:Key").read("region") == "eu-central-1"


def test_the_role_reads_here_writes_there_and_uses_each_key_on_its_side() -> None:
    found = only(replica(), ROLE_POLICY).document("policy")["Statement"]
    by_action = {action: one for one in found for action in one["Action"]}

    assert by_action["s3:GetObjectVersionForReplication"]["Resource"] == "arn:aws:s3:::the-bucket/*"
    assert by_action["s3:ReplicateObject"]["Resource"] == f"{COPY}/*"
    assert by_action["kms:Decrypt"]["Resource"] == "arn:aws:kms:eu-west-1:111122223333:key/*"
    assert by_action["kms:Encrypt"]["Resource"] == "arn:aws:kms:eu-central-1:111122223333:key/*"


def test_the_copy_takes_no_uploads_and_serves_nobody() -> None:
    plan = replica(
        uploads={"allowed_origins": ["https://a.example.com"], "methods": ["PUT"], "max_mib": 5},
        cdn={"domain_name": "m.example.com", "certificate_arn": None, "price_class": "100"},
    )
    statements = only(plan, "aws:s3/bucketPolicy:BucketPolicy").document("policy")["Statement"]

    assert [one["Effect"] for one in statements] == ["Deny"]
    assert list(plan.of_kind("aws:s3/bucketCorsConfiguration:BucketCorsConfiguration")) == []
