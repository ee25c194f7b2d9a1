"""No people and no keys in the program: users come by SSO, programs by role."""

from policies.condition import property_is
from policies.kinds import (
    ACCESS_KEY,
    POLICY_ATTACHMENT,
    USER,
    USER_POLICY,
    USER_POLICY_ATTACHMENT,
)
from policies.rule import ALWAYS, Rule
from policies.verdict import demand, violation

RULES = (
    Rule(
        name="iam-no-users",
        control="IAM-06",
        ids="FSBP:IAM.2 CIS5:1.14 CKV_AWS_273",
        severity="high",
        levels=ALWAYS,
        applies_to=(USER,),
        check=lambda _: violation(),
        problem="the program makes an IAM user",
        why="users have passwords and keys that do not end; people come by SSO, programs by role",
        fix="use a role: task_role_arn for programs, IAM Identity Center for people",
    ),
    Rule(
        name="iam-no-access-keys",
        control="IAM-06",
        ids="FSBP:IAM.2 CIS5:1.14",
        severity="high",
        levels=ALWAYS,
        applies_to=(ACCESS_KEY,),
        check=lambda _: violation(),
        problem="the program makes an access key",
        why="it does not end, and it lies in the state",
        fix="use a role: task_role_arn for programs, OIDC for pipelines",
    ),
    Rule(
        name="iam-no-root-access-keys",
        control="IAM-06",
        ids="FSBP:IAM.2 CIS5:1.14 CKV_AWS_348",
        severity="high",
        levels=ALWAYS,
        applies_to=(ACCESS_KEY,),
        check=property_is("user", lambda one: one != "root"),
        never_exempt=True,
        problem="the account's root user gets an access key",
        why="no policy limits root, and no policy can take the key away",
        fix="use a role: task_role_arn for programs, OIDC for pipelines",
    ),
    Rule(
        name="iam-no-policies-on-users",
        control="IAM-06",
        ids="FSBP:IAM.2 CIS5:1.14 CKV_AWS_40",
        severity="high",
        levels=ALWAYS,
        applies_to=(USER_POLICY, USER_POLICY_ATTACHMENT, POLICY_ATTACHMENT),
        check=lambda one: demand(one.kind == POLICY_ATTACHMENT and not one.has("users"), "users"),
        problem="a policy is attached to a user",
        why="rights of single people are forgotten when they change teams",
        fix="attach it to a role or a group",
    ),
)
