"""What is demanded of a Redis that carries jobs, not only copies."""

import re

from policies.container import containers
from policies.kinds import CACHE_PARAMETERS, REPLICATION_GROUP, SERVERLESS_CACHE, TASK_DEFINITION
from policies.parameter import groups_of, parameter
from policies.properties import is_true
from policies.rule import ALWAYS, Rule
from policies.subject import Facts, Subject
from policies.verdict import Undecided, Verdict, all_of, demand, violation

_BROKER_NAME = re.compile(r"broker|celery|queue|job", re.IGNORECASE)
_BROKER_VARIABLE = re.compile(r"BROKER_URL|RESULT_BACKEND|CELERY_REDIS", re.IGNORECASE)
_STORES = (REPLICATION_GROUP, SERVERLESS_CACHE)


def _jobs_are_queued(facts: Facts) -> bool | None:
    """Whether a container is told of a broker; None where one cannot be looked into."""
    known: bool | None = False
    for resource in facts.plan.of_kind(TASK_DEFINITION):
        try:
            for container in containers(Subject(resource, facts)):
                for section in ("environment", "secrets"):
                    for entry in container.each(section):
                        if _BROKER_VARIABLE.search(str(entry.known().get("name", ""))):
                            return True
        except Undecided:
            known = None
    return known


def is_broker(store: Subject) -> bool:
    """Whether jobs are queued in it: it is called so, or it is the only store there is.

    Raises Undecided where no container can be looked into.
    """
    stores = list(store.plan.of_kind(*_STORES))
    named = [one.urn for one in stores if _BROKER_NAME.search(one.name)]
    if named:
        return store.resource.urn in named
    if len(stores) > 1:
        return False
    queued = store.fact(_jobs_are_queued)
    if queued is None:
        raise Undecided("containerDefinitions")
    return queued


def _keeps_jobs(store: Subject) -> Verdict | None:
    if not is_broker(store):
        return None
    if store.kind == SERVERLESS_CACHE:
        return violation(detail="a serverless cache is always in cluster mode")
    return all_of([lambda: _one_shard(store), lambda: _evicts_nothing(store)])


def _one_shard(store: Subject) -> Verdict | None:
    group = str(store.read("parameterGroupName"))
    return all_of(
        [
            lambda: demand(store.number("numNodeGroups", 1) <= 1, "numNodeGroups"),
            lambda: demand(
                store.get("clusterMode", "disabled") in ("disabled", "compatible"), "clusterMode"
            ),
            lambda: demand(not group.endswith(".cluster.on"), "parameterGroupName"),
            *(lambda one=one: _not_clustered(one) for one in groups_of(store)),
        ]
    )


def _not_clustered(group: Subject) -> Verdict | None:
    entry = parameter(group, "cluster-enabled")
    return demand(entry is None or not _yes(entry.get("value")), "parameterGroupName")


def _yes(value: object) -> bool:
    return is_true(value) or value == "yes"


def _evicts_nothing(store: Subject) -> Verdict | None:
    groups = [one for one in groups_of(store) if one.kind == CACHE_PARAMETERS]
    if not groups and store.has("parameterGroupName"):
        if str(store.get("parameterGroupName")).startswith("default."):
            return violation("parameterGroupName", "the default group evicts keys")
        raise Undecided("parameterGroupName")
    entries = [parameter(one, "maxmemory-policy") for one in groups]
    fine = bool(entries) and all(one and one.get("value") == "noeviction" for one in entries)
    return demand(fine, "parameterGroupName", "maxmemory-policy is not noeviction")


RULES = (
    Rule(
        name="broker-keeps-jobs",
        control="X-06",
        severity="high",
        levels=ALWAYS,
        applies_to=_STORES,
        graph=True,
        check=_keeps_jobs,
        problem="jobs would be lost or refused",
        why="Celery's keys span shards (CROSSSLOT), and a full cache that evicts forgets jobs",
        fix="num_node_groups=1, cluster_mode disabled, a parameter group with maxmemory-policy "
        "noeviction; settings: cache.<name>.role broker",
    ),
)
