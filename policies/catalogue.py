"""The three packs together, for what must know of all rules."""

from policies.cost import PACK as COST
from policies.pack import Pack
from policies.reliability import PACK as RELIABILITY
from policies.security import PACK as SECURITY

PACKS: tuple[Pack, ...] = (SECURITY, RELIABILITY, COST)
"""The first one also tells of exemptions from policies that nobody has."""


def names() -> frozenset[str]:
    """The name of every rule of every pack."""
    return frozenset(name for pack in PACKS for name in pack.by_name)
