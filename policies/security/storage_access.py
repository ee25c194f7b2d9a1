"""Who may use S3 objects: access lists, owners and bucket policies."""

from policies.bucket import satellites
from policies.condition import Check, property_is
from policies.kinds import (
    BUCKET,
    BUCKET_ACCESS_BLOCK,
    BUCKET_ACL,
    BUCKET_OWNERSHIP,
    BUCKET_POLICY,
)
from policies.policy_document import Statement, statements
from policies.properties import Properties, is_true
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


def _grants(subject: Subject) -> list[tuple[str, str]]:
    """Permission and group of every grant that an access list spells out."""
    found = [*subject.sub("accessControlPolicy").each("grants"), *subject.each("grants")]
    return [
        (permission, str(grant.get("grantee.uri", grant.get("uri", ""))))
        for grant in map(Properties.known, found)
        for permission in grant.strings("permission") + grant.strings("permissions")
    ]


def _void(bucket: Subject) -> bool:
    """Whether a public access block makes public access lists mean nothing."""
    return any(
        is_true(one.get("ignorePublicAcls")) for one in satellites(bucket, BUCKET_ACCESS_BLOCK)
    )


def _acl_closed(names: tuple[str, ...], permissions: tuple[str, ...]) -> Check:
    """No access list, in the bucket or beside it, gives everybody one of these."""

    def closed(subject: Subject) -> Verdict:
        given = {permission for permission, uri in _grants(subject) if uri in _PUBLIC_GROUPS}
        public = subject.get("acl", "private") in names or bool(given & {*permissions})
        return demand(not public, "acl" if subject.has("acl") else "grants")

    def check(subject: Subject) -> Verdict | None:
        buckets = [subject] if subject.kind == BUCKET else subject.uses("bucket", BUCKET)
        lists = [subject, *satellites(subject, BUCKET_ACL)] if subject.kind == BUCKET else [subject]
        return any_of(
            [
                lambda: all_of(lambda one=one: closed(one) for one in lists),
                *(lambda one=one: demand(_void(one)) for one in buckets),
            ]
        )

    return check


def _acl_not(
    names: tuple[str, ...], groups: tuple[str, ...], permissions: tuple[str, ...]
) -> Check:
    """The access list names none of these, and grants no group one of these permissions."""

    def check(subject: Subject) -> Verdict | None:
        given = any(uri in groups and one in permissions for one, uri in _grants(subject))
        return demand(
            subject.get("acl", "private") not in names and not given,
            "acl" if subject.has("acl") else "grants",
        )

    return check


RULES = (
    Rule(
        name="s3-objects-owned-by-bucket",
        control="S3-08",
        ids="FSBP:S3.12 CKV2_AWS_65",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET_OWNERSHIP,),
        check=property_is("rule.objectOwnership", lambda one: one == "BucketOwnerEnforced"),
        problem="access lists are still in force",
        why="an object may be readable to others than the bucket's policy says",
        fix='rule={"object_ownership": "BucketOwnerEnforced"}',
    ),
    Rule(
        name="s3-acl-not-publicly-readable",
        control="S3-08",
        ids="FSBP:S3.2 FSBP:S3.12 CKV_AWS_20",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_ACL),
        graph=True,
        check=_acl_closed(OPEN_ACLS, ("READ", "FULL_CONTROL")),
        problem="an access list lets everybody read",
        why="objects are published without any policy saying so",
        fix='remove the ACL, or acl="private"',
    ),
    Rule(
        name="s3-acl-not-publicly-writable",
        control="S3-08",
        ids="FSBP:S3.3 FSBP:S3.12 CKV_AWS_57",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_ACL),
        graph=True,
        check=_acl_closed(("public-read-write",), ("WRITE", "FULL_CONTROL")),
        problem="an access list lets everybody write",
        why="strangers store and replace files at your cost and in your name",
        fix='remove the ACL, or acl="private"',
    ),
    Rule(
        name="s3-acl-not-publicly-visible",
        control="S3-08",
        ids="FSBP:S3.12 CKV_AWS_375",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET_ACL,),
        check=_acl_not((), (*_PUBLIC_GROUPS, *_EVERY_AWS_USER), ("READ_ACP", "FULL_CONTROL")),
        problem="everybody may read who has access",
        why="the list of permissions is a map for an attacker",
        fix='remove the grant, or acl="private"',
    ),
    Rule(
        name="s3-acl-not-for-every-aws-user",
        control="S3-08",
        ids="FSBP:S3.2 FSBP:S3.3 FSBP:S3.12 CKV2_AWS_43",
        severity="high",
        levels=ALWAYS,
        applies_to=(BUCKET, BUCKET_ACL),
        check=_acl_not(
            ("authenticated-read",),
            _EVERY_AWS_USER,
            ("READ", "WRITE", "READ_ACP", "WRITE_ACP", "FULL_CONTROL"),
        ),
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
