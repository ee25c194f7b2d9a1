"""What a security group lets in or out, whichever of the three forms declares it."""

from collections.abc import Iterator
from dataclasses import dataclass

from policies.address_range import covers_internet
from policies.kinds import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
)
from policies.properties import Properties, number
from policies.subject import Subject

EVERY_PORT = range(65536)
_ALL_PROTOCOLS = ("-1", "all")
_NUMBERS = {"6": "tcp", "17": "udp"}


@dataclass(frozen=True)
class Opening:
    """One ingress or egress permission. Its questions raise Undecided where a value is unknown."""

    block: Properties
    inline: bool

    @property
    def protocol(self) -> str:
        """tcp, udp, icmp…, or -1 for all."""
        name = "protocol" if self.inline else "ipProtocol"
        protocol = str(self.block.get(name, "-1")).lower()
        return "-1" if protocol in _ALL_PROTOCOLS else _NUMBERS.get(protocol, protocol)

    @property
    def ports(self) -> range:
        """The ports that are opened; all of them for all protocols."""
        if self.protocol == "-1":
            return EVERY_PORT
        start = number(self.block.get("fromPort", 0)) or 0
        end = number(self.block.get("toPort", start)) or 0
        if start < 0 or (start == 0 and end == 0):
            return EVERY_PORT
        return range(int(start), int(end) + 1)

    @property
    def carries_ports(self) -> bool:
        """Whether the protocol knows ports at all; ICMP types are no ports."""
        return self.protocol in ("-1", "tcp", "udp")

    @property
    def cidrs(self) -> list[str]:
        """The address ranges on the other side. Raises Undecided where one is unknown."""
        names = ("cidrBlocks", "ipv6CidrBlocks") if self.inline else ("cidrIpv4", "cidrIpv6")
        return [cidr for name in names for cidr in self.block.strings(name)]

    @property
    def known_cidrs(self) -> list[str]:
        """The address ranges that are known, where others may not be."""
        names = ("cidrBlocks", "ipv6CidrBlocks") if self.inline else ("cidrIpv4", "cidrIpv6")
        found: list[str] = []
        for name in names:
            value = self.block.read(name)
            values = value if isinstance(value, list | tuple) else [value]
            found += [one for one in values if isinstance(one, str)]
        return found

    def opens(self, *ports: int) -> bool:
        """Whether one of these ports is open to the other side."""
        return self.carries_ports and any(port in self.ports for port in ports)

    @property
    def from_internet(self) -> bool:
        """Whether the other side is the internet. Raises Undecided where a range is unknown."""
        return covers_internet(self.known_cidrs) or covers_internet(self.cidrs)


def ingress(subject: Subject) -> Iterator[Opening]:
    """What the resource lets in: inline blocks of a group, or the one rule of a rule resource."""
    yield from _openings(subject, "ingress", INGRESS_RULE)


def egress(subject: Subject) -> Iterator[Opening]:
    """What the resource lets out."""
    yield from _openings(subject, "egress", EGRESS_RULE)


def _openings(subject: Subject, direction: str, rule_kind: str) -> Iterator[Opening]:
    if subject.kind in (SECURITY_GROUP, DEFAULT_SECURITY_GROUP):
        for block in subject.each(direction):
            yield Opening(block.known(), inline=True)
    elif subject.kind == rule_kind:
        yield Opening(subject, inline=False)
    elif subject.kind == SECURITY_GROUP_RULE and subject.get("type") == direction:
        yield Opening(subject, inline=True)
