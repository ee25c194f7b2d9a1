"""Guards of document databases, and of what services write about them."""

from collections.abc import Iterator

from groundplan.settings.document_database import (
    DocumentDatabaseSettings,
    ExternalDocumentDatabaseSettings,
)
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def documentdb_is_not_found_by_srv(settings: Settings) -> Iterator[Problem]:
    """DocumentDB has no SRV records. Source: DocumentDB Developer Guide, functional differences."""
    own = [
        name
        for name, one in settings.document_database.items()
        if isinstance(one, DocumentDatabaseSettings)
    ]
    for service_name, service in settings.services.items():
        for key, text in service.environment.items():
            if own and text.startswith("mongodb+srv:"):
                yield Problem(
                    ("services", service_name, "environment", key),
                    "DocumentDB serves no SRV records, so mongodb+srv:// finds nothing; put "
                    f"{key}: ${{document_database.{own[0]}.uri}} under `secrets:`",
                )


def document_logins_are_external_secrets(settings: Settings) -> Iterator[Problem]:
    """Whoever runs the database gives out its URI; it comes into no stack file."""
    for name, one in settings.document_database.items():
        if not isinstance(one, ExternalDocumentDatabaseSettings):
            continue
        secret = settings.secrets_manager.secrets.get(one.secret)
        if secret is None or secret.kind != "external":
            yield Problem(
                ("document_database", name, "secret"),
                f"secrets_manager.secrets has no external secret {one.secret}; add it with "
                "`kind: external`, and put the whole URI into it",
                one.secret,
            )


def document_pools_are_of_databases(settings: Settings) -> Iterator[Problem]:
    """A pool that belongs to no database is counted nowhere."""
    there_is = ", ".join(settings.document_database) or "none"
    for service_name, service in settings.services.items():
        for name in service.document_pools:
            if name not in settings.document_database:
                yield Problem(
                    ("services", service_name, "document_pools", name),
                    f"no document database is called {name}; there is {there_is}",
                )


def document_connections_fit(settings: Settings) -> Iterator[Problem]:
    """Drivers keep a pool for each instance, so one instance sees the pools of all tasks."""
    for name, one in settings.document_database.items():
        if not isinstance(one, DocumentDatabaseSettings):
            continue
        limit = one.connection_limit
        needs = {
            service_name: pool.connections_per_task * settings.most_tasks_deploying(service)
            for service_name, service in settings.services.items()
            if (pool := service.document_pools.get(name))
        }
        total = sum(needs.values())
        if limit is not None and total > limit:
            sums = " + ".join(f"{service} {need}" for service, need in needs.items())
            yield Problem(
                ("document_database", name, "instance_class"),
                f"{sums} = {total} connections, an instance surely takes {limit}; shrink "
                "document_pools (processes x (pool_size + max_overflow) x tasks, old and new ones "
                "of a deployment), or take a larger instance class",
                one.instance_class,
            )
