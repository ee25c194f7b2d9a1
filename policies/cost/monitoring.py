"""What is demanded of logs so that they are kept as long as needed and no longer."""

from policies.condition import given
from policies.kinds import LOG_GROUP
from policies.properties import number
from policies.rule import PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand


def _kept_long_enough(group: Subject) -> Verdict | None:
    days = number(group.get("retentionInDays", 0))
    return demand(
        days == 0 or (days is not None and days >= group.threshold("minimum_days")),
        "retentionInDays",
    )


RULES = (
    Rule(
        name="log-group-expires",
        control="CW-01",
        ids="FSBP:CloudWatch.16 CKV_AWS_66",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOG_GROUP,),
        check=given("retentionInDays"),
        problem="logs are kept for ever",
        why="storage grows every month, and personal data outlives its purpose",
        fix="retention_in_days=365; settings: services.<name>.log_retention_days",
    ),
    Rule(
        name="log-group-kept-for-audit",
        control="CW-01",
        ids="FSBP:CloudWatch.16 CKV_AWS_338",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOG_GROUP,),
        check=_kept_long_enough,
        thresholds={"minimum_days": 365},
        in_staging={"minimum_days": 30},
        problem="logs are deleted before an audit could ask for them",
        why="intrusions are often found months later",
        fix="retention_in_days=365; settings: services.<name>.log_retention_days",
    ),
)
