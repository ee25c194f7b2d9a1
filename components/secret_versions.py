"""Which passwords a service was started with: another one starts it anew.

Variables are filled once, when a task or pod starts, from a secret whose name stays. So the version
is written beside them. Source: ECS Developer Guide, pass Secrets Manager secrets through
environment variables (a new secret needs a new task).
"""

from groundplan.settings.reference import names_in
from groundplan.settings.service import Service
from groundplan.settings.settings import Settings


def secret_versions(service: Service, stack: Settings) -> dict[str, str]:
    """The version of each generated password that the service refers to, by a label's name."""
    named = names_in(service)
    return {
        f"groundplan/database.{name}.password": str(database.password_version)
        for name, database in stack.rds_databases.items()
        if database.master_password == "generated"
        and any(one.startswith(f"database.{name}.") for one in named)
    }
