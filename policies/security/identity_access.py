"""What policies must not allow on every resource, and whom a trust policy may name."""

from collections.abc import Callable

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
from policies.rule import PROD_FIRST, Rule
from policies.security.identity import no_statement

POLICY_KINDS = (MANAGED_POLICY, ROLE_POLICY, USER_POLICY, GROUP_POLICY, ROLE)


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


def _access(name: str, ids: str, harmful: Callable[[Statement], bool], what: str, why: str) -> Rule:
    return Rule(
        name=name,
        control="IAM-03",
        ids=ids,
        severity="high",
        levels=PROD_FIRST,
        applies_to=POLICY_KINDS,
        check=no_statement(harmful),
        problem=f"a statement {what} on every resource",
        why=why,
        fix='"Resource": <the ARNs that are meant> instead of "*"',
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
)
