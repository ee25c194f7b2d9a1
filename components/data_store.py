"""What a service needs to know of a database or cache to be let in."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class DataStore:
    """The security group that guards it and the TCP port it listens on."""

    security_group_id: pulumi.Input[str]
    port: int
    subnet_group: pulumi.Resource | None = None
    """The last of what it stands on: once this is there, the store itself is begun."""


@dataclass(frozen=True, kw_only=True)
class OutsideStore:
    """One that somebody else runs: the addresses it has, as CIDR blocks, and its TCP port."""

    cidr_blocks: tuple[str, ...]
    port: int


Store = DataStore | OutsideStore
