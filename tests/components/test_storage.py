"""Buckets: nobody in public, nobody without TLS, nothing lost, nothing kept for ever by mistake."""

from collections.abc import Callable
from typing import Any

import pytest

from components.bucket_policy import EDGE_LOGS, LOG_WRITERS
from components.labels import Labels
from components.storage import Bucket, BucketArgs
from groundplan.plan import MISSING, Plan
from tests.components.recorded import KEY_ARN, only, recorded

BUCKET = "aws:s3/bucket:Bucket"
ACCESS_BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
POLICY = "aws:s3/bucketPolicy:BucketPolicy"
ENCRYPTION = (
    "aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration"
)
LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
ARN = "arn:aws:s3:::shop-test-media-111122223333"


def build(labels: Labels) -> None:
    Bucket(
        "storage-media",
        BucketArgs(labels, labels.settings.storage["media"], KEY_ARN, log_bucket="logs"),
    )


def bucket(**changes: Any) -> Plan:
    return recorded(build, {"storage": {"media": changes}})


def log_bucket(**changes: Any) -> Plan:
    def program(labels: Labels) -> None:
        settings = labels.settings.access_log_bucket
        args = BucketArgs(labels, settings, KEY_ARN, log_writers=LOG_WRITERS)
        Bucket("storage-access-logs", args)

    return recorded(program, {"load_balancer": changes})


def rule(plan: Plan) -> dict[str, Any]:
    (found,) = only(plan, LIFECYCLE).read("rules")
    return found


@pytest.mark.parametrize("make", [bucket, log_bucket])
def test_public_access_is_blocked_in_all_four_ways(make: Callable[[], Plan]) -> None:
    block = only(make(), ACCESS_BLOCK)
    flags = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")

    assert [block.read(flag) for flag in flags] == [True] * 4


@pytest.mark.parametrize("make", [bucket, log_bucket])
def test_whoever_comes_without_tls_is_refused(make: Callable[[], Plan]) -> None:
    plan = make()
    arn = f"arn:aws:s3:::{only(plan, BUCKET).read('bucket')}"
    statement = only(plan, POLICY).document("policy")["Statement"][0]

    assert statement == {
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }


def test_access_lists_are_switched_off() -> None:
    controls = only(bucket(), "aws:s3/bucketOwnershipControls:BucketOwnershipControls")

    assert controls.read("rule.objectOwnership") == "BucketOwnerEnforced"


def test_what_is_overwritten_can_be_brought_back() -> None:
    versioning = only(bucket(), "aws:s3/bucketVersioning:BucketVersioning")

    assert versioning.read("versioningConfiguration.status") == "Enabled"


def test_objects_are_encrypted_with_the_stack_s_key() -> None:
    default = "rules[0].applyServerSideEncryptionByDefault"
    encryption = only(bucket(), ENCRYPTION)

    assert encryption.read(f"{default}.sseAlgorithm") == "aws:kms"
    assert encryption.read(f"{default}.kmsMasterKeyId") == KEY_ARN
    assert encryption.read("rules[0].bucketKeyEnabled") is True, "or each object costs a request"


def test_the_log_bucket_takes_s3_s_own_key_since_the_load_balancer_cannot_use_ours() -> None:
    default = "rules[0].applyServerSideEncryptionByDefault"
    encryption = only(log_bucket(), ENCRYPTION)

    assert encryption.read(f"{default}.sseAlgorithm") == "AES256"
    assert encryption.read(f"{default}.kmsMasterKeyId") is MISSING


def test_logs_are_delivered_by_two_services_of_this_account_and_by_nobody_else() -> None:
    allowed = [
        one
        for one in only(log_bucket(), POLICY).document("policy")["Statement"]
        if one["Effect"] == "Allow"
    ]

    assert {one["Principal"]["Service"] for one in allowed} == {
        "logdelivery.elasticloadbalancing.amazonaws.com",
        "logging.s3.amazonaws.com",
    }
    assert {one["Action"] for one in allowed} == {"s3:PutObject"}
    for one in allowed:
        assert "111122223333" in str(one["Condition"]), "another account could fill it"


def test_cloudfront_delivers_logs_by_a_service_of_its_own_for_this_account_alone() -> None:
    def program(labels: Labels) -> None:
        settings = labels.settings.access_log_bucket
        args = BucketArgs(labels, settings, KEY_ARN, log_writers=(EDGE_LOGS,))
        Bucket("storage-access-logs", args)

    (allowed,) = (
        one
        for one in only(recorded(program), POLICY).document("policy")["Statement"]
        if one["Effect"] == "Allow"
    )

    assert allowed["Principal"] == {"Service": "delivery.logs.amazonaws.com"}
    assert allowed["Condition"]["StringEquals"]["aws:SourceAccount"] == "111122223333"
    assert allowed["Condition"]["ArnLike"]["aws:SourceArn"].startswith(
        "arn:aws:logs:us-east-1:111122223333:delivery-source:"
    )


def test_nobody_delivers_logs_into_another_bucket() -> None:
    statements = only(bucket(), POLICY).document("policy")["Statement"]

    assert [one["Effect"] for one in statements] == ["Deny"]


def test_objects_move_and_end_as_set() -> None:
    found = rule(
        bucket(
            transitions=[
                {"after_days": 30, "storage_class": "STANDARD_IA"},
                {"after_days": 60, "storage_class": "GLACIER"},
            ],
            expire_after_days=400,
            noncurrent_expire_after_days=14,
        )
    )

    assert found["transitions"] == [
        {"days": 30, "storageClass": "STANDARD_IA"},
        {"days": 60, "storageClass": "GLACIER"},
    ]
    assert found["expiration"] == {"days": 400}
    assert found["noncurrentVersionExpiration"] == {"noncurrentDays": 14}
    assert found["status"] == "Enabled"


def test_objects_without_an_end_are_kept() -> None:
    assert "expiration" not in rule(bucket(expire_after_days=None))


def test_uploads_that_were_never_finished_are_cleared_away() -> None:
    assert rule(bucket())["abortIncompleteMultipartUpload"] == {"daysAfterInitiation": 7}


def test_access_logs_end_with_their_retention() -> None:
    assert rule(log_bucket(access_log_retention_days=90))["expiration"] == {"days": 90}


def test_access_is_logged_to_the_log_bucket_and_not_to_itself() -> None:
    kind = "aws:s3/bucketLogging:BucketLogging"

    assert only(bucket(), kind).read("targetBucket") == "logs"
    assert list(log_bucket().of_kind(kind)) == []


@pytest.mark.parametrize("force", [True, False])
def test_a_bucket_with_objects_is_destroyed_only_where_the_settings_say_so(
    force: bool,  # noqa: FBT001 - a column of the table
) -> None:
    assert only(bucket(force_destroy=force), BUCKET).read("forceDestroy") is force


def test_a_lock_is_as_long_as_set_and_turned_on_without_a_new_bucket() -> None:
    kind = "aws:s3/bucketObjectLockConfiguration:BucketObjectLockConfiguration"
    locked = bucket(object_lock_days=14, force_destroy=False)

    assert only(locked, BUCKET).inputs == only(bucket(force_destroy=False), BUCKET).inputs
    assert only(locked, kind).read("rule.defaultRetention") == {"mode": "GOVERNANCE", "days": 14}
    assert list(bucket(object_lock_days=None).of_kind(kind)) == []


def test_services_refer_to_its_name() -> None:
    found: dict[str, object] = {}

    def program(labels: Labels) -> None:
        args = BucketArgs(labels, labels.settings.storage["media"], KEY_ARN)
        found.update(Bucket("storage-media", args).references)

    plan = recorded(program)

    assert set(found) == {"storage.media.name"}
    assert only(plan, BUCKET).read("bucket") == ARN.removeprefix("arn:aws:s3:::")


UPLOADS = {
    "allowed_origins": ["https://app.example.com"],
    "methods": ["POST", "PUT"],
    "max_mib": 5,
}
CDN = {"domain_name": "media.example.com", "certificate_arn": None, "price_class": "100"}


def test_pages_of_the_named_sites_may_upload() -> None:
    kind = "aws:s3/bucketCorsConfiguration:BucketCorsConfiguration"
    (found,) = only(bucket(uploads=UPLOADS), kind).read("corsRules")

    assert found["allowedOrigins"] == ["https://app.example.com"]
    assert found["allowedMethods"] == ["POST", "PUT"]
    assert list(bucket(uploads=None).of_kind(kind)) == []


def test_the_application_is_told_how_large_an_upload_may_be() -> None:
    found: dict[str, object] = {}

    def program(labels: Labels) -> None:
        args = BucketArgs(labels, labels.settings.storage["media"], KEY_ARN)
        limit = Bucket("storage-media", args).references["storage.media.max_upload_bytes"]
        limit.apply(lambda text: found.update(limit=text))

    recorded(program, {"storage": {"media": {"uploads": UPLOADS}}})

    assert found == {"limit": "5242880"}


def test_objects_of_a_delivered_bucket_are_read_by_this_account_s_distributions_alone() -> None:
    allowed = only(bucket(cdn=CDN), POLICY).document("policy")["Statement"][1:]

    assert [one["Principal"] for one in allowed] == [{"Service": "cloudfront.amazonaws.com"}]
    assert allowed[0]["Action"] == "s3:GetObject"
    assert allowed[0]["Condition"] == {
        "ArnLike": {"aws:SourceArn": "arn:aws:cloudfront::111122223333:distribution/*"}
    }


def test_a_bucket_of_another_region_has_everything_there() -> None:
    def program(labels: Labels) -> None:
        args = BucketArgs(labels, labels.settings.storage["media"], KEY_ARN, region="eu-central-1")
        Bucket("storage-media", args)

    places = {one.kind: one.read("region") for one in recorded(program).resources if one.custom}

    assert {kind for kind in places if kind.startswith("aws:s3")}
    assert {region for kind, region in places.items() if kind.startswith("aws:s3")} == {
        "eu-central-1"
    }


def test_the_name_fits_for_the_longest_project_and_stack() -> None:
    plan = recorded(build, project="p" * 24, stack="s" * 24)

    assert len(only(plan, BUCKET).read("bucket")) <= 63
