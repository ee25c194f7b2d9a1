"""A second bucket in another region that every new object is copied to."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.after import after
from components.labels import Labels
from components.policy_document import Statement, assumed_by, document
from components.storage import Bucket, BucketArgs
from groundplan.settings.storage import BucketSettings

_KEY_DELETION_DAYS = 30


@dataclass(frozen=True)
class BucketReplicaArgs:
    """What the copy of the bucket called `name` needs from the rest of the stack."""

    name: str
    labels: Labels
    settings: BucketSettings
    bucket_name: pulumi.Output[str]
    region: str


class BucketReplica(pulumi.ComponentResource):
    """New objects and deletions' markers are copied; what was there before is not.

    Source: S3 User Guide, replicating encrypted objects (a key of the other region is needed).
    """

    def __init__(
        self, name: str, args: BucketReplicaArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:BucketReplica", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        key = self._key()
        copy = self._copy(key)
        aws.s3.BucketReplicationConfig(
            name,
            bucket=args.bucket_name,
            role=self._role_arn(copy),
            rules=[
                {
                    "id": "everything",
                    "status": "Enabled",
                    "filter": {"prefix": ""},
                    "delete_marker_replication": {"status": "Enabled"},
                    "source_selection_criteria": {
                        "sse_kms_encrypted_objects": {"status": "Enabled"}
                    },
                    "destination": {
                        "bucket": pulumi.Output.concat("arn:aws:s3:::", copy),
                        "encryption_configuration": {"replica_kms_key_id": key.arn},
                    },
                }
            ],
            opts=self._child,
        )
        self.register_outputs({})

    def _key(self) -> aws.kms.Key:
        labels = self._args.labels
        administer: Statement = {
            "Sid": "AccountAdministers",
            "Effect": "Allow",
            "Principal": {"AWS": f"arn:aws:iam::{labels.account_id}:root"},
            "Action": "kms:*",
            "Resource": "*",
        }
        key = aws.kms.Key(
            self._prefix,
            description=f"Encrypts the copy of {self._args.name} of {labels.prefix}",
            enable_key_rotation=True,
            deletion_window_in_days=_KEY_DELETION_DAYS,
            policy=document([administer]),
            region=self._args.region,
            opts=self._child,
        )
        aws.kms.Alias(
            self._prefix,
            name=self._key_alias,
            target_key_id=key.key_id,
            region=self._args.region,
            opts=self._child,
        )
        return key

    @property
    def _key_alias(self) -> str:
        """How policies name the key of the other region before it exists."""
        return f"{self._args.labels.key_alias}-{self._args.name}"

    def _copy(self, key: aws.kms.Key) -> pulumi.Output[str]:
        args = self._args
        settings = args.settings.model_copy(
            update={"uploads": None, "cdn": None, "replica_region": None}
        )
        copied = BucketArgs(args.labels, settings, key.arn, region=args.region)
        return Bucket(self._prefix, copied, self._child).bucket_name

    def _role_arn(self, copy: pulumi.Output[str]) -> pulumi.Output[str]:
        """Given out once it may read here and write there."""
        role = aws.iam.Role(
            self._prefix,
            assume_role_policy=assumed_by("s3.amazonaws.com", self._args.labels.account_id),
            opts=self._child,
        )
        policy = aws.iam.RolePolicy(
            self._prefix, role=role.id, policy=document(self._may_copy(copy)), opts=self._child
        )
        return after(role.arn, policy.id)

    def _may_copy(self, copy: pulumi.Output[str]) -> list[Statement]:
        """Source: S3 User Guide, setting up permissions for live replication."""
        labels, args = self._args.labels, self._args
        source = pulumi.Output.concat("arn:aws:s3:::", args.bucket_name)
        target = pulumi.Output.concat("arn:aws:s3:::", copy, "/*")
        return [
            _allow(source, "s3:GetReplicationConfiguration", "s3:ListBucket"),
            _allow(pulumi.Output.concat(source, "/*"), *_READ),
            _allow(target, "s3:ReplicateObject", "s3:ReplicateDelete", "s3:ReplicateTags"),
            self._may_use_key(labels.region, labels.key_alias, "kms:Decrypt"),
            self._may_use_key(args.region, self._key_alias, "kms:Encrypt", "kms:GenerateDataKey"),
        ]

    def _may_use_key(self, region: str, alias: str, *actions: str) -> Statement:
        limits = {
            "ForAnyValue:StringEquals": {"kms:ResourceAliases": alias},
            "StringEquals": {"kms:ViaService": f"s3.{region}.amazonaws.com"},
        }
        keys = f"arn:aws:kms:{region}:{self._args.labels.account_id}:key/*"
        return {**_allow(keys, *actions), "Condition": limits}


_READ = (
    "s3:GetObjectVersionForReplication",
    "s3:GetObjectVersionAcl",
    "s3:GetObjectVersionTagging",
)


def _allow(resource: pulumi.Input[str], *actions: str) -> Statement:
    return {"Effect": "Allow", "Action": list(actions), "Resource": resource}
