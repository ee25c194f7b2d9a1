"""Where a task definition's secrets come from."""

import re
from collections.abc import Iterator, Mapping

from groundplan.plan import UNKNOWN
from policies.container import containers
from policies.kinds import SECRET_ENTRY, SECRET_VERSION, SSM_PARAMETER
from policies.properties import Properties
from policies.subject import Facts, Subject
from policies.verdict import Undecided

SOURCES = (SECRET_ENTRY, SECRET_VERSION, SSM_PARAMETER)
_SECRET_ARN = re.compile(r"arn:aws[\w-]*:secretsmanager:[^:]*:[^:]*:secret:([^:]+)")
_PARAMETER_ARN = re.compile(r"arn:aws[\w-]*:ssm:[^:]*:[^:]*:parameter/(.+)")
_RANDOM_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")


def references(task: Subject) -> Iterator[Properties]:
    """Every `secrets` entry of every container."""
    for container in containers(task):
        for entry in container.each("secrets"):
            yield entry.known()


def _names(facts: Facts) -> tuple[Mapping[str, str], bool]:
    """The secrets and parameters of this plan: name to URN, and whether all names are known."""
    named = [(one.read("name"), one.urn) for one in facts.plan.of_kind(SECRET_ENTRY, SSM_PARAMETER)]
    known = {name.lstrip("/"): urn for name, urn in named if isinstance(name, str)}
    return known, all(name is not UNKNOWN for name, _ in named)


def source_of(task: Subject, value: str) -> str | None:
    """The URN of the secret or parameter that a `valueFrom` names; None where the plan has none.

    Raises Undecided where it may be one whose name is not known yet.
    """
    names, complete = task.fact(_names)
    match = _SECRET_ARN.match(value) or _PARAMETER_ARN.match(value)
    name = (match[1] if match else value).lstrip("/")
    found = names.get(name) or names.get(_RANDOM_SUFFIX.sub("", name))
    if found is None and not complete:
        raise Undecided("containerDefinitions")
    return found
