"""Whom a trust policy may name."""

import re
from collections.abc import Callable, Mapping
from typing import Unpack

from policies.kinds import ROLE
from policies.policy_document import Statement
from policies.rule import ALWAYS, Rule, Text
from policies.security.identity import no_statement
from policies.security.identity_access import POLICY_KINDS

_GITHUB = "token.actions.githubusercontent.com"


_REPOSITORY = re.compile(r"repo:[^/*?:]+/.+")


_ACCOUNT = re.compile(r"\d{12}|arn:aws[\w-]*:iam::\d{12}:root")


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
    Rule(
        name="iam-policy-not-for-anyone",
        control="IAM-04",
        ids="CKV_AWS_283",
        severity="high",
        levels=ALWAYS,
        applies_to=POLICY_KINDS,
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
