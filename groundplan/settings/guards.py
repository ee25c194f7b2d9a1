"""Guards: rules between keys that stop what no cloud API would explain.

Each guard yields problems; a problem names the trap, the reason and what to write.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Iterator

from groundplan.settings.load_balancer import INTERNAL_PATHS_PRIORITY
from groundplan.settings.monitoring_guards import (
    connections_alarm_has_a_limit,
    storage_alarm_comes_after_growth,
    tasks_are_counted,
)
from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.reference import plain_references, references_in, secret_references
from groundplan.settings.settings import Settings, most_tasks
from groundplan.settings.web_firewall_guards import path_limits_are_tighter

Guard = Callable[[Settings], Iterator[Problem]]

RESERVED_CONNECTIONS = 10
"""Left to superusers (3), RDS itself (2) and people at work (5)."""

_ENDPOINTS_TO_START_A_TASK = {"ecr.api", "ecr.dkr", "logs", "secretsmanager"}
_ENDS_LIKE_A_SUFFIX = re.compile(r"-[A-Za-z0-9]{6}$")


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


def broker_has_no_cluster_mode(settings: Settings) -> Iterator[Problem]:
    """Celery's Redis transport cannot follow a cluster: MOVED and CROSSSLOT errors.

    Source: github.com/celery/celery issues 2852 and 9019.
    """
    for name, cache in settings.cache.items():
        if cache.role == "broker" and cache.cluster_mode:
            yield Problem(
                ("cache", name, "cluster_mode"),
                "task queues such as Celery fail on a cluster (MOVED, CROSSSLOT); write false: "
                "replicas, not cluster mode, keep a broker available",
                value=True,
            )


def shards_need_cluster_mode(settings: Settings) -> Iterator[Problem]:
    """Without cluster mode there is one shard."""
    for name, cache in settings.cache.items():
        if cache.shards > 1 and not cache.cluster_mode:
            yield Problem(
                ("cache", name, "shards"),
                "more than one shard needs cluster_mode: true; write 1, or turn it on",
                cache.shards,
            )


def internet_needs_nat(settings: Settings) -> Iterator[Problem]:
    """Tasks are in private subnets, whose only way out is NAT."""
    if settings.network.nat != "none":
        return
    for name, service in settings.services.items():
        if service.internet_access:
            yield Problem(
                ("services", name, "internet_access"),
                "tasks live in private subnets and network.nat is none, so nothing outside would "
                "answer; write nat: one or per_zone, or internet_access: false",
                value=True,
            )


def tasks_can_start_without_nat(settings: Settings) -> Iterator[Problem]:
    """A task that may not call out gets image, secrets and logs through interface endpoints only.

    Source: ECS Developer Guide, interface VPC endpoints, considerations for Fargate.
    """
    missing = _ENDPOINTS_TO_START_A_TASK - set(settings.network.interface_endpoints)
    closed = [name for name, one in settings.services.items() if not one.internet_access]
    because = "nat: none" if settings.network.nat == "none" else "internet_access: false"
    if missing and (closed or settings.network.nat == "none"):
        yield Problem(
            ("network", "interface_endpoints"),
            f"with {because} a task cannot start without {', '.join(sorted(missing))}; add them",
        )


def keep_alive_outlives_idle_timeout(settings: Settings) -> Iterator[Problem]:
    """The side that waits longer must be the application, or clients see sporadic 502.

    Source: ELB User Guide, troubleshooting HTTP 502.
    """
    idle_seconds = settings.load_balancer.idle_timeout_seconds
    for name, service in settings.web_services.items():
        if service.keep_alive_seconds <= idle_seconds:
            yield Problem(
                ("services", name, "keep_alive_seconds"),
                f"the application would close connections that the load balancer still uses "
                f"(idle_timeout_seconds {idle_seconds}), clients would see 502; "
                f"write at least {idle_seconds + 5}",
                service.keep_alive_seconds,
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
    overlap = 1 if service.role == "singleton" else 2
    return pool.connections_per_task * most_tasks(service) * overlap if pool else 0


def prod_images_stay_what_they_are(settings: Settings) -> Iterator[Problem]:
    """`latest`, or no tag, means another image after every push, rollbacks included."""
    if settings.stack.environment != "prod":
        return
    for name, service in settings.services.items():
        repository, _, tag = service.image.rpartition(":")
        untagged = "@" not in service.image and (not repository or "/" in tag)
        if untagged or service.image.endswith(":latest"):
            yield Problem(
                ("services", name, "image"),
                "in prod a task that restarts must get the same image, and a rollback the one "
                "before; write a digest (name@sha256:…) or a tag that is never moved",
                service.image,
            )


def priorities_are_distinct(settings: Settings) -> Iterator[Problem]:
    """Two rules of a listener cannot have one priority. Source: ELB API, CreateRule."""
    by_priority: dict[int, list[str]] = defaultdict(list)
    for name, service in settings.web_services.items():
        by_priority[service.priority].append(name)
    for priority, names in by_priority.items():
        for name in names[1:]:
            yield Problem(
                ("services", name, "priority"),
                f"{names[0]} has this priority too; give each web service its own",
                priority,
            )


def internal_paths_are_asked_first(settings: Settings) -> Iterator[Problem]:
    """The rule that closes internal paths has the first priority of the listener."""
    if not settings.load_balancer.internal_paths:
        return
    for name, service in settings.web_services.items():
        if service.priority == INTERNAL_PATHS_PRIORITY:
            yield Problem(
                ("services", name, "priority"),
                "the rule that closes load_balancer.internal_paths has this priority, or /metrics "
                f"would be open; write {INTERNAL_PATHS_PRIORITY + 1} or more",
                service.priority,
            )


def secret_names_do_not_look_like_arns(settings: Settings) -> Iterator[Problem]:
    """Services name secrets by ARN without AWS's random suffix of six characters.

    A name that ends like such a suffix is not found. Source: Secrets Manager User Guide, ARN.
    """
    places: list[KeyPath] = [
        *(("secrets_manager", "secrets", name) for name in settings.secrets_manager.secrets),
        *(("cache", name) for name in settings.cache),
    ]
    for place in places:
        name = str(place[-1])
        if _ENDS_LIKE_A_SUFFIX.search(name):
            yield Problem(
                place,
                "must not end in a hyphen and six characters: Secrets Manager would take them for "
                f"its own suffix; write {name}-value or the like",
            )


def references_exist(settings: Settings) -> Iterator[Problem]:
    """A reference names something that this stack builds, in the place where it belongs."""
    plain, secret = plain_references(settings), secret_references(settings)
    for service_name, service in settings.services.items():
        for key, text in service.environment.items():
            place: KeyPath = ("services", service_name, "environment", key)
            for name in references_in(text):
                yield from _unless_known(place, name, plain, secret, "secrets")
        for key, text in service.secrets.items():
            place = ("services", service_name, "secrets", key)
            names = references_in(text)
            if len(names) != 1 or text != f"${{{names[0]}}}":
                yield Problem(
                    place,
                    "is not a reference: values of secrets never stand in a stack file; write one "
                    f"of {_listed(secret)}",
                )
            else:
                yield from _unless_known(place, names[0], secret, plain, "environment")


def _unless_known(
    place: KeyPath, name: str, known: tuple[str, ...], elsewhere: tuple[str, ...], other: str
) -> Iterator[Problem]:
    if name in elsewhere:
        yield Problem(place, f"${{{name}}} belongs under `{other}:` of the service; move it there")
    elif name not in known:
        yield Problem(place, f"nothing is called ${{{name}}}; there is {_listed(known)}")


def _listed(names: tuple[str, ...]) -> str:
    return ", ".join(f"${{{name}}}" for name in names) or "nothing to refer to"


def names_fit_aws(settings: Settings) -> Iterator[Problem]:
    """The program builds a bucket for logs and a secret for the database by itself."""
    if "access-logs" in settings.storage:
        yield Problem(
            ("storage", "access-logs"),
            "this bucket is built already, for the load balancer's logs; choose another name",
        )
    for name in settings.secrets_manager.secrets:
        if name == "database" or name.startswith("database-replica-"):
            yield Problem(
                ("secrets_manager", "secrets", name),
                "this secret is built already, it says how to reach the database; "
                "choose another name",
            )


GUARDS: tuple[Guard, ...] = (
    managed_password_has_no_replicas,
    replicas_need_backups,
    storage_grows_upwards,
    broker_has_no_cluster_mode,
    shards_need_cluster_mode,
    internet_needs_nat,
    tasks_can_start_without_nat,
    keep_alive_outlives_idle_timeout,
    connections_fit_the_database,
    prod_images_stay_what_they_are,
    priorities_are_distinct,
    internal_paths_are_asked_first,
    secret_names_do_not_look_like_arns,
    references_exist,
    tasks_are_counted,
    connections_alarm_has_a_limit,
    storage_alarm_comes_after_growth,
    path_limits_are_tighter,
    names_fit_aws,
)
