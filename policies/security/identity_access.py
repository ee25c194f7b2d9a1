"""What policies must not allow on every resource, and whom a trust policy may name."""

import re
from collections.abc import Callable, Mapping
from typing import Unpack

from policies.iam_action import (
    CREDENTIALS,
    ESCALATION,
    EXFILTRATION,
    PERMISSIONS,
    any_restrictable,
    is_restrictable,
    names_one_of,
    writes,
)
from policies.kinds import GROUP_POLICY, MANAGED_POLICY, ROLE, ROLE_POLICY, USER_POLICY
from policies.policy_document import Statement
from policies.rule import ALWAYS, PROD_FIRST, Rule, Text
from policies.security.identity import no_statement

_POLICIES = (MANAGED_POLICY, ROLE_POLICY, USER_POLICY, GROUP_POLICY, ROLE)
_GITHUB = "token.actions.githubusercontent.com"
_REPOSITORY = re.compile(r"repo:[^/*?:]+/.+")
_ACCOUNT = re.compile(r"\d{12}|arn:aws[\w-]*:iam::\d{12}:root")


def _on_everything(statement: Statement) -> bool:
    return statement.allows and "*" in statement.resources and not statement.conditions


def _allows_everywhere(actions: tuple[str, ...]) -> Callable[[Statement], bool]:
    def harmful(statement: Statement) -> bool:
        return _on_everything(statement) and any(
            names_one_of(one, actions) for one in statement.actions
        )

    return harmful


def _writes_everywhere(statement: Statement) -> bool:
    return _on_everything(statement) and any(
        writes(one) and is_restrictable(one) for one in statement.actions
    )


def _restrictable_everywhere(statement: Statement) -> bool:
    return _on_everything(statement) and any_restrictable(statement.actions)


def _trusts_anyone(statement: Statement) -> bool:
    return statement.open_to_anyone


def _trusts_an_account(statement: Statement) -> bool:
    return (
        statement.allows
        and not statement.conditions
        and any(kind == "AWS" and _ACCOUNT.fullmatch(one) for kind, one in statement.principals)
    )


def _claims(statement: Statement, name: str) -> list[str]:
    """The values that a trust policy demands of a claim of GitHub's token."""
    return [
        str(value)
        for keys in statement.conditions.values()
        if isinstance(keys, Mapping)
        for key, found in keys.items()
        if str(key).startswith(_GITHUB) and str(key).endswith(f":{name}")
        for value in (found if isinstance(found, list) else [found])
    ]


def _by_github(statement: Statement) -> bool:
    return statement.allows and any(
        kind == "Federated" and _GITHUB in one for kind, one in statement.principals
    )


def _trusts_any_repository(statement: Statement) -> bool:
    subjects = _claims(statement, "sub")
    return _by_github(statement) and not (
        subjects and all(_REPOSITORY.fullmatch(one) for one in subjects)
    )


def _trusts_any_audience(statement: Statement) -> bool:
    return _by_github(statement) and not _claims(statement, "aud")


def _access(name: str, ids: str, harmful: Callable[[Statement], bool], what: str, why: str) -> Rule:
    return Rule(
        name=name,
        control="IAM-03",
        ids=ids,
        severity="high",
        levels=PROD_FIRST,
        applies_to=_POLICIES,
        check=no_statement(harmful),
        problem=f"a statement {what} on every resource",
        why=why,
        fix='"Resource": <the ARNs that are meant> instead of "*"',
    )


def _trust(name: str, ids: str, harmful: Callable[[Statement], bool], **text: Unpack[Text]) -> Rule:
    return Rule(
        name=name,
        control="IAM-04",
        ids=ids,
        severity="high",
        levels=ALWAYS,
        applies_to=(ROLE,),
        check=no_statement(harmful, "assumeRolePolicy"),
        **text,
    )


RULES = (
    _access(
        "iam-credentials-not-everywhere",
        "CKV_AWS_107",
        _allows_everywhere(CREDENTIALS),
        "makes or takes credentials",
        "whoever holds it can become somebody else",
    ),
    _access(
        "iam-data-not-everywhere",
        "CKV_AWS_108",
        _allows_everywhere(EXFILTRATION),
        "reads data or secrets",
        "one stolen credential takes all of it",
    ),
    _access(
        "iam-permissions-not-everywhere",
        "CKV_AWS_109",
        _allows_everywhere(PERMISSIONS),
        "gives permissions away",
        "whoever may share may open everything",
    ),
    _access(
        "iam-escalation-not-everywhere",
        "CKV_AWS_110",
        _allows_everywhere(ESCALATION),
        "lets its holder give himself more",
        "it is an administrator in two calls",
    ),
    _access(
        "iam-writes-not-everywhere",
        "CKV_AWS_111",
        _writes_everywhere,
        "writes",
        "one wrong call changes what belongs to others",
    ),
    _access(
        "iam-actions-on-named-resources",
        "CKV_AWS_355 CKV_AWS_356",
        _restrictable_everywhere,
        "allows what could be limited",
        "rights that are wider than the need are found by whoever takes the credential",
    ),
    Rule(
        name="iam-policy-not-for-anyone",
        control="IAM-04",
        ids="CKV_AWS_283",
        severity="high",
        levels=ALWAYS,
        applies_to=_POLICIES,
        check=no_statement(_trusts_anyone),
        problem="a statement names everybody as principal",
        why="any AWS account may use what it allows",
        fix="name the principals, or narrow by a Condition",
    ),
    _trust(
        "iam-role-not-for-anyone",
        "CKV_AWS_60",
        _trusts_anyone,
        problem="everybody may take the role",
        why="any AWS account has the role's rights",
        fix='"Principal": {"Service": "ecs-tasks.amazonaws.com"} or the ARN of a role',
    ),
    _trust(
        "iam-role-not-for-whole-account",
        "CKV_AWS_61",
        _trusts_an_account,
        problem="a whole account may take the role",
        why="every user and role there decides by its own policies",
        fix="the ARN of the role that needs it as Principal, or a Condition such as sts:ExternalId",
    ),
    _trust(
        "iam-pipeline-repository-pinned",
        "CKV_AWS_358 CKV_AWS_393",
        _trusts_any_repository,
        problem="GitHub workflows of other repositories may take the role",
        why="anyone can run a workflow that asks for it",
        fix='"StringLike": {"token.actions.githubusercontent.com:sub": '
        '"repo:<owner>/<name>:ref:refs/heads/main"}',
    ),
    _trust(
        "iam-pipeline-audience-pinned",
        "",
        _trusts_any_audience,
        problem="tokens that were made for others are accepted",
        why="a token for another service would open this role",
        fix='"StringEquals": {"token.actions.githubusercontent.com:aud": "sts.amazonaws.com"}',
    ),
)
