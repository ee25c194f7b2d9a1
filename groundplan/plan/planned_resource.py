"""One resource of a plan, and the one way to read its properties."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from groundplan.plan.markers import MISSING, Marker
from groundplan.plan.tokens import canonical

_STEP = re.compile(r"([^.\[\]]+)|\[(\d+)\]")


@dataclass(frozen=True, kw_only=True)
class PlannedResource:
    """What the program registered: inputs as on the wire (camelCase), and what they depend on.

    `inputs` may hold `UNKNOWN` and `SECRET` at any depth. `dependencies` and the values of
    `property_dependencies` are URNs; an edge is there even when the property's value is unknown.
    `aliases` are the URNs that it had before.
    `source` is the program's line, `components/database.py:42`, where that is known: one that
    moved leaves the resource the same.
    """

    urn: str
    type: str
    name: str
    parent: str | None = None
    custom: bool = True
    provider: str | None = None
    protect: bool = False
    inputs: Mapping[str, Any] = field(default_factory=dict)
    dependencies: tuple[str, ...] = ()
    property_dependencies: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    aliases: tuple[str, ...] = ()
    ignore_changes: tuple[str, ...] = ()
    replace_on_changes: tuple[str, ...] = ()
    retain_on_delete: bool = False
    source: str | None = field(default=None, compare=False)

    @cached_property
    def kind(self) -> str:
        """The type token with twins folded (`aws:alb/…` is `aws:lb/…`): match on this."""
        return canonical(self.type)

    def read(self, path: str) -> Any:
        """The value at `a.b[0].c`, or MISSING, UNKNOWN or SECRET; a marker above it decides."""
        return dig(self.inputs, path)

    def document(self, path: str) -> Any:
        """The JSON document at path, parsed; MISSING, UNKNOWN or SECRET as `read` gives them.

        Raises nothing: text that is no JSON comes back as it is, for the rule to judge.
        """
        text = self.read(path)
        if not isinstance(text, str):
            return text
        try:
            return json.loads(text)
        except ValueError:
            return text


def dig(value: Any, path: str) -> Any:
    """Walk `path` (`a.b[0].c`) into nested mappings and lists; MISSING where it ends early."""
    for name, index in _STEP.findall(path):
        if isinstance(value, Marker):
            return value
        value = _item(value, int(index)) if index else _entry(value, name)
    return MISSING if value is None else value


def _entry(value: Any, name: str) -> Any:
    return value.get(name, MISSING) if isinstance(value, Mapping) else MISSING


def _item(value: Any, index: int) -> Any:
    return value[index] if isinstance(value, list | tuple) and index < len(value) else MISSING
