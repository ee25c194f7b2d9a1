"""What services may refer to, and what of it one service does."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

from components.data_store import Store
from components.mount import Mount
from groundplan.settings.reference import names_in, references_in
from groundplan.settings.service import Service

_BUCKET_NAME = re.compile(r"^storage\.[^.]+\.name$")


@dataclass(frozen=True, kw_only=True)
class Surroundings:
    """The same for all services of a stack.

    `references` are what `${…}` in environment and secrets may name; `data_stores` go by the
    first words of those names (`database`, `cache.broker`).
    """

    references: Mapping[str, pulumi.Output[str]]
    data_stores: Mapping[str, Store]
    mounts: Mapping[str, Sequence[Mount]] = field(default_factory=dict)
    """What each service mounts, by its name."""

    def secrets(self, service: Service) -> list[pulumi.Output[str]]:
        """The secrets that the service gets, as containers name them."""
        return [self.references[references_in(text)[0]] for text in service.secrets.values()]

    def buckets(self, service: Service) -> list[pulumi.Output[str]]:
        """The names of the buckets that the service refers to."""
        named = names_in(service)
        return [self.references[one] for one in named if _BUCKET_NAME.match(one)]

    def stores(self, service: Service) -> dict[str, Store]:
        """What it connects to, such as `cache.broker` by `cache.broker.url`, and what it mounts."""
        signed = (f"database.{name}.user" for name in service.database_users)
        mounted = (f"file_system.{name}.files" for name in service.file_systems)
        named = (*names_in(service), *signed, *mounted)
        return {
            key: store
            for key, store in self.data_stores.items()
            if any(name.startswith(f"{key}.") for name in named)
        }
