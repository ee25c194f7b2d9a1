"""What is demanded of S3 buckets so that nothing is paid for ever."""

from policies.bucket import satellites
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


RULES = (
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
        "storage.<name>.lifecycle",
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
