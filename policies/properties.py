"""The one way in which rules read properties: a value, MISSING, or Undecided with its path."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.plan import MISSING, SECRET, UNKNOWN, dig
from policies.verdict import Undecided

_HIDDEN = (UNKNOWN, SECRET)


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

    def sub(self, path: str) -> "Properties":
        """The mapping at path; an empty one where it is missing. Raises Undecided.

        A block that Terraform knows as a list of at most one is a mapping in Pulumi; a list of
        one is read as its only item, for programs that were converted from it.
        """
        value = self.get(path, {})
        if isinstance(value, list | tuple) and len(value) == 1:
            return Properties({} if value[0] is None else value[0], self.at(path) + "[0]").known()
        return Properties(value if isinstance(value, Mapping) else {}, self.at(path))

    def known(self) -> "Properties":
        """Itself. Raises Undecided where the mapping as a whole is hidden."""
        if self.raw in _HIDDEN:
            raise Undecided(self.path)
        return self

    def each(self, path: str) -> "Iterator[Properties]":
        """The items of the list at path; a single mapping counts as a list of one.

        Raises Undecided when the list as a whole is unknown; an unknown item raises when it is
        read.
        """
        value = self.get(path, [])
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
        """The JSON document at path: text, or already a mapping. Raises Undecided.

        Text that is no JSON reads as an empty document.
        """
        value = self.get(path, {})
        if isinstance(value, str):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                value = {}
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
