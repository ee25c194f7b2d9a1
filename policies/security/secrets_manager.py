"""What is demanded of secrets: own key, rotation, length, and time to take a deletion back."""

from policies.condition import given, own_key, where
from policies.kinds import (
    RANDOM_PASSWORD,
    SECRET_ENTRY,
    SECRET_ROTATION,
    SSM_PARAMETER,
)
from policies.properties import number
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation


def _rotated(secret: Subject) -> Verdict | None:
    return any_of(
        lambda one=one: demand(one.has("rotationRules"), "rotationRules")
        for one in secret.users(SECRET_ROTATION, "secretId")
    ) or violation(detail="no rotation is scheduled")


def _rotated_in_time(rotation: Subject) -> Verdict | None:
    days = number(rotation.get("rotationRules.automaticallyAfterDays", 0)) or 0
    schedule = rotation.get("rotationRules.scheduleExpression", "")
    text = str(schedule)
    if text.startswith("rate("):
        count, _, unit = text[5:].rstrip(")").partition(" ")
        days = (number(count) or 0) / (24 if unit.startswith("hour") else 1)
    elif text:
        return demand(fulfilled=True)
    return demand(0 < days <= rotation.threshold("maximum_days"), "rotationRules")


def _long_enough(generated: Subject) -> Verdict | None:
    length = number(generated.get("length", generated.threshold("minimum_length")))
    return demand(length is not None and length >= generated.threshold("minimum_length"), "length")


RULES = (
    Rule(
        name="secret-encrypted-with-own-key",
        control="SEC-01",
        ids="CKV_AWS_149",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SECRET_ENTRY,),
        graph=True,
        check=own_key("kmsKeyId"),
        problem="the key is the one that AWS manages",
        why="who may read the secret and who may use its key are then the same question",
        fix="kms_key_id=key.arn",
    ),
    Rule(
        name="secret-rotated",
        control="SEC-02",
        ids="FSBP:SecretsManager.1 CKV2_AWS_57",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SECRET_ENTRY,),
        graph=True,
        check=_rotated,
        problem="the secret is never changed",
        why="whoever copied it once can use it for ever",
        fix="aws.secretsmanager.SecretRotation(secret_id=secret.id, "
        'rotation_rules={"automatically_after_days": 30})',
    ),
    Rule(
        name="secret-rotation-frequent",
        control="SEC-02",
        ids="FSBP:SecretsManager.4 CKV_AWS_304",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SECRET_ROTATION,),
        check=_rotated_in_time,
        thresholds={"maximum_days": 90},
        problem="the secret is changed too seldom",
        why="whoever copied it once can use it until then",
        fix='rotation_rules={"automatically_after_days": 30}',
    ),
    Rule(
        name="secret-deletion-reversible",
        control="SEC-03",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SECRET_ENTRY,),
        check=lambda secret: demand(
            (number(secret.get("recoveryWindowInDays", 30)) or 0)
            >= secret.threshold("minimum_days"),
            "recoveryWindowInDays",
        ),
        thresholds={"minimum_days": 30},
        in_staging={"minimum_days": 7},
        problem="a deleted secret is gone at once",
        why="one mistake takes every program down that reads it",
        fix="recovery_window_in_days=30",
    ),
    Rule(
        name="generated-secret-long",
        control="SEC-04",
        severity="high",
        levels=ALWAYS,
        applies_to=(RANDOM_PASSWORD,),
        check=_long_enough,
        thresholds={"minimum_length": 32},
        problem="a generated secret is short",
        why="32 characters are what a signing key of 256 bits needs",
        fix="length=32 or more (50 for a Django SECRET_KEY)",
    ),
    Rule(
        name="ssm-parameter-encrypted-with-own-key",
        control="SEC-06",
        ids="CKV_AWS_337",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SSM_PARAMETER,),
        check=where(
            lambda one: one.get("type") == "SecureString",
            given("keyId"),
        ),
        problem="the key is the one that AWS manages",
        why="who may read the parameter and who may use its key are then the same question",
        fix='type="SecureString", key_id=key.key_id',
    ),
)
