"""What is demanded of S3 buckets so that objects survive mistakes."""

from policies.bucket import receives_logs, satellites, takes_load_balancer_logs
from policies.condition import not_on, where
from policies.kinds import (
    BUCKET,
    BUCKET_LOGGING,
    BUCKET_OBJECT_LOCK,
    BUCKET_POLICY,
    BUCKET_REPLICATION,
    BUCKET_VERSIONING,
)
from policies.policy_document import Statement, statements
from policies.properties import is_true
from policies.rule import PROD_ADVICE, PROD_FIRST, PROD_ONLY, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation

_LOG_DELIVERY = "logdelivery.elasticloadbalancing.amazonaws.com"


def _versioned(bucket: Subject) -> Verdict | None:
    return any_of(
        [
            lambda: demand(is_true(bucket.sub("versioning").get("enabled")), "versioning.enabled"),
            *(
                lambda one=one: demand(
                    one.get("versioningConfiguration.status") == "Enabled",
                    "versioningConfiguration.status",
                )
                for one in satellites(bucket, BUCKET_VERSIONING)
            ),
        ]
    ) or violation(detail="no versioning configures it")


def _is_for_backups(bucket: Subject) -> bool:
    named = (bucket.resource.name, str(bucket.read("bucket")), str(bucket.read("tags.role")))
    return any(word in one.lower() for one in named for word in ("backup", "audit"))


def _objects_locked(bucket: Subject) -> Verdict | None:
    locked = satellites(bucket, BUCKET_OBJECT_LOCK)
    inline = bucket.get("objectLockConfiguration.objectLockEnabled", "")
    on = is_true(bucket.get("objectLockEnabled")) or inline == "Enabled"
    return demand(on or bool(locked), "objectLockEnabled")


def _logged(bucket: Subject) -> Verdict | None:
    if receives_logs(bucket):
        return None
    found = satellites(bucket, BUCKET_LOGGING)
    return demand(bool(found) or bucket.has("loggings"), "loggings")


def _copied(bucket: Subject) -> Verdict | None:
    found = satellites(bucket, BUCKET_REPLICATION)
    return demand(bool(found) or bucket.has("replicationConfiguration"), "replicationConfiguration")


def _of_tier_one(bucket: Subject) -> bool:
    return str(bucket.read("tags.backup-tier")).lower() in ("dr", "1", "gold")


def _takes_balancer_logs(bucket: Subject) -> Verdict | None:
    if not takes_load_balancer_logs(bucket):
        return None
    allowed = [
        one
        for policy in satellites(bucket, BUCKET_POLICY)
        for one in statements(policy.document("policy"))
        if one.grants("s3:putobject")
    ]
    return demand(any(_is_balancer(one) for one in allowed), detail="no statement lets them write")


def _is_balancer(statement: Statement) -> bool:
    """Source: ELB user guide, "Enable access logs": the service or the Region's ELB account."""
    return any(
        value == _LOG_DELIVERY or (kind == "AWS" and value != "*")
        for kind, value in statement.principals
    )


RULES = (
    Rule(
        name="s3-access-logged",
        control="S3-05",
        ids="FSBP:S3.9 CKV_AWS_18",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(BUCKET,),
        graph=True,
        check=_logged,
        problem="nobody records who read what",
        why="after a leak the first question is what was taken",
        fix="aws.s3.BucketLogging(bucket=bucket.id, target_bucket=logs.id)",
    ),
    Rule(
        name="s3-backups-locked",
        control="S3-10",
        ids="FSBP:S3.15 CKV_AWS_143",
        severity="medium",
        levels=PROD_ONLY,
        applies_to=(BUCKET,),
        graph=True,
        check=where(
            lambda one: _is_for_backups(one) or one.has("objectLockConfiguration"), _objects_locked
        ),
        problem="backups in it can be deleted",
        why="ransomware deletes the backups first",
        fix="an aws.s3.BucketObjectLockConfiguration; it locks a bucket that exists, too",
    ),
    Rule(
        name="s3-copied-to-another-region",
        control="S3-11",
        ids="FSBP:S3.7 CKV_AWS_144",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(BUCKET,),
        graph=True,
        check=where(_of_tier_one, _copied),
        problem="the only copy is in one Region",
        why="it is tagged as needed after the loss of a Region",
        fix="aws.s3.BucketReplicationConfig(bucket=bucket.id, ...)",
    ),
    Rule(
        name="log-bucket-takes-load-balancer-logs",
        control="X-13",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BUCKET,),
        graph=True,
        check=_takes_balancer_logs,
        problem="the load balancer may not write its logs",
        why="the logs are silently missing on the day they are needed",
        fix='a statement that allows s3:PutObject to {"Service": '
        '"logdelivery.elasticloadbalancing.amazonaws.com"}',
    ),
    Rule(
        name="s3-versioned",
        control="S3-03",
        ids="FSBP:S3.14 CKV_AWS_21",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(BUCKET,),
        graph=True,
        check=_versioned,
        problem="overwritten and deleted objects are gone",
        why="a wrong upload or a stolen credential destroys what was there",
        fix='aws.s3.BucketVersioning(versioning_configuration={"status": "Enabled"})',
    ),
    Rule(
        name="s3-not-emptied-on-destroy",
        control="S3-10",
        ids="FSBP:S3.15",
        severity="medium",
        levels=PROD_ONLY,
        applies_to=(BUCKET,),
        check=not_on("forceDestroy"),
        problem="destroying the stack deletes every object",
        why="one wrong command, and the data is gone",
        fix="force_destroy=False",
    ),
)
