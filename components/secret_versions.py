"""Which generated secrets a service was started with: another one starts it anew.

Variables are filled once, when a task or pod starts, from a secret whose name stays. So the version
is written beside them. Source: ECS Developer Guide, pass Secrets Manager secrets through
environment variables (a new secret needs a new task).
"""

from collections.abc import Iterator

from groundplan.settings.document_database import DocumentDatabaseSettings
from groundplan.settings.reference import names_in
from groundplan.settings.secrets_manager import GeneratedSecret
from groundplan.settings.service import Service
from groundplan.settings.settings import Settings


def secret_versions(service: Service, stack: Settings) -> dict[str, str]:
    """The version of each generated secret that the service refers to, by a label's name."""
    named = names_in(service)
    return {
        f"groundplan/{secret}.version": str(version)
        for secret, version in _generated(stack)
        if any(name == secret or name.startswith(f"{secret}.") for name in named)
    }


def _generated(stack: Settings) -> Iterator[tuple[str, int]]:
    for name, database in stack.rds_databases.items():
        if database.master_password == "generated":
            yield f"database.{name}", database.password_version
    for name, documents in stack.document_database.items():
        if isinstance(documents, DocumentDatabaseSettings):
            yield f"document_database.{name}", documents.password_version
    for name, cache in stack.cache.items():
        yield f"cache.{name}", cache.password_version
    for name, secret in stack.secrets_manager.secrets.items():
        if isinstance(secret, GeneratedSecret):
            yield f"secrets_manager.{name}", secret.version
