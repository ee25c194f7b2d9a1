"""Guards between the keys of the database, and those of the services that connect to it."""

from collections.abc import Iterator

from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings, most_tasks

RESERVED_CONNECTIONS = 10
"""Left to superusers (3), RDS itself (2) and people at work (5)."""


def managed_password_has_no_replicas(settings: Settings) -> Iterator[Problem]:
    """RDS refuses replicas of an instance whose password it manages.

    Source: RDS User Guide, Limitations for Secrets Manager integration.
    """
    database = settings.database
    if database.master_password == "managed" and database.read_replicas:
        yield Problem(
            ("database", "master_password"),
            f"RDS creates no read replicas for a password that it manages, and read_replicas is "
            f"{database.read_replicas}; write `generated`, or set read_replicas to 0",
            "managed",
        )


def replicas_need_backups(settings: Settings) -> Iterator[Problem]:
    """A replica starts from a backup of its source. Source: RDS User Guide, read replicas."""
    database = settings.database
    if database.read_replicas and not database.backup_retention_days:
        yield Problem(
            ("database", "backup_retention_days"),
            f"RDS makes replicas from backups, and read_replicas is {database.read_replicas}; "
            "keep backups for at least 1 day, or set read_replicas to 0",
            0,
        )


def storage_grows_upwards(settings: Settings) -> Iterator[Problem]:
    """The ceiling of storage autoscaling lies above the size."""
    database = settings.database
    if database.max_storage_gib < database.storage_gib:
        yield Problem(
            ("database", "max_storage_gib"),
            f"is below storage_gib {database.storage_gib}; write at least that",
            database.max_storage_gib,
        )


def connections_fit_the_database(settings: Settings) -> Iterator[Problem]:
    """Pools are per process, and a deployment runs old and new tasks side by side."""
    users = {name: one for name, one in settings.services.items() if one.database_pool}
    if not users:
        return
    limit = settings.database.max_connections or settings.database.default_max_connections
    if limit is None:
        yield Problem(
            ("database", "instance_class"),
            "the memory of this class is not known here, so its connections cannot be counted; "
            "state max_connections",
            settings.database.instance_class,
        )
        return
    needs = {name: _connections(settings, name) for name in users}
    total = sum(needs.values()) + RESERVED_CONNECTIONS
    if total > limit:
        sums = " + ".join(f"{name} {need}" for name, need in needs.items())
        yield Problem(
            (
                "database",
                "max_connections" if settings.database.max_connections else "instance_class",
            ),
            f"{sums} + {RESERVED_CONNECTIONS} in reserve = {total} connections, the database takes "
            f"{limit}; shrink the pools (processes x (pool_size + max_overflow) x max_tasks x 2 "
            "during a deployment), or take a larger instance class",
            settings.database.max_connections or settings.database.instance_class,
        )


def _connections(settings: Settings, name: str) -> int:
    service = settings.services[name]
    pool = service.database_pool
    overlap = 2 if service.role in ("web", "worker") else 1
    return pool.connections_per_task * most_tasks(service) * overlap if pool else 0
