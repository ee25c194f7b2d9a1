"""How long the cloud takes for one resource, by the table in `durations.toml`."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any

from groundplan.plan.tokens import canonical


@dataclass(frozen=True)
class Duration:
    """Typical minutes of the three operations on a resource type, and where they come from."""

    create: float
    update: float
    delete: float
    source: str
    when: Mapping[str, Any] = field(default_factory=dict)
    """The inputs with which the provider waits at all; empty when it always does."""

    def minutes(self, operation: str) -> float:
        """Give the minutes of `create`, `update` or `delete`."""
        return {"create": self.create, "update": self.update, "delete": self.delete}[operation]


_TABLE = tomllib.loads(files("groundplan.forecast").joinpath("durations.toml").read_text("utf-8"))
_DEFAULT = Duration(**_TABLE["default"])
_AT_ONCE = Duration(0, 0, 0, _TABLE["at_once"]["source"])
_PACKAGES = frozenset(_TABLE["at_once"]["packages"])
DURATIONS: Mapping[str, Duration] = {
    token: Duration(**row) for token, row in _TABLE["types"].items()
}


def duration_of(token: str, inputs: Mapping[str, Any]) -> Duration:
    """The row of the type; the default for one that the table does not name."""
    if token.partition(":")[0] in _PACKAGES:
        return _AT_ONCE
    found = DURATIONS.get(canonical(token), _DEFAULT)
    waits = all(inputs.get(name) == value for name, value in found.when.items())
    return found if waits else _DEFAULT
