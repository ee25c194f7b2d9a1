"""The stack's KMS key: encrypts its data, logs and secrets."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from components.policy_document import Statement, document
from groundplan.settings.encryption_key import EncryptionKeySettings


@dataclass(frozen=True)
class EncryptionKeyArgs:
    """What the key needs from the rest of the stack."""

    labels: Labels
    settings: EncryptionKeySettings


class EncryptionKey(pulumi.ComponentResource):
    """One symmetric customer managed key with yearly rotation.

    Policies name the key by its alias, which is known before the key exists, so a preview can
    judge them.
    """

    arn: pulumi.Output[str]
    alias_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: EncryptionKeyArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:EncryptionKey", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        key = aws.kms.Key(
            name,
            description=f"Encrypts everything of {args.labels.prefix}",
            deletion_window_in_days=args.settings.deletion_window_days,
            enable_key_rotation=True,
            policy=document(_key_policy(args.labels)),
            opts=child,
        )
        alias = aws.kms.Alias(
            name, name=args.labels.key_alias, target_key_id=key.key_id, opts=child
        )
        self.arn = key.arn
        self.alias_name = alias.name
        self.register_outputs({"arn": self.arn, "alias_name": self.alias_name})


def _key_policy(labels: Labels) -> list[Statement]:
    """The account administers the key; AWS uses it for this account's logs, alarms and events."""
    administer = {
        "Sid": "AccountAdministers",
        "Effect": "Allow",
        "Principal": {"AWS": f"arn:aws:iam::{labels.account_id}:root"},
        "Action": "kms:*",
        "Resource": "*",
    }
    served = any(bucket.cdn for bucket in labels.settings.storage.values())
    readers = [_distributions_decrypt(labels)] if served else []
    return [administer, _logs_encrypt(labels), *_publish(labels), *readers]


def _distributions_decrypt(labels: Labels) -> Statement:
    """Source: CloudFront Developer Guide, restricting access to an S3 origin, SSE-KMS."""
    return {
        "Sid": "DistributionsDecrypt",
        "Effect": "Allow",
        "Principal": {"Service": "cloudfront.amazonaws.com"},
        "Action": "kms:Decrypt",
        "Resource": "*",
        "Condition": {"ArnLike": {"aws:SourceArn": labels.distributions}},
    }


def _logs_encrypt(labels: Labels) -> Statement:
    """Source: CloudWatch Logs User Guide, encrypt log data using AWS KMS."""
    return {
        "Sid": "LogsEncrypt",
        "Effect": "Allow",
        "Principal": {"Service": f"logs.{labels.region}.amazonaws.com"},
        "Action": [
            "kms:Encrypt",
            "kms:Decrypt",
            "kms:ReEncrypt*",
            "kms:GenerateDataKey*",
            "kms:DescribeKey",
        ],
        "Resource": "*",
        "Condition": {"ArnLike": {"kms:EncryptionContext:aws:logs:arn": labels.arn("logs", "*")}},
    }


def _publish(labels: Labels) -> list[Statement]:
    """Without it alarms fire, databases fail over, and the messages vanish.

    Source: SNS Developer Guide, key management, compatibility with event sources.
    """
    return [
        {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
            "Condition": {"StringEquals": {"aws:SourceAccount": labels.account_id}},
        }
        for sid, service in (
            ("AlarmsPublish", "cloudwatch.amazonaws.com"),
            ("DatabasesPublish", "events.rds.amazonaws.com"),
        )
    ]
