"""How many database connections the services may open, and how many the database takes."""

from collections.abc import Iterator, Mapping

from policies.container import containers, variable
from policies.kinds import DATABASE, ECS_SERVICE, TASK_DEFINITION
from policies.parameter import groups_of, parameter
from policies.properties import Properties, number
from policies.scaling import most_tasks
from policies.subject import Facts, Subject
from policies.verdict import Undecided

RESERVE = 10
_BYTES_PER_CONNECTION = 9_531_392
_MOST = 5000
_GIB = 1024**3
_POOL = ("DB_POOL_SIZE", "DATABASE_POOL_SIZE", "POOL_SIZE", "SQLALCHEMY_POOL_SIZE")
_OVERFLOW = ("DB_MAX_OVERFLOW", "DATABASE_MAX_OVERFLOW", "MAX_OVERFLOW", "SQLALCHEMY_MAX_OVERFLOW")
_PROCESSES = ("WEB_CONCURRENCY", "GUNICORN_WORKERS", "UVICORN_WORKERS", "WORKERS")

_MEMORY_GIB: Mapping[str, float] = {
    "micro": 1,
    "small": 2,
    "medium": 4,
    "large": 8,
    "xlarge": 16,
    "2xlarge": 32,
    "4xlarge": 64,
    "8xlarge": 128,
    "12xlarge": 192,
    "16xlarge": 256,
    "24xlarge": 384,
}
"""Memory by size for the t and m families; r has twice, x four times as much.

Source: RDS user guide, "DB instance classes"; max_connections is
LEAST(DBInstanceClassMemory/9531392, 5000), "Quotas and constraints".
"""

_FACTORS = {"t": 1, "m": 1, "r": 2, "x": 4}


def demanded(facts: Facts) -> int | Undecided | None:
    """The connections that all services may open at once.

    None where none states its pool; Undecided where one cannot be looked into.
    """
    services = [Subject(one, facts) for one in facts.plan.of_kind(ECS_SERVICE)]
    try:
        found = [most_tasks(one) * share for one in services for share in _pools(one)]
    except Undecided as gap:
        return gap
    return sum(found) if found else None


def _pools(service: Subject) -> Iterator[int]:
    for task in service.uses("taskDefinition", TASK_DEFINITION):
        for container in containers(task):
            pool = _figure(container, _POOL)
            if pool is not None:
                overflow = _figure(container, _OVERFLOW) or 0
                yield (pool + overflow) * (_figure(container, _PROCESSES) or 1)


def _figure(container: Properties, names: tuple[str, ...]) -> int | None:
    entry = variable(container, *names)
    found = number(entry.get("value")) if entry else None
    return int(found) if found is not None else None


def capacity(database: Subject) -> int | None:
    """The connections that the database takes; None where its class is not known here."""
    for group in groups_of(database):
        entry = parameter(group, "max_connections")
        if entry is not None and (found := number(entry.get("value"))) is not None:
            return int(found)
    memory = _memory(str(database.get("instanceClass", "")))
    return None if memory is None else int(min(memory * _GIB / _BYTES_PER_CONNECTION, _MOST))


def _memory(instance_class: str) -> float | None:
    _, family, size = [*instance_class.split("."), "", ""][:3]
    base, factor = _MEMORY_GIB.get(size), _FACTORS.get(family[:1])
    return base * factor if base is not None and factor is not None else None


def is_primary(database: Subject) -> bool:
    """Whether programs write to it; a replica takes readers only."""
    return database.kind == DATABASE and not database.has("replicateSourceDb")


def spare(database: Subject) -> int | None:
    """How many connections are left when every service has opened all of its own.

    None where no service states its pool. Raises Undecided where the class is not known here.
    """
    wanted = database.fact(demanded)
    if isinstance(wanted, Undecided):
        raise Undecided(wanted.path)
    if wanted is None:
        return None
    known = capacity(database)
    if known is None:
        raise Undecided("instanceClass")
    return known - wanted - RESERVE
