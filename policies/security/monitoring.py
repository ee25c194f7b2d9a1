"""What is demanded of logs and topics, so that nobody reads along."""

from policies.condition import given
from policies.kinds import LOG_GROUP
from policies.rule import PROD_ADVICE, Rule

RULES = (
    Rule(
        name="log-group-encrypted-with-own-key",
        control="CW-02",
        ids="CKV_AWS_158",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(LOG_GROUP,),
        check=given("kmsKeyId"),
        problem="the key is the one that AWS manages",
        why="logs hold what programs should not have printed",
        fix="kms_key_id=key.arn",
    ),
)
