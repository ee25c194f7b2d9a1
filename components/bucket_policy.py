"""Who may use a bucket besides the tasks of the stack."""

from collections.abc import Sequence

from components.labels import Labels
from components.policy_document import Statement

BALANCER_LOGS, BUCKET_LOGS = LOG_WRITERS = (
    "logdelivery.elasticloadbalancing.amazonaws.com",
    "logging.s3.amazonaws.com",
)
"""Who delivers access logs: the load balancer, and S3 for the other buckets."""

EDGE_LOGS = "delivery.logs.amazonaws.com"
"""Who delivers them for CloudFront."""

_CLOUDFRONT = "cloudfront.amazonaws.com"


def bucket_statements(
    bucket: str, labels: Labels, log_writers: Sequence[str], *, is_delivered: bool
) -> list[Statement]:
    """Nobody without TLS; those who deliver logs; CloudFront where the objects are public."""
    arn = f"arn:aws:s3:::{bucket}"
    only_tls: Statement = {
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "s3:*",
        "Resource": [arn, f"{arn}/*"],
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
    readers = [_may_serve(bucket, labels)] if is_delivered else []
    return [only_tls, *(_may_deliver(one, bucket, labels) for one in log_writers), *readers]


def _may_deliver(service: str, bucket: str, labels: Labels) -> Statement:
    """Only for this account's own load balancers and buckets.

    Source: ELB User Guide, access logs, bucket policy (it knows a source ARN only);
    S3 User Guide, server access logs; CloudWatch Logs User Guide, logs sent to Amazon S3 (V2).
    """
    own_balancers = labels.arn("elasticloadbalancing", "loadbalancer/*")
    condition = {
        BALANCER_LOGS: {"ArnLike": {"aws:SourceArn": own_balancers}},
        BUCKET_LOGS: {"StringEquals": {"aws:SourceAccount": labels.account_id}},
        EDGE_LOGS: {
            "StringEquals": {
                "aws:SourceAccount": labels.account_id,
                "s3:x-amz-acl": "bucket-owner-full-control",
            },
            "ArnLike": {"aws:SourceArn": labels.edge_log_sources},
        },
    }
    return {
        "Sid": f"Deliver{service.partition('.')[0].title()}",
        "Effect": "Allow",
        "Principal": {"Service": service},
        "Action": "s3:PutObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": condition[service],
    }


def _may_serve(bucket: str, labels: Labels) -> Statement:
    """The account's distributions, by pattern: the one that it is for comes later.

    Source: CloudFront Developer Guide, restricting access to an S3 origin, origin access control.
    """
    return {
        "Sid": "CloudFrontReads",
        "Effect": "Allow",
        "Principal": {"Service": _CLOUDFRONT},
        "Action": "s3:GetObject",
        "Resource": f"arn:aws:s3:::{bucket}/*",
        "Condition": {"ArnLike": {"aws:SourceArn": labels.distributions}},
    }
