"""What becomes of a bucket's objects with age."""

import pulumi_aws as aws

from groundplan.settings.storage import BucketSettings

_ABORT_UPLOADS_AFTER_DAYS = 7


def lifecycle_rule(
    settings: BucketSettings,
) -> aws.s3.BucketLifecycleConfigurationRuleArgsDict:
    """One rule for all objects: cheaper classes, then the end; unfinished uploads too."""
    rule: aws.s3.BucketLifecycleConfigurationRuleArgsDict = {
        "id": "age",
        "status": "Enabled",
        "filter": {"prefix": ""},
        "transitions": [
            {"days": one.after_days, "storage_class": one.storage_class}
            for one in settings.transitions
        ],
        "noncurrent_version_expiration": {"noncurrent_days": settings.noncurrent_expire_after_days},
        "abort_incomplete_multipart_upload": {"days_after_initiation": _ABORT_UPLOADS_AFTER_DAYS},
    }
    if settings.expire_after_days is not None:
        rule["expiration"] = {"days": settings.expire_after_days}
    return rule
