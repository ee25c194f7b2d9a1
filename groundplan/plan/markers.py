"""The values that stand where a plan has no value to show."""

from enum import Enum
from typing import Any, TypeGuard


class Marker(Enum):
    """What a property is when it is not plain data."""

    UNKNOWN = "$unknown"
    SECRET = "$secret"
    MISSING = "$missing"

    def __repr__(self) -> str:
        return self.name


UNKNOWN = Marker.UNKNOWN
"""The cloud computes it: no rule may pass or fail on it."""

SECRET = Marker.SECRET
"""It is set, and its value never enters a plan."""

MISSING = Marker.MISSING
"""The program did not set it. Only reading returns this; a plan never holds it."""


def is_known(value: Any) -> TypeGuard[Any]:
    """Whether value is plain data: neither unknown, nor secret, nor missing."""
    return not isinstance(value, Marker)
