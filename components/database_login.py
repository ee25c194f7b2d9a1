"""What clients are told of a database: one secret per instance, so nobody waits for a replica."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.vault import Vault

PORT = 5432

_URL_FORMS = {
    "url": ("postgresql", "sslmode=require"),
    "async_url": ("postgresql+asyncpg", "ssl=require"),
    "psycopg_url": ("postgresql+psycopg", "sslmode=require"),
}
"""Scheme and TLS of each form: asyncpg knows no `sslmode` in SQLAlchemy's URLs.

Source: SQLAlchemy documentation, PostgreSQL dialects: asyncpg takes `ssl`, psycopg `sslmode`.
"""


@dataclass(frozen=True, kw_only=True)
class DatabaseLogin:
    """The way into the instances of one database.

    `password` is None where RDS manages it: then RDS's own secret is referenced for it, and there
    is no URL, because a URL would hold a password that changes.
    """

    parent: pulumi.Resource
    vault: Vault
    name: str
    database: str
    username: str
    password: pulumi.Output[str] | None

    def to_primary(self, primary: aws.rds.Instance) -> dict[str, pulumi.Output[str]]:
        """Store host, name and credentials; give what each is referenced as."""
        credentials = {"password": self.password} if self.password is not None else {}
        references = self._store(
            "",
            primary,
            {
                "port": str(PORT),
                "name": self.database,
                "username": self.username,
                **credentials,
            },
        )
        if self.password is None:
            references[f"database.{self.name}.password"] = _managed_password(primary)
        return references

    def to_replica(self, number: int, replica: aws.rds.Instance) -> dict[str, pulumi.Output[str]]:
        """Store a replica's host and URL; give what each is referenced as."""
        return self._store(f"replica-{number}", replica, {})

    def _store(
        self,
        replica: str,
        instance: aws.rds.Instance,
        more: dict[str, pulumi.Input[str]],
    ) -> dict[str, pulumi.Output[str]]:
        parts: dict[str, pulumi.Input[str]] = {"host": instance.address, **more}
        if self.password is not None:
            parts |= connection_urls(self.database, self.username, self.password, instance.address)
        path = "/".join(filter(None, ("database", self.name, replica)))
        stored = self.vault.store(
            self.parent,
            path.replace("/", "-"),
            path,
            description=f"How to reach {path}",
            value=pulumi.Output.json_dumps(parts),
        )
        reference = path.replace("/", ".").replace("replica-", "replica_")
        return {f"{reference}.{key}": stored.reference(key) for key in parts}


def connection_urls(
    database: str, username: str, password: pulumi.Output[str], host: pulumi.Output[str]
) -> dict[str, pulumi.Output[str]]:
    """Each form by its name, all with TLS demanded."""
    return {
        key: pulumi.Output.format(
            "{0}://{1}:{2}@{3}:{4}/{5}?{6}", scheme, username, password, host, PORT, database, tls
        )
        for key, (scheme, tls) in _URL_FORMS.items()
    }


def _managed_password(primary: aws.rds.Instance) -> pulumi.Output[str]:
    """RDS names its secret only once the instance exists."""
    return pulumi.Output.concat(primary.master_user_secrets[0]["secret_arn"], ":password::")
