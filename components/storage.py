"""S3 buckets: private, encrypted, versioned, TLS only, with lifecycle rules."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import BUCKET_NAME_CHARACTERS, Labels
from components.policy_document import Statement, document
from components.storage_lifecycle import lifecycle_rule
from groundplan.settings.storage import BucketSettings

_EncryptionByDefault = (
    aws.s3.BucketServerSideEncryptionConfigurationRuleApplyServerSideEncryptionByDefaultArgsDict
)

BALANCER_LOGS, BUCKET_LOGS = LOG_WRITERS = (
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "logging.s3.amazonaws.com",
)
"""Who delivers access logs: the load balancer, and S3 for the other buckets."""


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
            object_lock_enabled=True if args.settings.object_lock_days else None,
            force_destroy=args.settings.force_destroy,
            opts=self._child,
        )
        self._keep_private(bucket)
        self._encrypt(bucket)
        self._version_and_expire(bucket)
        self._lock_objects(bucket)
        self._log_access(bucket)
        policy = aws.s3.BucketPolicy(
            name, bucket=bucket.bucket, policy=document(self._statements()), opts=self._child
        )
        self.bucket_name = policy.bucket
        self.references = {f"storage.{name.removeprefix('storage-')}.name": self.bucket_name}
        self.register_outputs({"bucket_name": self.bucket_name})

    def _keep_private(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketPublicAccessBlock(
            self._prefix,
            bucket=bucket.bucket,
            block_public_acls=True,
            block_public_policy=True,
            ignore_public_acls=True,
            restrict_public_buckets=True,
            opts=self._child,
        )
        aws.s3.BucketOwnershipControls(
            self._prefix,
            bucket=bucket.bucket,
            rule={"object_ownership": "BucketOwnerEnforced"},
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
            opts=self._child,
        )

    def _version_and_expire(self, bucket: aws.s3.Bucket) -> None:
        aws.s3.BucketVersioning(
            self._prefix,
            bucket=bucket.bucket,
            versioning_configuration={"status": "Enabled"},
            opts=self._child,
        )
        aws.s3.BucketLifecycleConfiguration(
            self._prefix,
            bucket=bucket.bucket,
            rules=[lifecycle_rule(self._args.settings)],
            opts=self._child,
        )

    def _lock_objects(self, bucket: aws.s3.Bucket) -> None:
        """Governance: an administrator may lift the lock by a permission that no task has."""
        days = self._args.settings.object_lock_days
        if days is None:
            return
        aws.s3.BucketObjectLockConfiguration(
            self._prefix,
            bucket=bucket.bucket,
            rule={"default_retention": {"mode": "GOVERNANCE", "days": days}},
            opts=self._child,
        )

    def _log_access(self, bucket: aws.s3.Bucket) -> None:
        if self._args.log_bucket is None:
            return
        aws.s3.BucketLogging(
            self._prefix,
            bucket=bucket.bucket,
            target_bucket=self._args.log_bucket,
            target_prefix=f"s3/{self._prefix}/",
            opts=self._child,
        )

    def _statements(self) -> list[Statement]:
        arn = f"arn:aws:s3:::{self._name}"
        return [
            {
                "Sid": "OnlyTls",
                "Effect": "Deny",
                "Principal": "*",
                "Action": "s3:*",
                "Resource": [arn, f"{arn}/*"],
                "Condition": {"Bool": {"aws:SecureTransport": "false"}},
            },
            *(self._may_deliver(service) for service in self._args.log_writers),
        ]

    def _may_deliver(self, service: str) -> Statement:
        """Only for this account's own load balancers and buckets.

        Source: ELB User Guide, access logs, bucket policy (it knows a source ARN only);
        S3 User Guide, server access logs.
        """
        labels = self._args.labels
        own_balancers = labels.arn("elasticloadbalancing", "loadbalancer/*")
        condition = {
            BALANCER_LOGS: {"ArnLike": {"aws:SourceArn": own_balancers}},
            BUCKET_LOGS: {"StringEquals": {"aws:SourceAccount": labels.account_id}},
        }
        return {
            "Sid": f"Deliver{service.partition('.')[0].title()}",
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "s3:PutObject",
            "Resource": f"arn:aws:s3:::{self._name}/*",
            "Condition": condition[service],
        }
