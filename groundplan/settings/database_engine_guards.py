"""Guards on what PostgreSQL itself can do with what a database is given."""

from collections.abc import Iterator

from groundplan.settings.database import DatabaseSettings, memory_gib_of
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings

PRELOADABLE = (
    *("auto_explain", "pg_cron", "pg_hint_plan", "pg_partman_bgw", "pg_prewarm"),
    *("pg_similarity", "pg_stat_statements", "pg_tle", "pgactive", "pglogical", "plprofiler"),
)
"""What may stand in shared_preload_libraries beside pgaudit, which `audit_log` adds.

Source: RDS for PostgreSQL release notes, extensions supported.
"""


def libraries_exist_on_rds(settings: Settings) -> Iterator[Problem]:
    """An unknown library keeps an instance from starting; TimescaleDB's licence keeps it off RDS.

    Source: RDS for PostgreSQL release notes; github.com/timescale/timescaledb issue 65.
    """
    for name, database in settings.rds_databases.items():
        for library in database.preload_libraries:
            if library not in PRELOADABLE:
                yield Problem(
                    ("database", name, "preload_libraries"),
                    _timescale() if "timescale" in library else _unknown(library),
                )


def _timescale() -> str:
    return (
        "TimescaleDB is not offered on RDS or Aurora (its licence forbids it); take `kind: "
        "external` with Tiger Cloud, or one that you run on EC2 or Kubernetes with backups of "
        "your own, or stay on RDS with pg_partman_bgw and pg_cron, without continuous aggregates"
    )


def _unknown(library: str) -> str:
    if library == "pgaudit":
        return "pgaudit is preloaded where audit_log says what it writes; leave it out here"
    return f"RDS preloads no {library}; there is {', '.join(PRELOADABLE)}"


def memory_fits_the_class(settings: Settings) -> Iterator[Problem]:
    """Work memory is taken per connection: 200 times 50 MiB is 10 GiB.

    A value too high can keep the instance from starting. Source: RDS User Guide, parameters.
    """
    for name, database in settings.rds_databases.items():
        for instance_class in dict.fromkeys(_classes(database)):
            yield from _memory_fits(name, database, instance_class)


def _classes(database: DatabaseSettings) -> tuple[str, ...]:
    smaller = database.replica_instance_class if database.read_replicas else None
    return (database.instance_class, smaller or database.instance_class)


def _memory_fits(name: str, database: DatabaseSettings, instance_class: str) -> Iterator[Problem]:
    memory_gib, connections = memory_gib_of(instance_class), database.connection_limit
    if memory_gib is None or connections is None:
        return
    pages = database.memory.shared_buffers_mib or 0
    each = database.memory.work_mem_mib or 0
    total, there_is = pages + each * connections, memory_gib * 1024
    if total > there_is:
        key = "work_mem_mib" if each else "shared_buffers_mib"
        yield Problem(
            ("database", name, "memory", key),
            f"shared_buffers_mib {pages} + work_mem_mib {each} x {connections} connections = "
            f"{total} MiB, and {instance_class} has {there_is}; write at most "
            f"{max((there_is - pages) // connections, 0) if each else there_is // 4}, state fewer "
            "max_connections, or take a larger instance class",
            each or pages,
        )


def replicas_take_as_many_connections(settings: Settings) -> Iterator[Problem]:
    """A standby with fewer max_connections than its source stops replaying.

    Source: PostgreSQL documentation, hot standby, administrator's overview.
    """
    for name, database in settings.rds_databases.items():
        own, smaller = map(memory_gib_of, _classes(database))
        if database.max_connections is None and own and smaller and smaller < own:
            yield Problem(
                ("database", name, "replica_instance_class"),
                "RDS derives max_connections from the memory of each instance, and a replica with "
                "fewer than its source stops; state max_connections, or write "
                f"{database.instance_class}",
                database.replica_instance_class,
            )


def logins_are_external_secrets(settings: Settings) -> Iterator[Problem]:
    """Whoever runs the database gives out its password; it comes into no stack file."""
    for name, database in settings.external_databases.items():
        secret = settings.secrets_manager.secrets.get(database.secret)
        if secret is None or secret.kind != "external":
            yield Problem(
                ("database", name, "secret"),
                f"secrets_manager.secrets has no external secret {database.secret}; add it with "
                "`kind: external`, and put JSON with `password` and `url` into it",
                database.secret,
            )
