"""What is demanded of IAM: who may do what, and nobody everything."""

from collections.abc import Callable
from typing import Unpack

from policies.kinds import (
    GROUP_POLICY,
    GROUP_POLICY_ATTACHMENT,
    MANAGED_POLICY,
    POLICY_ATTACHMENT,
    ROLE,
    ROLE_POLICY,
    ROLE_POLICY_ATTACHMENT,
    USER_POLICY,
    USER_POLICY_ATTACHMENT,
)
from policies.policy_document import Statement, statements
from policies.rule import ALWAYS, PROD_FIRST, Rule, Text
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_POLICIES = (MANAGED_POLICY, ROLE_POLICY, USER_POLICY, GROUP_POLICY)


_ATTACHMENTS = (
    ROLE_POLICY_ATTACHMENT,
    USER_POLICY_ATTACHMENT,
    GROUP_POLICY_ATTACHMENT,
    POLICY_ATTACHMENT,
)


_ADMINISTRATOR = "AdministratorAccess"


_IAM_OWNER = "IAMFullAccess"


def no_statement(harmful: Callable[[Statement], bool], path: str = "policy"):  # noqa: ANN201
    """A demand on a policy document: no statement of it is harmful."""

    def check(subject: Subject) -> Verdict | None:
        documents = [subject.document(path)] if subject.has(path) else []
        if subject.kind == ROLE and path == "policy":
            documents = [one.known().document("policy") for one in subject.each("inlinePolicies")]
        return all_of(
            lambda one=one, document=document: demand(not harmful(one), document.path)
            for document in documents
            for one in statements(document)
        ) or (demand(fulfilled=True) if documents else None)

    return check


def _everything(statement: Statement) -> bool:
    return statement.allows and "*" in statement.actions and "*" in statement.resources


def _every_action(statement: Statement) -> bool:
    return statement.allows and "*" in statement.actions


def _all_of_iam(statement: Statement) -> bool:
    return (
        statement.allows
        and "*" in statement.resources
        and any(one in ("*", "iam:*") for one in statement.actions)
    )


def _whole_service(statement: Statement) -> bool:
    return statement.allows and any(
        action.endswith(":*") and action != "*" for action in statement.actions
    )


def _every_key_readable(statement: Statement) -> bool:
    return (
        statement.grants("kms:decrypt", "kms:reencryptfrom")
        and not statement.conditions
        and any(one in ("*", "arn:aws:kms:*:*:key/*") for one in statement.resources)
    )


def _not_attached(name: str):  # noqa: ANN202
    def check(subject: Subject) -> Verdict | None:
        arns = [subject.get("policyArn", "")]
        if subject.kind == ROLE:
            arns = list(subject.strings("managedPolicyArns"))
        path = "managedPolicyArns" if subject.kind == ROLE else "policyArn"
        return demand(not any(str(arn).endswith(f"/{name}") for arn in arns), path)

    return check


def _policy_rule(
    name: str, control: str, ids: str, harmful: Callable[[Statement], bool], **text: Unpack[Text]
) -> Rule:
    return Rule(
        name=name,
        control=control,
        ids=ids,
        severity="critical" if control == "IAM-01" else "high",
        levels=ALWAYS if control == "IAM-01" else PROD_FIRST,
        applies_to=(*_POLICIES, ROLE),
        check=no_statement(harmful),
        **text,
    )


RULES = (
    _policy_rule(
        "iam-not-administrator",
        "IAM-01",
        "FSBP:IAM.1 CIS5:1.15 CKV_AWS_1 CKV_AWS_62",
        _everything,
        problem="a statement allows every action on every resource",
        why="one stolen credential is the whole account",
        fix="list the actions and the ARNs that are needed",
    ),
    _policy_rule(
        "iam-not-every-action",
        "IAM-01",
        "FSBP:IAM.1 CIS5:1.15 CKV_AWS_63 CKV_AWS_49",
        _every_action,
        problem="a statement allows every action",
        why="what it may do grows with every service that AWS adds",
        fix="list the actions that are needed",
    ),
    _policy_rule(
        "iam-not-all-of-iam",
        "IAM-01",
        "FSBP:IAM.1 CIS5:1.15 CKV2_AWS_40",
        _all_of_iam,
        problem="a statement allows everything in IAM",
        why="whoever may write policies may give himself everything",
        fix="list the actions and the ARNs that are needed",
    ),
    Rule(
        name="iam-administrator-not-attached",
        control="IAM-01",
        ids="FSBP:IAM.1 CIS5:1.15 CKV_AWS_275",
        severity="critical",
        levels=ALWAYS,
        applies_to=(*_ATTACHMENTS, ROLE),
        check=_not_attached(_ADMINISTRATOR),
        problem="AdministratorAccess is attached",
        why="one stolen credential is the whole account",
        fix="attach a policy that lists the actions and the ARNs that are needed",
    ),
    Rule(
        name="iam-full-access-not-attached",
        control="IAM-01",
        ids="FSBP:IAM.1 CIS5:1.15 CKV2_AWS_56",
        severity="critical",
        levels=ALWAYS,
        applies_to=(*_ATTACHMENTS, ROLE),
        check=_not_attached(_IAM_OWNER),
        problem="IAMFullAccess is attached",
        why="whoever may write policies may give himself everything",
        fix="attach a policy that lists the actions and the ARNs that are needed",
    ),
    _policy_rule(
        "iam-not-whole-service",
        "IAM-02",
        "FSBP:IAM.21",
        _whole_service,
        problem="a statement allows a whole service",
        why="deleting is then as allowed as reading",
        fix="list the actions that are needed instead of <service>:*",
    ),
    _policy_rule(
        "iam-decrypt-not-everywhere",
        "IAM-05",
        "FSBP:KMS.1 FSBP:KMS.2",
        _every_key_readable,
        problem="a statement decrypts with every key",
        why="keys of your own protect nothing that every role may decrypt",
        fix="name the key's ARN as Resource, or add a kms:ViaService condition",
    ),
)
