"""Who may use S3 objects: access lists, owners and bucket policies."""

from policies.bucket import satellites
from policies.kinds import (
    BUCKET,
    BUCKET_ACL,
    BUCKET_OWNERSHIP,
    BUCKET_POLICY,
)
from policies.policy_document import Statement, statements
from policies.rule import ALWAYS, Rule
from policies.security.storage import OPEN_ACLS
from policies.subject import Subject
from policies.verdict import Verdict, all_of, any_of, demand

_PUBLIC_GROUPS = ("http://acs.amazonaws.com/groups/global/AllUsers",)


_EVERY_AWS_USER = ("http://acs.amazonaws.com/groups/global/AuthenticatedUsers",)


def _policy_not_public(subject: Subject) -> Verdict | None:
    if not subject.has("policy"):
        return None
    return all_of(
        lambda one=one: demand(not one.open_to_anyone, "policy")
        for one in statements(subject.document("policy"))
    ) or demand(fulfilled=True)


def _locks_everybody_out(statement: Statement) -> bool:
    whole = any(action in ("*", "s3:*") for action in statement.actions)
    return not statement.allows and whole and statement.for_anyone and not statement.conditions


def _policy_not_lockout(subject: Subject) -> Verdict | None:
    if not subject.has("policy"):
        return None
    return all_of(
        lambda one=one: demand(not _locks_everybody_out(one), "policy")
        for one in statements(subject.document("policy"))
    ) or demand(fulfilled=True)


def _acl_not(names: tuple[str, ...], groups: tuple[str, ...]):  # noqa: ANN202
    def check(subject: Subject) -> Verdict | None:
        grants = [
            *subject.sub("accessControlPolicy").each("grants"),
            *subject.each("grants"),
        ]
        uris = [grant.known().get("grantee.uri", grant.get("uri", "")) for grant in grants]
        return demand(
            subject.get("acl", "private") not in names and not any(uri in groups for uri in uris),
            "acl" if subject.has("acl") else "grants",
        )

    return check


def _owner_enforced(bucket: Subject) -> Verdict | None:
    return any_of(
        lambda one=one: demand(
            one.get("rule.objectOwnership") == "BucketOwnerEnforced", "rule.objectOwnership"
        )
        for one in satellites(bucket, BUCKET_OWNERSHIP)
    ) or demand(fulfilled=True)


RULES = (
    Rule(
        name="s3-objects-owned-by-bucket",
        control="S3-08",
        ids="FSBP:S3.12 CKV2_AWS_65",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET,),
        graph=True,
        check=_owner_enforced,
        problem="access lists are still in force",
        why="an object may be readable to others than the bucket's policy says",
        fix='aws.s3.BucketOwnershipControls(rule={"object_ownership": "BucketOwnerEnforced"})',
    ),
    Rule(
        name="s3-acl-not-public",
        control="S3-08",
        ids="FSBP:S3.2 FSBP:S3.3 FSBP:S3.12 CKV_AWS_20 CKV_AWS_57",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_ACL),
        check=_acl_not(OPEN_ACLS, _PUBLIC_GROUPS),
        problem="an access list lets everybody in",
        why="objects are published without any policy saying so",
        fix='remove the ACL, or acl="private"',
    ),
    Rule(
        name="s3-acl-not-for-every-aws-user",
        control="S3-08",
        ids="FSBP:S3.2 FSBP:S3.3 FSBP:S3.12 CKV_AWS_375 CKV2_AWS_43",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_ACL),
        check=_acl_not(("authenticated-read",), _EVERY_AWS_USER),
        problem="an access list lets every AWS customer in",
        why="whoever has any AWS account may read",
        fix='remove the ACL, or acl="private"',
    ),
    Rule(
        name="s3-policy-not-public",
        control="S3-09",
        ids="FSBP:S3.2 FSBP:S3.6 CKV_AWS_70",
        severity="critical",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_POLICY),
        check=_policy_not_public,
        problem="the policy lets everybody in",
        why="objects are on the internet",
        fix='name the principals, or narrow "*" by a Condition',
    ),
    Rule(
        name="s3-policy-not-lockout",
        control="S3-09",
        ids="FSBP:S3.2 FSBP:S3.6 CKV_AWS_93",
        severity="critical",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_POLICY),
        check=_policy_not_lockout,
        problem="the policy locks everybody out",
        why="only the account's root user could repair it",
        fix="narrow the Deny by a Condition or to the actions that you mean",
    ),
)
