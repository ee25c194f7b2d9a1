"""What a service needs to know of a database or cache to be let in."""

from dataclasses import dataclass

import pulumi


@dataclass(frozen=True, kw_only=True)
class DataStore:
    """The security group that guards it and the TCP port it listens on."""

    security_group_id: pulumi.Input[str]
    port: int
    read_port: int | None = None
    """Where copies answer that are only read, if that is a port of its own."""

    subnet_group: pulumi.Resource | None = None
    """The last of what it stands on: once this is there, the store itself is begun."""

    @property
    def ports(self) -> dict[str, int]:
        """Each with what the name of its rule ends in."""
        return {"": self.port} | ({"-reads": self.read_port} if self.read_port else {})


@dataclass(frozen=True, kw_only=True)
class OutsideStore:
    """One that somebody else runs: the addresses it has, as CIDR blocks, and its TCP port."""

    cidr_blocks: tuple[str, ...]
    port: int

    @property
    def ports(self) -> dict[str, int]:
        """Each with what the name of its rule ends in."""
        return {"": self.port}


Store = DataStore | OutsideStore
