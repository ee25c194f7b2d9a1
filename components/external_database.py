"""PostgreSQL that somebody else runs: what services are told of it, and the way out to it."""

import pulumi

from components.data_store import OutsideStore
from groundplan.settings.database import ExternalDatabaseSettings
from groundplan.settings.reference import SECRET_KEYS


class ExternalDatabase:
    """Builds nothing. `login` names the whole secret that holds `password` and `url` as JSON."""

    def __init__(
        self, name: str, settings: ExternalDatabaseSettings, login: pulumi.Output[str]
    ) -> None:
        self.data_store = OutsideStore(
            cidr_blocks=tuple(map(str, settings.cidr_blocks)), port=settings.port
        )
        plain = {
            "host": settings.host,
            "port": str(settings.port),
            "name": settings.name,
            "username": settings.username,
        }
        self.references = {
            **{f"database.{name}.{key}": pulumi.Output.from_input(x) for key, x in plain.items()},
            **{
                f"database.{name}.{key}": pulumi.Output.concat(login, f":{key}::")
                for key in SECRET_KEYS
            },
        }
