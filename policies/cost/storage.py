"""What is demanded of S3 buckets so that nothing is paid for ever."""

from policies.bucket import satellites
from policies.condition import where
from policies.kinds import BUCKET, BUCKET_LIFECYCLE
from policies.properties import Properties, number
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation


def _rules(subject: Subject) -> list[Properties]:
    return list(subject.each("rules")) + list(subject.each("lifecycleRules"))


def _has_lifecycle(bucket: Subject) -> Verdict | None:
    found = [*satellites(bucket, BUCKET_LIFECYCLE)]
    return demand(
        any(one.has("rules") for one in found) or bucket.has("lifecycleRules"), "lifecycleRules"
    )


def _applies_everywhere(rule: Properties) -> bool:
    narrow = ("prefix", "filter.prefix", "filter.tag", "filter.and")
    return not any(rule.has(one) for one in narrow)


def _aborts_uploads(lifecycle: Subject) -> Verdict | None:
    return any_of(
        lambda rule=rule: demand(
            rule.known().get("status", "Enabled") == "Enabled"
            and _applies_everywhere(rule)
            and (days := number(rule.get("abortIncompleteMultipartUpload.daysAfterInitiation", 0)))
            is not None
            and 0 < days <= lifecycle.threshold("maximum_days"),
            rule.path,
        )
        for rule in _rules(lifecycle)
    ) or violation("rules")


def _old_versions_end(lifecycle: Subject) -> Verdict | None:
    return any_of(
        lambda rule=rule: demand(
            rule.known().has("noncurrentVersionExpiration") or rule.has("expiration"), rule.path
        )
        for rule in _rules(lifecycle)
    ) or violation("rules")


def _is_for_backups(lifecycle: Subject) -> bool:
    owners = [lifecycle.resource.name, *(one.resource.name for one in lifecycle.uses("bucket"))]
    return any("backup" in one.lower() for one in owners)


def _backups_cool_and_end(lifecycle: Subject) -> Verdict | None:
    return any_of(
        lambda rule=rule: demand(_cools(lifecycle, rule) and _ends(lifecycle, rule), rule.path)
        for rule in _rules(lifecycle)
    ) or violation("rules")


def _cools(lifecycle: Subject, rule: Properties) -> bool:
    moves = [
        one.number("days") for one in rule.known().each("transitions") if one.known().has("days")
    ]
    return bool(moves) and min(moves) >= lifecycle.threshold("minimum_cool_days")


def _ends(lifecycle: Subject, rule: Properties) -> bool:
    return rule.number("expiration.days") >= lifecycle.threshold("minimum_days")


RULES = (
    Rule(
        name="s3-old-versions-expire",
        control="S3-06",
        ids="FSBP:S3.13",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BUCKET_LIFECYCLE,),
        check=_old_versions_end,
        problem="old versions are kept for ever",
        why="every overwrite is paid every month",
        fix='"noncurrent_version_expiration": {"noncurrent_days": 30} in a rule',
    ),
    Rule(
        name="s3-backups-cool-and-expire",
        control="S3-07",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BUCKET_LIFECYCLE,),
        graph=True,
        check=where(_is_for_backups, _backups_cool_and_end),
        thresholds={"minimum_cool_days": 30, "minimum_days": 90},
        problem="backups stay in the dear class, or end too soon",
        why="STANDARD_IA bills 30 days at least, and the guides promise 90 days back",
        fix='"transitions": [{"days": 30, "storage_class": "STANDARD_IA"}], '
        '"expiration": {"days": 90}',
    ),
    Rule(
        name="s3-lifecycle-defined",
        control="S3-06",
        ids="FSBP:S3.13 CKV2_AWS_61",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BUCKET,),
        graph=True,
        check=_has_lifecycle,
        problem="nothing ever expires",
        why="old versions and forgotten files are paid every month",
        fix="aws.s3.BucketLifecycleConfiguration(bucket=bucket.id, rules=[...]); settings: "
        "storage.<name>.noncurrent_expire_after_days",
    ),
    Rule(
        name="s3-uploads-aborted",
        control="S3-06",
        ids="FSBP:S3.13 CKV_AWS_300",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BUCKET_LIFECYCLE,),
        check=_aborts_uploads,
        thresholds={"maximum_days": 7},
        problem="broken uploads are kept",
        why="parts of uploads that never ended are paid and never seen",
        fix='"abort_incomplete_multipart_upload": {"days_after_initiation": 7} in a rule for all '
        "objects",
    ),
)
