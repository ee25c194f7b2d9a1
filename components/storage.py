"""S3 buckets: private, encrypted, versioned, TLS only, with lifecycle rules."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.bucket_policy import bucket_statements
from components.labels import BUCKET_NAME_CHARACTERS, Labels
from components.policy_document import document
from components.storage_lifecycle import lifecycle_rule
from groundplan.settings.storage import BucketSettings

_EncryptionByDefault = (
    aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict
)

_ANSWER_KEPT_SECONDS = 3600
"""What a browser was told of other origins."""


@dataclass(frozen=True)
class BucketArgs:
    """What a bucket needs from the rest of the stack.

    `log_writers` are AWS services that deliver logs here; their buckets take S3's own encryption,
    because the load balancer cannot write with a customer managed key.
    """

    labels: Labels
    settings: BucketSettings
    encryption_key_arn: pulumi.Input[str]
    log_bucket: pulumi.Input[str] | None = None
    log_writers: tuple[str, ...] = ()
    region: str | None = None
    """Another one than the stack's."""


class Bucket(pulumi.ComponentResource):
    """One bucket with everything that makes it safe.

    `bucket_name` is given out once the policy stands, so nobody writes before it does.
    """

    bucket_name: pulumi.Output[str]
    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: BucketArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Bucket", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self._name = args.labels.name(
            name.removeprefix("storage-"), args.labels.account_id, limit=BUCKET_NAME_CHARACTERS
        )
        bucket = aws.s3.Bucket(
            name,
            bucket=self._name,
            force_destroy=args.settings.force_destroy,
            region=self._args.region,
            opts=self._child,
        )
        self._keep_private(bucket)
        self._encrypt(bucket)
        versioning = self._keep_versions(bucket)
        self._expire(bucket)
        self._lock_objects(bucket, versioning)
        self._log_access(bucket)
        self._take_uploads(bucket)
        statements = bucket_statements(
            self._name,
            args.labels,
            args.log_writers,
            is_delivered=args.settings.cdn is not None,
        )
        policy = aws.s3.BucketPolicy(
            name,
            bucket=bucket.bucket,
            policy=document(statements),
            region=args.region,
            opts=self._child,
        )
        self.bucket_name = policy.bucket
        self.references = self._references(f"storage.{name.removeprefix('storage-')}")
        self.register_outputs({"bucket_name": self.bucket_name})

    def _references(self, owner: str) -> dict[str, pulumi.Output[str]]:
        uploads = self._args.settings.uploads
        limit = {"max_upload_bytes": str(uploads.max_bytes)} if uploads else {}
        known = {key: pulumi.Output.from_input(value) for key, value in limit.items()}
        return {f"{owner}.{key}": one for key, one in {"name": self.bucket_name, **known}.items()}

    def _take_uploads(self, bucket: aws.s3.Bucket) -> None:
        """Browsers ask first whether a page of another origin may. Source: S3 User Guide, CORS."""
        uploads = self._args.settings.uploads
        if uploads is None:
            return
        aws.s3.BucketCorsConfiguration(
            self._prefix,
            bucket=bucket.bucket,
            cors_rules=[
                {
                    "allowed_origins": list(uploads.allowed_origins),
                    "allowed_methods": list(uploads.methods),
                    "allowed_headers": list(uploads.allowed_headers),
                    "expose_headers": ["ETag"],
                    "max_age_seconds": _ANSWER_KEPT_SECONDS,
                }
            ],
            region=self._args.region,
            opts=self._child,
        )

    def _keep_private(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketPublicAccessBlock(
            self._prefix,
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            region=self._args.region,
            opts=self._child,
        )
        aws.s3.BucketOwnershipControls(
            self._prefix,
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
            region=self._args.region,
            opts=self._child,
        )

    def _encrypt(self, bucket: aws.s3.Bucket) -> None:
        writers = self._args.log_writers
        aws.s3.BucketServerSideEncryptionConfiguration(
            self._prefix,
            bucket=bucket.bucket,
            rules=[
                {
                    "apply_server_side_encryption_by_default": {"sse_algorithm": "AES256"}
                    if writers
                    else {
                        "sse_algorithm": "aws:kms",
                        "kms_master_key_id": self._args.encryption_key_arn,
                    },
                    "bucket_key_enabled": not writers,
                }
            ],
            region=self._args.region,
            opts=self._child,
        )

    def _keep_versions(self, bucket: aws.s3.Bucket) -> aws.s3.BucketVersioning:
        return aws.s3.BucketVersioning(
            self._prefix,
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            region=self._args.region,
            opts=self._child,
        )

    def _expire(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketLifecycleConfiguration(
            self._prefix,
            bucket=bucket.bucket,
            rules=[lifecycle_rule(self._args.settings)],
            region=self._args.region,
            opts=self._child,
        )

    def _lock_objects(self, bucket: aws.s3.Bucket, versioning: aws.s3.BucketVersioning) -> None:
        """Governance: an administrator may lift the lock by a permission that no task has.

        It locks a bucket that exists, once it is versioned; `object_lock_enabled` of the bucket
        itself would build it anew. Source: S3 User Guide, configuring Object Lock;
        https://github.com/hashicorp/terraform-provider-aws/issues/36529
        """
        days = self._args.settings.object_lock_days
        if days is None:
            return
        aws.s3.BucketObjectLockConfiguration(
            self._prefix,
            bucket=bucket.bucket,
            rule={"default_retention": {"mode": "GOVERNANCE", "days": days}},
            region=self._args.region,
            opts=pulumi.ResourceOptions(parent=self, depends_on=versioning),
        )

    def _log_access(self, bucket: aws.s3.Bucket) -> None:
        if self._args.log_bucket is None:
            return
        aws.s3.BucketLogging(
            self._prefix,
            bucket=bucket.bucket,
            target_bucket=self._args.log_bucket,
            target_prefix=f"s3/{self._prefix}/",
            region=self._args.region,
            opts=self._child,
        )
