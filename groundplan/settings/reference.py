"""References: how a service names what another component provides."""

import re
from collections.abc import Iterator, Mapping

from groundplan.settings.cache import CacheKind
from groundplan.settings.database import DatabaseSettings
from groundplan.settings.document_database import (
    DocumentDatabaseKind,
    DocumentDatabaseSettings,
)
from groundplan.settings.service import Service
from groundplan.settings.settings import Settings
from groundplan.settings.storage import BucketSettings

REFERENCE = re.compile(r"\$\{([^}]*)\}")

URL_KEYS = ("url", "async_url", "psycopg_url")
"""Of libraries and ORMs: libpq, SQLAlchemy with asyncpg, SQLAlchemy with psycopg."""

DATABASE_KEYS = (*URL_KEYS, "host", "port", "name", "username", "password")
PLAIN_KEYS, SECRET_KEYS = ("host", "port", "name", "username"), ("url", "password")
"""Of a database that somebody else runs: only its login is a secret."""

DOCUMENT_KEYS = ("uri", "host", "port", "name", "username", "password")
REPLICA_KEYS = (*URL_KEYS, "host")
POOL_KEYS = ("processes", "pool_size", "max_overflow")
CACHE_KEYS = ("url", "host", "port", "auth_token")
CACHE_USER_KEYS = ("url", "host", "port", "username", "password")


def secret_references(settings: Settings) -> tuple[str, ...]:
    """What `secrets:` of a service may name. Hosts are here too: they sit beside the password."""
    return (
        *(name for key, one in settings.rds_databases.items() for name in _of_database(key, one)),
        *(f"database.{key}.{part}" for key in settings.external_databases for part in SECRET_KEYS),
        *(
            name
            for key, one in settings.document_database.items()
            for name in _of_documents(key, one)
        ),
        *(name for key, one in settings.cache.items() for name in _of_cache(key, one)),
        *(f"secrets_manager.{name}" for name in settings.secrets_manager.secrets),
    )


def _of_database(name: str, database: DatabaseSettings) -> Iterator[str]:
    for key in DATABASE_KEYS:
        if not (database.master_password == "managed" and key in URL_KEYS):
            yield f"database.{name}.{key}"
    for number in range(1, database.read_replicas + 1):
        yield from (f"database.{name}.replica_{number}.{key}" for key in REPLICA_KEYS)


def _of_documents(name: str, database: DocumentDatabaseKind) -> Iterator[str]:
    keys = DOCUMENT_KEYS if isinstance(database, DocumentDatabaseSettings) else ("uri",)
    yield from (f"document_database.{name}.{key}" for key in keys)


def _of_bucket(bucket: BucketSettings) -> Iterator[str]:
    yield "name"
    if bucket.uploads:
        yield "max_upload_bytes"
    if bucket.cdn:
        yield "cdn_url"


def _of_cache(name: str, cache: CacheKind) -> Iterator[str]:
    """One token, or a login for each user."""
    if not cache.users:
        yield from (f"cache.{name}.{key}" for key in CACHE_KEYS)
    for user in cache.users:
        yield from (f"cache.{name}.users.{user}.{key}" for key in CACHE_USER_KEYS)


def plain_references(settings: Settings) -> tuple[str, ...]:
    """What `environment:` of a service may name: values known before anything exists."""
    return (
        "aws.region",
        "load_balancer.domain_name",
        "load_balancer.idle_timeout_seconds",
        "load_balancer.keep_alive_seconds",
        *(f"database.{key}.{part}" for key in settings.external_databases for part in PLAIN_KEYS),
        *(
            f"storage.{name}.{key}"
            for name, bucket in settings.storage.items()
            for key in _of_bucket(bucket)
        ),
    )


def own_references(service: Service) -> dict[str, str]:
    """What `environment:` of this service alone may name, with the value: its pools.

    So the application opens the pool that the guard of connections counted.
    """
    return {
        f"database_pools.{name}.{key}": str(getattr(pool, key))
        for name, pool in service.database_pools.items()
        for key in POOL_KEYS
    }


def references_in(text: str) -> tuple[str, ...]:
    """The names within `${…}` of text, in order."""
    return tuple(REFERENCE.findall(text))


def names_in(service: Service) -> list[str]:
    """Everything that a service refers to, sorted."""
    texts = (*service.environment.values(), *service.secrets.values())
    return sorted({name for text in texts for name in references_in(text)})


def fill(text: str, values: Mapping[str, str]) -> str:
    """Text with each `${name}` replaced. Raises KeyError for a name that values lacks."""
    return REFERENCE.sub(lambda match: values[match[1]], text)
