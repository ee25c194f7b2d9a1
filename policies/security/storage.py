"""What is demanded of S3 buckets: nobody from outside, encrypted, TLS only."""

from policies.bucket import satellites, takes_load_balancer_logs
from policies.condition import on
from policies.kinds import (
    BUCKET,
    BUCKET_ACCESS_BLOCK,
    BUCKET_ACL,
    BUCKET_ENCRYPTION,
    BUCKET_POLICY,
)
from policies.policy_document import Statement, statements
from policies.properties import Properties, is_false, is_true
from policies.rule import ALWAYS, Rule
from policies.subject import Subject
from policies.verdict import Undecided, Verdict, all_of, any_of, demand, violation

_FLAGS = ("blockPublicAcls", "blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets")


_ALGORITHMS = ("aws:kms", "aws:kms:dsse", "AES256")


_EVERY_ACTION = ("*", "s3:*", "elasticfilesystem:*")


OPEN_ACLS = ("public-read", "public-read-write", "website")


def _fully_blocked(bucket: Subject) -> Verdict | None:
    return any_of(
        lambda block=block: all_of(
            lambda flag=flag: demand(is_true(block.get(flag)), flag) for flag in _FLAGS[:2]
        )
        for block in satellites(bucket, BUCKET_ACCESS_BLOCK)
    ) or violation(detail="no public access block configures it")


def _algorithms(bucket: Subject) -> list[tuple[str, Properties]]:
    """The default encryption of a bucket: the satellite's rules, else the inline ones."""
    found = [
        rule for one in satellites(bucket, BUCKET_ENCRYPTION) for rule in one.each("rules")
    ] or list(bucket.sub("serverSideEncryptionConfiguration").each("rule"))
    return [
        (str(default.get("sseAlgorithm", "")), default)
        for rule in found
        for default in (rule.known().sub("applyServerSideEncryptionByDefault"),)
    ]


def _encrypted(bucket: Subject) -> Verdict | None:
    found = [name for name, _ in _algorithms(bucket)]
    return demand(all(one in _ALGORITHMS for one in found), "serverSideEncryptionConfiguration")


def _encrypted_with_kms(bucket: Subject) -> Verdict | None:
    found = [name for name, _ in _algorithms(bucket)]
    if takes_load_balancer_logs(bucket):
        return demand(
            all(not name.startswith("aws:kms") for name in found),
            "serverSideEncryptionConfiguration",
            "load balancers cannot write into a bucket with a KMS key: use AES256 here",
        )
    return demand(
        bool(found) and all(name.startswith("aws:kms") for name in found),
        "serverSideEncryptionConfiguration",
    )


def _policies(bucket: Subject) -> list[Properties]:
    return [one.document("policy") for one in satellites(bucket, BUCKET_POLICY)] + (
        [bucket.document("policy")] if bucket.has("policy") else []
    )


def refuses_plain_http(statement: Statement) -> bool:
    """Whether a statement denies every request that did not come by TLS."""
    transports = [
        value
        for operator, keys in statement.conditions.items()
        if operator.lower().startswith("bool") and isinstance(keys, dict)
        for key, value in keys.items()
        if key.lower() == "aws:securetransport"
    ]
    first = transports[0] if transports else None
    value = first[0] if isinstance(first, list) and first else first
    whole = any(action in _EVERY_ACTION for action in statement.actions)
    return not statement.allows and whole and is_false(value) and statement.for_anyone


def _tls_only(bucket: Subject) -> Verdict | None:
    return any_of(
        lambda policy=policy: demand(
            any(refuses_plain_http(one) for one in statements(policy)), "policy"
        )
        for policy in _policies(bucket)
    ) or violation(detail="no bucket policy refuses plain HTTP")


def _public_but_not_tls(acl: Subject) -> Verdict | None:
    """A bucket that a public ACL opens must at least refuse plain HTTP, unless the ACL is void."""
    if acl.get("acl", "private") not in (*OPEN_ACLS, "authenticated-read"):
        return demand(fulfilled=True)
    buckets = acl.uses("bucket", BUCKET)
    if not buckets:
        raise Undecided("bucket")
    return all_of(
        lambda one=one: any_of([lambda: _fully_blocked(one), lambda: _tls_only(one)])
        for one in buckets
    )


def _block_flag(flag: str, ids: str, name: str) -> Rule:
    return Rule(
        name=f"s3-access-block-{name}",
        control="S3-01",
        ids=f"FSBP:S3.1 FSBP:S3.8 CIS5:2.1.4 {ids}",
        severity="critical",
        levels=ALWAYS,
        applies_to=(BUCKET_ACCESS_BLOCK,),
        check=on(flag),
        problem="one of the four switches against public access is off",
        why="one wrong ACL or policy is enough to publish every object",
        fix="block_public_acls, block_public_policy, ignore_public_acls and "
        "restrict_public_buckets=True",
    )


RULES = (
    Rule(
        name="s3-public-access-blocked",
        control="S3-01",
        ids="FSBP:S3.1 FSBP:S3.8 CIS5:2.1.4 CKV2_AWS_6",
        severity="critical",
        levels=ALWAYS,
        applies_to=(BUCKET,),
        graph=True,
        check=_fully_blocked,
        never_exempt=True,
        problem="public access is not blocked",
        why="one wrong ACL or policy is enough to publish every object",
        fix="aws.s3.BucketPublicAccessBlock(bucket=bucket.id) with all four flags True",
    ),
    _block_flag("blockPublicAcls", "CKV_AWS_53", "new-acls"),
    _block_flag("blockPublicPolicy", "CKV_AWS_54", "policies"),
    _block_flag("ignorePublicAcls", "CKV_AWS_55", "old-acls"),
    _block_flag("restrictPublicBuckets", "CKV_AWS_56", "cross-account"),
    Rule(
        name="s3-encrypted",
        control="S3-02",
        ids="FSBP:S3.17 CKV_AWS_19",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET,),
        graph=True,
        check=_encrypted,
        problem="the default encryption names no algorithm",
        why="a disk that leaves the data centre would be readable",
        fix='aws.s3.BucketServerSideEncryptionConfiguration(..., sse_algorithm="aws:kms")',
    ),
    Rule(
        name="s3-encrypted-with-kms",
        control="S3-02",
        ids="FSBP:S3.17 CKV_AWS_145",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET,),
        graph=True,
        check=_encrypted_with_kms,
        problem="default encryption is of the wrong kind",
        why="with KMS reading needs a second permission; load balancer logs alone need SSE-S3",
        fix='aws.s3.BucketServerSideEncryptionConfiguration(..., sse_algorithm="aws:kms", '
        "kms_master_key_id=key.arn)",
    ),
    Rule(
        name="s3-tls-only",
        control="S3-04",
        ids="FSBP:S3.5 CIS5:2.1.1",
        severity="medium",
        levels=ALWAYS,
        applies_to=(BUCKET,),
        graph=True,
        check=_tls_only,
        problem="requests without TLS are answered",
        why="objects would cross the network in clear",
        fix="aws.s3.BucketPolicy that denies s3:* where aws:SecureTransport is false",
    ),
    Rule(
        name="s3-public-acl-tls-only",
        control="S3-04",
        ids="FSBP:S3.5 CIS5:2.1.1 CKV_AWS_379",
        severity="medium",
        levels=ALWAYS,
        applies_to=(BUCKET_ACL,),
        graph=True,
        check=_public_but_not_tls,
        problem="a published bucket answers requests without TLS",
        why="what everybody may read can be changed on the way",
        fix="remove the ACL, or an aws.s3.BucketPolicy that denies s3:* where "
        "aws:SecureTransport is false",
    ),
)
