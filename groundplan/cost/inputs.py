"""Read a planned property as the kind of value a price needs.

A property that is missing may have a default of AWS's own, which the caller states; one that the
cloud computes later never has: it raises NotKnown, and the line becomes unpriced with the reason.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from groundplan.plan import MISSING, PlannedResource, is_known


class NotKnown(Exception):
    """The plan does not say what the price depends on; the message names the property."""


def text(resource: PlannedResource, path: str, default: str | None = None) -> str:
    """Give the text at path."""
    return str(_value(resource, path, default))


def number(resource: PlannedResource, path: str, default: Decimal | int | None = None) -> Decimal:
    """Give the number at path; text that holds a number counts."""
    value = _value(resource, path, default)
    try:
        return Decimal(str(value))
    except InvalidOperation:
        raise NotKnown(f"{path} is {value!r}, which is not a number") from None


def flag(resource: PlannedResource, path: str, *, default: bool = False) -> bool:
    """Give the yes or no at path."""
    value = _value(resource, path, default)
    return value if isinstance(value, bool) else str(value).lower() == "true"


def items(resource: PlannedResource, path: str) -> tuple[Any, ...]:
    """Give the entries of the list at path; none where it is missing, one where it is no list."""
    value = resource.read(path)
    if value is MISSING:
        return ()
    _known(value, path)
    return tuple(value) if isinstance(value, list | tuple) else (value,)


def texts(resource: PlannedResource, path: str) -> tuple[str, ...]:
    """Give the entries of the list at path, each of which must be known."""
    return tuple(str(_known(one, path)) for one in items(resource, path))


class Block(Mapping[str, Any]):
    """A mapping inside a property, which raises NotKnown where an unknown value is read.

    What lies in it, mappings and lists of mappings, watches over its values in the same way;
    `raw` is the mapping as it is.
    """

    def __init__(self, raw: Mapping[str, Any], path: str) -> None:
        self.raw = raw
        self._path = path

    def __getitem__(self, key: str) -> Any:
        path = f"{self._path}.{key}"
        return _watched(_known(self.raw[key], path), path)

    def __contains__(self, key: object) -> bool:
        return key in self.raw

    def __iter__(self) -> Iterator[str]:
        return iter(self.raw)

    def __len__(self) -> int:
        return len(self.raw)


def blocks(resource: PlannedResource, path: str) -> tuple[Block, ...]:
    """Give the mappings among the entries of the list at path; none of them may be unknown."""
    entries = (_known(one, path) for one in items(resource, path))
    return tuple(Block(one, path) for one in entries if isinstance(one, Mapping))


def _watched(value: Any, path: str) -> Any:
    if isinstance(value, Mapping):
        return Block(value, path)
    if isinstance(value, list | tuple):
        return tuple(_watched(_known(one, path), path) for one in value)
    return value


def _known(value: Any, path: str) -> Any:
    if not is_known(value):
        raise NotKnown(f"{path} is known only after deployment")
    return value


def is_set(resource: PlannedResource, path: str) -> bool:
    """Whether the program gave path any value, be it known or not."""
    return resource.read(path) is not MISSING


def _value(resource: PlannedResource, path: str, default: Any) -> Any:
    value = resource.read(path)
    if value is MISSING or value == "":
        if default is None:
            raise NotKnown(f"{path} is not set")
        return default
    return _known(value, path)
