"""The one way in which rules read properties: a value, MISSING, or Undecided with its path."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.plan import MISSING, SECRET, UNKNOWN, dig
from policies.verdict import Undecided

_HIDDEN = (UNKNOWN, SECRET)
_TRAILING_COMMA = re.compile(r",(\s*[\]}])")
"""What authors leave in documents that they wrote by hand; they mean the document without it."""


class Properties:
    """A read-only view of a mapping somewhere inside a resource's inputs.

    Reading a value that the plan does not hold (unknown or secret) raises Undecided with the
    full path, so that a rule states what it demands and nothing else.
    """

    __slots__ = ("path", "raw")

    def __init__(self, raw: Any, path: str = "") -> None:
        self.raw = raw
        self.path = path

    def at(self, path: str) -> str:
        """The full path of a property of this mapping."""
        return f"{self.path}.{path}" if self.path and not path.startswith("[") else self.path + path

    def read(self, path: str) -> Any:
        """The value at path, or MISSING, UNKNOWN or SECRET."""
        return dig(self.raw, path)

    def get(self, path: str, default: Any = MISSING) -> Any:
        """The value at path, or default where it is missing. Raises Undecided."""
        value = dig(self.raw, path)
        if value in _HIDDEN:
            raise Undecided(self.at(path))
        return default if value is MISSING else value

    def has(self, path: str) -> bool:
        """Whether the program set path to anything at all; an unknown value is set."""
        return dig(self.raw, path) not in (MISSING, "", [], {})

    def has_key(self, path: str) -> bool:
        """Whether path is there, even as an empty mapping such as `{"block": {}}`."""
        return dig(self.raw, path) is not MISSING

    def sub(self, path: str) -> "Properties":
        """The mapping at path; an empty one where it is missing. Raises Undecided.

        A block that Terraform knows as a list of at most one is a mapping in Pulumi; a list of
        one is read as its only item, for programs that were converted from it.
        """
        value = self.get(path, {})
        if isinstance(value, list | tuple) and len(value) == 1:
            return Properties({} if value[0] is None else value[0], self.at(path) + "[0]").known()
        if isinstance(value, str):
            raise Undecided(self.at(path))
        return Properties(value if isinstance(value, Mapping) else {}, self.at(path))

    def known(self) -> "Properties":
        """Itself. Raises Undecided where the mapping as a whole is hidden, or is text."""
        if self.raw in _HIDDEN or isinstance(self.raw, str):
            raise Undecided(self.path)
        return self

    def number(self, path: str, default: float | None = None) -> float:
        """The number at path, default where it is missing, 0 where that has none.

        Text that is no number is an expression that only the provider can read: Undecided.
        """
        value = self.get(path, default)
        if value is MISSING or value is None:
            return 0
        if (found := number(value)) is None:
            raise Undecided(self.at(path))
        return found

    def each(self, path: str) -> "Iterator[Properties]":
        """The items of the list at path; a single mapping counts as a list of one.

        Raises Undecided when the list as a whole is unknown; an unknown item raises when it is
        read.
        """
        value = self.get(path, [])
        if isinstance(value, str) and value:
            raise Undecided(self.at(path))
        if isinstance(value, Mapping):
            yield Properties(value, self.at(path))
        elif isinstance(value, list | tuple):
            for index, item in enumerate(value):
                yield Properties(item, f"{self.at(path)}[{index}]")

    def strings(self, path: str) -> list[str]:
        """The list of strings at path; a single string counts as a list of one."""
        value = self.get(path, [])
        values = value if isinstance(value, list | tuple) else [value]
        for index, item in enumerate(values):
            if item in _HIDDEN:
                raise Undecided(f"{self.at(path)}[{index}]")
        return [item for item in values if isinstance(item, str)]

    def document(self, path: str) -> "Properties":
        """The JSON document at path: text, or already a mapping.

        Raises Undecided, also for text that is no JSON: what it means is for the cloud to say.
        """
        value = self.get(path, {})
        if isinstance(value, str):
            try:
                value = json.loads(_TRAILING_COMMA.sub(r"\1", value))
            except (ValueError, RecursionError):
                raise Undecided(self.at(path)) from None
        return Properties(value, self.at(path))


def is_true(value: Any) -> bool:
    """Whether the provider reads value as true."""
    return value is True or (isinstance(value, str) and value.lower() == "true")


def is_false(value: Any) -> bool:
    """Whether the provider reads value as false."""
    return value is False or (isinstance(value, str) and value.lower() == "false")


def number(value: Any) -> float | None:
    """The number that the provider reads; None for anything else."""
    if isinstance(value, bool) or not isinstance(value, int | float | str):
        return None
    try:
        return float(value)
    except ValueError:
        return None
