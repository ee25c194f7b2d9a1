"""A text that nobody knows yet, in a program that looks into it.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any


class Unread(str):
    """Structured text that is not known: what a program finds in it is not known either.

    Every key is there, and there is nothing to go through, so that nothing is made up.
    """

    __slots__ = ()

    def __getitem__(self, key: Any) -> "Unread":
        return self if isinstance(key, slice) else Unread(f"{self}.{key}")

    def get(self, key: Any, _default: Any = None) -> "Unread":
        """What a mapping has under that name."""
        return self[key]

    def items(self) -> tuple[()]:
        """The entries that are known: none."""
        return ()

    keys = values = items

    def __iter__(self) -> Iterator[Any]:
        return iter(())

    def __len__(self) -> int:
        return 0

    def __bool__(self) -> bool:
        return True

    def __contains__(self, key: object) -> bool:
        return True


@contextmanager
def read_as_json(is_unknown: Callable[[str], bool]) -> Iterator[None]:
    """Let `json.loads` take texts that are not known: secrets and parameters often hold JSON."""
    original = json.loads

    def patient(text: Any, *arguments: Any, **options: Any) -> Any:
        if isinstance(text, Unread):
            return text
        if isinstance(text, str) and is_unknown(text):
            return Unread(text)
        return original(text, *arguments, **options)

    json.loads = patient
    try:
        yield
    finally:
        json.loads = original
