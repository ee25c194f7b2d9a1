"""Which secrets a task gets, and that its execution role may read exactly those."""

import re
from collections.abc import Iterator
from fnmatch import fnmatchcase

from policies.kinds import ROLE, ROLE_POLICY, TASK_DEFINITION
from policies.policy_document import Statement, statements
from policies.properties import Properties
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.task import SOURCES, references, source_of
from policies.verdict import PASS, Verdict, all_of, demand

_KEY_NAME = re.compile(r"SECRET_KEY|JWT_SECRET|(ENCRYPTION|SIGNING)(_SECRET)?_KEY")
_READ = "secretsmanager:getsecretvalue"


def _owned(task: Subject) -> Verdict | None:
    edges = bool(task.uses("containerDefinitions", *SOURCES))
    return all_of(lambda entry=entry: _is_owned(task, entry, edges) for entry in references(task))


def _is_owned(task: Subject, entry: Properties, edges: bool) -> Verdict:  # noqa: FBT001
    value = str(entry.get("valueFrom", ""))
    allowed = any(value.startswith(one) for one in task.threshold("allowed_prefixes"))
    if allowed or (edges and value):
        return PASS
    return demand(source_of(task, value) is not None, entry.at("valueFrom"))


def _read_statements(task: Subject) -> Iterator[Statement]:
    for role in task.uses("executionRoleArn", ROLE):
        for policy in role.users(ROLE_POLICY, "role"):
            for one in statements(policy.document("policy")):
                if one.grants(_READ):
                    yield one


def _reads_what_it_needs(task: Subject) -> Verdict | None:
    wanted = [
        value.split(":secret:")[0] + ":secret:" + value.split(":secret:")[1].split(":")[0]
        for value in (str(one.get("valueFrom", "")) for one in references(task))
        if ":secret:" in value
    ]
    if not wanted or not task.uses("executionRoleArn", ROLE):
        return None
    granted = [one for statement in _read_statements(task) for one in statement.resources]
    unread = [one for one in wanted if not any(_covers(pattern, one) for pattern in granted)]
    return demand(not unread, "executionRoleArn", "a secret of the task cannot be read")


def _covers(pattern: str, arn: str) -> bool:
    return fnmatchcase(arn, pattern) or fnmatchcase(f"{arn}-AbCdEf", pattern)


def _reads_no_more(task: Subject) -> Verdict | None:
    if not task.uses("executionRoleArn", ROLE):
        return None
    wide = [
        one
        for statement in _read_statements(task)
        for one in statement.resources
        if one == "*" or one.endswith(":secret:*")
    ]
    return demand(not wide, "executionRoleArn", "every secret of the account may be read") or PASS


def _keys_apart(task: Subject) -> Verdict | None:
    """Each signing or encryption key has a source of its own, in all containers together."""
    sources: dict[str, set[str]] = {}
    for entry in references(task):
        name = str(entry.get("name", "")).upper()
        if _KEY_NAME.search(name):
            sources.setdefault(str(entry.get("valueFrom", "")), set()).add(name)
    shared = any(len(names) > 1 for names in sources.values())
    return demand(not shared, "containerDefinitions") if sources else None


RULES = (
    Rule(
        name="task-keys-apart",
        control="SEC-05",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        graph=True,
        check=_keys_apart,
        problem="one secret serves as two keys",
        why="who learns the session key could then also sign tokens and read encrypted fields",
        fix="one secret each for SECRET_KEY, JWT_SECRET_KEY and ENCRYPTION_KEY; settings: "
        "secrets_manager.secrets",
    ),
    Rule(
        name="task-secrets-from-this-stack",
        control="X-04",
        ids="FSBP:ECS.8",
        severity="critical",
        levels=ALWAYS,
        applies_to=(TASK_DEFINITION,),
        graph=True,
        check=_owned,
        thresholds={"allowed_prefixes": ()},
        problem="a secret comes from somewhere that this stack does not know",
        why="the task will not start, or it reads what belongs to others",
        fix="valueFrom of a Secret or SecureString of this stack; settings: "
        "services.<name>.secrets; for other stacks the pack's `allowed_prefixes`",
    ),
    Rule(
        name="task-role-reads-its-secrets",
        control="X-10",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        graph=True,
        check=_reads_what_it_needs,
        problem="the execution role may not read what the task needs",
        why="every task fails at its start",
        fix="secretsmanager:GetSecretValue on the secret's ARN with -?????? at its end",
    ),
    Rule(
        name="task-role-reads-only-its-secrets",
        control="X-10",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(TASK_DEFINITION,),
        graph=True,
        check=_reads_no_more,
        problem="the execution role may read secrets of others",
        why="one container that is taken over gives away every password",
        fix="name the ARNs of the task's own secrets as Resource",
    ),
)
