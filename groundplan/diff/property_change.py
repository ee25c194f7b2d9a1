"""The properties of one resource that differ between two plans."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from groundplan.plan import MISSING, SECRET, UNKNOWN, PlannedResource
from groundplan.review.words import resource_label

LONGEST_SHOWN = 60
"""Characters of a value; policy documents and scripts are longer than anybody reads in a list."""

SHOWN_BEFORE_DIFFERENCE = 12
"""Characters that two texts share and that say where in them one is."""


@dataclass(frozen=True)
class PropertyChange:
    """One property at its path, before and after: values, SECRET, UNKNOWN or MISSING."""

    path: str
    before: Any
    after: Any
    replaces: bool = False
    """Whether the cloud cannot change it on a live resource."""

    refusal: str | None = None
    """The words in which AWS refuses it."""

    because: str | None = None
    """The replaced resource that it is made from, where that alone changes it."""

    @property
    def is_option(self) -> bool:
        """Whether it is an option of the program, which the cloud knows nothing of."""
        return self.path.startswith("(")

    @property
    def top(self) -> str:
        """The property of the resource that it is part of."""
        return self.path.partition(".")[0].partition("[")[0]

    def __str__(self) -> str:
        if self.because:
            return f"{self.path} comes from {resource_label(self.because)}, which is replaced"
        before, after = _apart(self.before, self.after)
        told = f"{self.path}: {shown(before)} → {shown(after)}"
        if self.refusal:
            return f"{told} (AWS refuses it: {self.refusal})"
        return f"{told} (replaces it)" if self.replaces else told


def _apart(before: Any, after: Any) -> tuple[Any, Any]:
    """Long texts from a little before the place where they differ."""
    if not (isinstance(before, str) and isinstance(after, str)):
        return before, after
    pairs = enumerate(zip(before, after, strict=False))
    same = next((at for at, (old, new) in pairs if old != new), min(len(before), len(after)))
    start = same - SHOWN_BEFORE_DIFFERENCE
    if start <= 0 or max(len(before), len(after)) <= LONGEST_SHOWN:
        return before, after
    return f"…{before[start:]}", f"…{after[start:]}"


def shown(value: Any) -> str:
    """A value in one line; markers in words."""
    if value is MISSING:
        return "not set"
    if value is UNKNOWN:
        return "not known yet"
    if value is SECRET:
        return "secret"
    text = value if isinstance(value, str) else json.dumps(value, default=repr, ensure_ascii=False)
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_SHOWN else f"{text[: LONGEST_SHOWN - 1]}…"


def property_changes(
    before: PlannedResource, after: PlannedResource, *, origins_known: bool = True
) -> Iterator[PropertyChange]:
    """Yield what differs, but for what the program ignores or what is the same reference.

    What is not known yet is the same as long as it is made from the same resources, or was looked
    up: a deployed stack knows the value, the plan of a program only where it comes from. A stream
    of engine events knows neither: without `origins_known` all that is not known yet is the same.
    """
    for name in sorted(before.inputs.keys() | after.inputs.keys()):
        old, new = before.inputs.get(name, MISSING), after.inputs.get(name, MISSING)
        same_origin = not origins_known or _origin(before, name) == _origin(after, name)
        for change in _differences(old, new, name):
            refers = UNKNOWN in (change.before, change.after)
            if not (refers and same_origin) and not _is_ignored(after, change.path):
                yield change


def _origin(resource: PlannedResource, name: str) -> tuple[str, ...]:
    return resource.property_dependencies.get(name, ())


def _is_ignored(resource: PlannedResource, path: str) -> bool:
    return any(
        path == ignored or path.startswith((f"{ignored}.", f"{ignored}["))
        for ignored in resource.ignore_changes
    )


def _differences(before: Any, after: Any, path: str) -> Iterator[PropertyChange]:
    if isinstance(before, Mapping) and isinstance(after, Mapping):
        for key in sorted(before.keys() | after.keys()):
            old, new = before.get(key, MISSING), after.get(key, MISSING)
            yield from _differences(old, new, f"{path}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for index, (old, new) in enumerate(zip(before, after, strict=True)):
            yield from _differences(old, new, f"{path}[{index}]")
    elif before != after:
        documents = _document(before), _document(after)
        if None in documents:
            yield PropertyChange(path, before, after)
        else:
            yield from _differences(*documents, path)


def _document(text: Any) -> Any:
    """What JSON text holds, policies and container definitions among it; None for other values."""
    if not isinstance(text, str) or not text.startswith(("{", "[")):
        return None
    try:
        return json.loads(text)
    except ValueError:
        return None
