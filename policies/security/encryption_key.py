"""What is demanded of KMS keys: rotated, not open to others, not deleted by accident."""

from policies.condition import not_off, on, where
from policies.kinds import KEY, KEY_POLICY
from policies.policy_document import statements
from policies.properties import number
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_MAXIMUM_WINDOW = 30


def _is_symmetric(key: Subject) -> bool:
    return key.get("customerMasterKeySpec", "SYMMETRIC_DEFAULT") == "SYMMETRIC_DEFAULT"


def _policy_not_public(subject: Subject) -> Verdict | None:
    if not subject.has("policy"):
        return None
    return all_of(
        lambda one=one: demand(not one.open_to_anyone, "policy")
        for one in statements(subject.document("policy"))
    ) or demand(fulfilled=True)


def _has_policy(key: Subject) -> Verdict | None:
    return demand(key.has("policy") or any(True for _ in key.users(KEY_POLICY, "keyId")), "policy")


RULES = (
    Rule(
        name="kms-key-rotated",
        control="KMS-01",
        ids="FSBP:KMS.4 CIS5:3.6 CKV_AWS_7",
        severity="medium",
        levels=ALWAYS,
        applies_to=(KEY,),
        check=where(_is_symmetric, on("enableKeyRotation")),
        problem="the key is never rotated",
        why="one leaked key would open everything that was ever encrypted",
        fix="enable_key_rotation=True",
    ),
    Rule(
        name="kms-key-enabled",
        control="KMS-01",
        ids="FSBP:KMS.4 CKV_AWS_227",
        severity="medium",
        levels=ALWAYS,
        applies_to=(KEY,),
        check=not_off("isEnabled"),
        problem="the key is disabled",
        why="whatever is encrypted with it cannot be read",
        fix="is_enabled=True",
    ),
    Rule(
        name="kms-policy-not-public",
        control="KMS-02",
        ids="FSBP:KMS.5 CKV_AWS_33",
        severity="critical",
        levels=ALWAYS,
        applies_to=(KEY, KEY_POLICY),
        check=_policy_not_public,
        problem="the key's policy lets everybody in",
        why="any AWS account could decrypt",
        fix='name the principals, or narrow "*" by a Condition such as kms:CallerAccount',
    ),
    Rule(
        name="kms-policy-explicit",
        control="KMS-02",
        ids="FSBP:KMS.5 CKV2_AWS_64",
        severity="critical",
        levels=ALWAYS,
        applies_to=(KEY,),
        graph=True,
        check=_has_policy,
        problem="the key has no policy of its own",
        why="the default lets every IAM policy of the account decide who decrypts",
        fix="policy=<document that names administrators and users of the key>",
    ),
    Rule(
        name="kms-deletion-slow",
        control="KMS-03",
        ids="FSBP:KMS.3",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(KEY,),
        check=lambda key: demand(
            (number(key.get("deletionWindowInDays", _MAXIMUM_WINDOW)) or 0)
            >= key.threshold("minimum_days"),
            "deletionWindowInDays",
        ),
        thresholds={"minimum_days": 30},
        in_staging={"minimum_days": 7},
        problem="the key can be deleted quickly",
        why="everything that it encrypted is lost with it",
        fix="deletion_window_in_days=30",
    ),
)
