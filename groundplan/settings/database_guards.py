"""Guards between the keys of a database, and those of the services that connect to it."""

import re
from collections.abc import Iterator

from groundplan.settings.database import DatabaseKind, DatabaseSettings
from groundplan.settings.problem import Problem
from groundplan.settings.service import ConnectionPool
from groundplan.settings.settings import Settings
from groundplan.settings.working_pools import working_pools

RESERVED_CONNECTIONS = 10
"""Left to superusers (3), RDS itself (2) and people at work (5)."""

_ENDS_LIKE_A_REPLICA = re.compile(r"-replica-\d+$")


def managed_password_has_no_replicas(settings: Settings) -> Iterator[Problem]:
    """RDS refuses replicas of an instance whose password it manages.

    Source: RDS User Guide, Limitations for Secrets Manager integration.
    """
    for name, database in settings.rds_databases.items():
        if database.master_password == "managed" and database.read_replicas:
            yield Problem(
                ("database", name, "master_password"),
                f"RDS creates no read replicas for a password that it manages, and read_replicas "
                f"is {database.read_replicas}; write `generated`, or set read_replicas to 0",
                "managed",
            )


def replicas_need_backups(settings: Settings) -> Iterator[Problem]:
    """A replica starts from a backup of its source. Source: RDS User Guide, read replicas."""
    for name, database in settings.rds_databases.items():
        if database.read_replicas and not database.backup_retention_days:
            yield Problem(
                ("database", name, "backup_retention_days"),
                f"RDS makes replicas from backups, and read_replicas is {database.read_replicas}; "
                "keep backups for at least 1 day, or set read_replicas to 0",
                0,
            )


def replicas_have_names_of_their_own(settings: Settings) -> Iterator[Problem]:
    """Replica 1 of `main` is the instance `main-replica-1`."""
    for name in settings.rds_databases:
        if _ENDS_LIKE_A_REPLICA.search(name):
            yield Problem(
                ("database", name),
                "read replicas are named like this by themselves, and an instance's name is "
                f"unique in an account; write {name}-data or the like",
            )


def storage_grows_upwards(settings: Settings) -> Iterator[Problem]:
    """The ceiling of storage autoscaling lies above the size."""
    for name, database in settings.rds_databases.items():
        if database.max_storage_gib < database.storage_gib:
            yield Problem(
                ("database", name, "max_storage_gib"),
                f"is below storage_gib {database.storage_gib}; write at least that",
                database.max_storage_gib,
            )


def pools_are_of_databases(settings: Settings) -> Iterator[Problem]:
    """A pool that belongs to no database is counted nowhere."""
    there_is = ", ".join(settings.database) or "none"
    for service_name, service in settings.services.items():
        for name in service.database_pools:
            if name not in settings.database:
                yield Problem(
                    ("services", service_name, "database_pools", name),
                    f"no database is called {name}; there is {there_is}",
                )


def tokens_are_for_databases_on_rds(settings: Settings) -> Iterator[Problem]:
    """Only RDS knows the role of a task, and the owner keeps its password.

    Source: RDS User Guide, IAM database authentication: a user with rds_iam has no password.
    """
    for service_name, service in settings.services.items():
        for name, user in service.database_users.items():
            place = ("services", service_name, "database_users", name)
            database = settings.rds_databases.get(name)
            if database is None:
                there_is = ", ".join(settings.rds_databases) or "none"
                yield Problem(
                    place, f"no database on RDS is called {name}; there is {there_is}", user
                )
            elif user == f"{database.name}_owner":
                yield Problem(
                    place,
                    "the owner signs in with its password, by which migrations run, and would lose "
                    f"it; write another user, such as {database.name}_app",
                    user,
                )


def connections_fit_the_database(settings: Settings) -> Iterator[Problem]:
    """Pools are per process, and a deployment runs old and new tasks side by side."""
    for name, database in settings.database.items():
        needs = connections_by_service(settings, name)
        pools = {service: settings.services[service].database_pools[name] for service in needs}
        if needs:
            yield from _connections_fit(name, database, needs, pools)


def _connections_fit(
    name: str, database: DatabaseKind, needs: dict[str, int], pools: dict[str, ConnectionPool]
) -> Iterator[Problem]:
    limit = database.connection_limit
    if isinstance(database, DatabaseSettings) and limit is None:
        yield Problem(
            ("database", name, "instance_class"),
            "the memory of this class is not known here, so its connections cannot be counted; "
            "state max_connections",
            database.instance_class,
        )
        return
    total = sum(needs.values()) + RESERVED_CONNECTIONS
    if limit and total > limit:
        sums = " + ".join(f"{service} {need}" for service, need in needs.items())
        key = "max_connections" if database.max_connections else "instance_class"
        fitting = _proposed(pools, needs, limit)
        yield Problem(
            ("database", name, key),
            f"{sums} + {RESERVED_CONNECTIONS} in reserve = {total} connections, the database takes "
            f"{limit}; shrink the pools (processes x (pool_size + max_overflow) x tasks, old and "
            f"new ones of a deployment){fitting}, or take a larger instance class",
            getattr(database, key),
        )


def _proposed(pools: dict[str, ConnectionPool], needs: dict[str, int], limit: int) -> str:
    """Pools that would fit, in words; empty where none would."""
    fitting = working_pools(pools, needs, limit - RESERVED_CONNECTIONS)
    each = (
        f"{name} with pool_size {pool.pool_size} and max_overflow {pool.max_overflow}"
        for name, pool in fitting.items()
    )
    return f": it takes {', '.join(each)}" if fitting else ""


def connections_by_service(settings: Settings, database: str) -> dict[str, int]:
    """What each service with a pool of the database may open at the most, by its name."""
    needs = {}
    for name, service in settings.services.items():
        if pool := service.database_pools.get(database):
            needs[name] = pool.connections_per_task * settings.most_tasks_deploying(service)
    return needs
