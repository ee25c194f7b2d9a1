"""Parameters of a database or cache, found through the group that it uses."""

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from groundplan.plan import PlannedResource
from policies.kinds import (
    CACHE_PARAMETERS,
    DATABASE,
    DATABASE_CLUSTER_PARAMETERS,
    DATABASE_PARAMETERS,
    DOCUMENT_PARAMETERS,
)
from policies.properties import Properties
from policies.subject import Facts, Subject
from policies.verdict import PASS, Verdict, any_of, demand, undecided, violation

_NAMES = ("parameterGroupName", "dbClusterParameterGroupName")
_KINDS = (
    DATABASE_PARAMETERS,
    DATABASE_CLUSTER_PARAMETERS,
    DOCUMENT_PARAMETERS,
    CACHE_PARAMETERS,
)


def groups_of(subject: Subject) -> list[Subject]:
    """The parameter groups in this plan that a database or cache uses.

    A read replica without a group of its own has that of its source.
    """
    for name in _NAMES:
        if subject.has(name):
            found = subject.uses(name, *_KINDS)
            return found or _by_literal_name(subject, name)
    return [
        group
        for source in subject.uses("replicateSourceDb", DATABASE)
        for group in groups_of(source)
    ]


def _by_literal_name(subject: Subject, name: str) -> list[Subject]:
    wanted = subject.get(name)
    found = subject.fact(_groups_by_name).get(wanted, ()) if isinstance(wanted, str) else ()
    return [subject.other(one) for one in found]


def _groups_by_name(facts: Facts) -> Mapping[str, list[PlannedResource]]:
    found: dict[str, list[PlannedResource]] = defaultdict(list)
    for one in facts.plan.of_kind(*_KINDS):
        name = one.read("name")
        found[name if isinstance(name, str) else one.name].append(one)
    return found


def parameters(group: Subject) -> Iterator[Properties]:
    """The parameters that a group sets."""
    for one in (*group.each("parameters"), *group.each("parameter")):
        yield one.known()


def parameter(group: Subject, name: str) -> Properties | None:
    """The entry that sets a parameter; None where the group leaves it at its default."""
    return next((one for one in parameters(group) if one.get("name") == name), None)


def parameter_is(
    subject: Subject, name: str, test: Callable[[Any], bool], *, unset: bool = False
) -> Verdict | None:
    """Whether the group that a database or cache uses sets the parameter as the test wants it.

    No group means the engine's default group, which sets nothing; a group of another stack
    cannot be looked into. `unset` says whether the engine's own value passes.
    """

    def question(group: Subject) -> Verdict:
        found = parameter(group, name)
        if found is None and unset:
            return PASS
        if found is None:
            return violation("parameterGroupName", f"{group.resource.name} does not set {name}")
        return demand(
            test(found.get("value")), "parameterGroupName", f"{name} in {group.resource.name}"
        )

    verdict = any_of(lambda group=group: question(group) for group in groups_of(subject))
    return verdict or _without_group(subject)


def _without_group(subject: Subject) -> Verdict:
    named = next((name for name in _NAMES if subject.has(name)), None)
    if named is None or str(subject.get(named)).startswith("default."):
        return violation("parameterGroupName", "the engine's default group is used")
    return undecided(named)
