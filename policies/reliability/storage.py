"""What is demanded of S3 buckets so that objects survive mistakes."""

from policies.bucket import satellites
from policies.condition import not_on
from policies.kinds import BUCKET, BUCKET_VERSIONING
from policies.properties import is_true
from policies.rule import PROD_FIRST, PROD_ONLY, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation


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


RULES = (
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
