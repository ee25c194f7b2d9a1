"""Logins to a cache: a user, a password and a secret for each application."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

from components.labels import CACHE_USER_CHARACTERS
from components.vault import Vault
from groundplan.settings.cache import CacheKind, CacheUser

PORT = 6379

_PASSWORD_CHARACTERS = 64
_COMMANDS = {
    "read": "-@all +@read +@connection",
    "write": "-@all +@read +@write +@connection +@transaction +@pubsub +@scripting -@dangerous",
    "all": "+@all -@dangerous",
}
"""Source: valkey.io, ACL: categories of commands."""


class CacheUsers:
    """A user group of a cache. Source: ElastiCache User Guide, role-based access control.

    A user has two passwords at the most: the one of the version before still opens the cache, so
    that nobody is shut out until every service has the next.
    """

    group_id: pulumi.Output[str]

    def __init__(
        self, parent: pulumi.Resource, prefix: str, vault: Vault, settings: CacheKind
    ) -> None:
        self._prefix, self._vault = prefix, vault
        self._child = pulumi.ResourceOptions(parent=parent)
        self._parent = parent
        version = settings.password_version
        versions = range(version, max(version - 2, 0), -1)
        self._passwords = {
            name: [self._password(name, one) for one in versions] for name in settings.users
        }
        built = [self._user(name, user) for name, user in settings.users.items()]
        group = aws.elasticache.UserGroup(
            prefix,
            user_group_id=vault.labels.name(prefix, limit=CACHE_USER_CHARACTERS),
            engine="valkey",
            user_ids=[one.user_id for one in built],
            opts=self._child,
        )
        self.group_id = group.user_group_id

    def references(self, host: pulumi.Output[str]) -> dict[str, pulumi.Output[str]]:
        """Store how each user reaches the cache; give what each part is referenced as."""
        return {
            reference: value
            for name, (newest, *_) in self._passwords.items()
            for reference, value in self._store(name, newest, host).items()
        }

    def _password(self, name: str, version: int) -> pulumi.Output[str]:
        """Letters and digits only: it stands in the URL as it is."""
        password = random.RandomPassword(
            f"{self._of(name)}-{version}",
            length=_PASSWORD_CHARACTERS,
            special=False,
            opts=self._child,
        )
        return password.result

    def _user(self, name: str, user: CacheUser) -> aws.elasticache.User:
        return aws.elasticache.User(
            self._of(name),
            user_id=self._vault.labels.name(self._of(name), limit=CACHE_USER_CHARACTERS),
            user_name=name,
            engine="valkey",
            access_string=f"on ~{user.keys} &* {_COMMANDS[user.commands]}",
            authentication_mode={
                "type": "password",
                "passwords": self._passwords[name],
            },
            opts=self._child,
        )

    def _store(
        self, user: str, password: pulumi.Output[str], host: pulumi.Output[str]
    ) -> dict[str, pulumi.Output[str]]:
        parts: dict[str, pulumi.Input[str]] = {
            "host": host,
            "port": str(PORT),
            "username": user,
            "password": password,
            "url": url(host, password, user),
        }
        cache = self._prefix.removeprefix("cache-")
        stored = self._vault.store(
            self._parent,
            self._of(user),
            f"cache/{cache}/{user}",
            description=f"How {user} reaches {self._prefix}",
            value=pulumi.Output.json_dumps(parts),
        )
        return {f"cache.{cache}.users.{user}.{key}": stored.reference(key) for key in parts}

    def _of(self, user: str) -> str:
        return f"{self._prefix}-user-{user}"


def url(
    host: pulumi.Output[str], password: pulumi.Output[str], user: str = ""
) -> pulumi.Output[str]:
    """TLS, database 0.

    Celery's result backend refuses rediss:// without ssl_cert_reqs. Source: celery backends/redis.
    """
    return pulumi.Output.format(
        "rediss://{0}:{1}@{2}:{3}/0?ssl_cert_reqs=required", user, password, host, PORT
    )
