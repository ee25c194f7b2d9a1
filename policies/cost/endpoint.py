"""That what was bought for reading and for speed is known to a program."""

import json
from collections.abc import Mapping
from typing import Any

from groundplan.plan import UNKNOWN, PlannedResource
from policies.kinds import (
    CACHE_CLUSTER,
    DATABASE,
    DATABASE_PROXY,
    DNS_RECORD,
    REPLICATION_GROUP,
    SECRET_ENTRY,
    SECRET_VERSION,
    SERVERLESS_CACHE,
    SSM_PARAMETER,
    TASK_DEFINITION,
)
from policies.pod import WORKLOADS
from policies.rule import PROD_ADVICE, Rule
from policies.subject import Facts, Subject
from policies.verdict import PASS, Verdict, any_of, undecided, violation

_OBJECTS = "kubernetes:"
_KEPT_IN = (SECRET_VERSION, SSM_PARAMETER)


def _is_program(resource: PlannedResource) -> bool:
    """A name in DNS counts: who asks for it is not in the plan."""
    return resource.kind in (TASK_DEFINITION, DNS_RECORD) or resource.kind.startswith(_OBJECTS)


def _words(facts: Facts) -> tuple[str, bool]:
    """What the plan tells its programs, and whether all of it is known."""
    told = [one.inputs for one in facts.plan.resources if _is_program(one)]
    text = json.dumps(told, default=lambda one: "" if one is UNKNOWN else str(one))
    return text, not any(_has_gap(one) for one in told)


def _has_gap(value: Any) -> bool:
    if isinstance(value, Mapping):
        return any(map(_has_gap, value.values()))
    if isinstance(value, list | tuple):
        return any(map(_has_gap, value))
    return value is UNKNOWN


def _has_programs(facts: Facts) -> bool:
    return any(True for _ in facts.plan.of_kind(TASK_DEFINITION, *WORKLOADS))


def _is_told(store: Subject) -> Verdict | None:
    """By an edge to a program, or by way of a secret or parameter that one names."""
    if store.kind == DATABASE and not store.has("replicateSourceDb"):
        return None
    if not store.fact(_has_programs):
        return None
    users = [store.other(one) for one, _ in store.plan.users(store.resource.urn)]
    if any(_is_program(one.resource) for one in users):
        return PASS
    keepers = [entry for one in users if one.kind in _KEPT_IN for entry in _entries(one)]
    return any_of(lambda one=one: _named(one) for one in keepers) or violation()


def _entries(keeper: Subject) -> list[Subject]:
    return keeper.uses("secretId", SECRET_ENTRY) or [keeper]


def _named(keeper: Subject) -> Verdict:
    if any(_is_program(one) for one, _ in keeper.plan.users(keeper.resource.urn)):
        return PASS
    words, complete = keeper.fact(_words)
    if str(keeper.get("name", keeper.resource.name)) in words:
        return PASS
    return violation() if complete else undecided("containerDefinitions")


RULES = (
    Rule(
        name="endpoint-used-by-a-program",
        control="X-17",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(DATABASE, DATABASE_PROXY, REPLICATION_GROUP, CACHE_CLUSTER, SERVERLESS_CACHE),
        graph=True,
        check=_is_told,
        problem="no program is told its address",
        why="it is paid for every hour and never read",
        fix='its address in "environment" of a container, or in a secret that "secrets" names; '
        "settings: services.<name>.environment",
    ),
)
