"""How much a stack will be used: what a plan cannot say and a bill needs.

The keys are the ones that Infracost's usage file made common, so a team can bring its own file.
A figure is a number, or a mapping of low, expected and high.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal, InvalidOperation
from functools import cached_property
from pathlib import Path
from typing import Any

from groundplan.cost.line_item import Scenario, Spread
from groundplan.cost.usage_file import UsageFile, UsageInvalid
from groundplan.plan import PlannedResource

RESOURCES = "resource_usage"
TYPES = "resource_type_default_usage"
_RANGE = {"low", "expected", "high"}
_LARGEST = Decimal(10) ** 15
Place = tuple[str, ...]
"""The keys that lead to a figure, from the top of the file."""


@dataclass(frozen=True)
class Figure:
    """One usage figure of one resource; `reason` is None where the team gave it themselves."""

    spread: Spread
    reason: str | None = None


Figures = Mapping[str, Figure | str]
"""Usage of one resource: keys (nested ones joined by a dot) to figures, or to plain words."""


@dataclass(frozen=True)
class Usage:
    """Usage by resource name (wildcards allowed) or type token, by type, and assumed by urn.

    What is given for a name wins over what is given for its type, and both over an assumption.
    """

    by_name: Mapping[str, Figures] = field(default_factory=dict)
    by_type: Mapping[str, Figures] = field(default_factory=dict)
    assumed: Mapping[str, Figures] = field(default_factory=dict)
    file: UsageFile | None = field(default=None, compare=False)

    @staticmethod
    def empty() -> "Usage":
        """Give the usage of a stack that nobody has said anything about."""
        return Usage()

    @staticmethod
    def from_mapping(document: Mapping[str, Any]) -> "Usage":
        """Read `{"resource_usage": {...}, "resource_type_default_usage": {...}}`."""
        if not isinstance(document, Mapping):
            raise UsageInvalid(f"usage must be a mapping with the keys {RESOURCES} and {TYPES}")
        unknown = set(document) - {RESOURCES, TYPES, "version"}
        if unknown:
            raise UsageInvalid(
                f"{min(unknown)} is not a key of a usage file: use {RESOURCES} (by resource "
                f"name) or {TYPES} (by type token)",
                [min(unknown)],
            )
        return Usage(
            by_name=_entries(document.get(RESOURCES), RESOURCES),
            by_type=_entries(document.get(TYPES), TYPES),
        )

    @staticmethod
    def read(path: Path | str) -> "Usage":
        """Read a YAML or JSON usage file. Raises UsageInvalid with the file's name and line."""
        file = UsageFile(Path(path))
        try:
            return replace(Usage.from_mapping(file.content), file=file)
        except UsageInvalid as problem:
            raise UsageInvalid(f"{file.place(problem.keys)}: {problem}", problem.keys) from None

    def place(self, *keys: str) -> str:
        """Give `path:line: ` of a key that was read from a file, nothing otherwise."""
        return f"{self.file.place(keys)}: " if self.file else ""

    def of(self, resource: PlannedResource) -> "ResourceUsage":
        """Give what is known about one resource."""
        found: dict[str, Figure | str] = dict(self.assumed.get(resource.urn, {}))
        for token in dict.fromkeys((resource.kind, resource.type)):
            found.update(self.by_type.get(token, {}))
            found.update(self.by_name.get(token, {}))
        for pattern, figures in self._patterns:
            if pattern.fullmatch(resource.name):
                found.update(figures)
        found.update(self.by_name.get(resource.name, {}))
        return ResourceUsage(found)

    @cached_property
    def _patterns(self) -> tuple[tuple[re.Pattern[str], Figures], ...]:
        return tuple(
            (re.compile(".*".join(map(re.escape, name.split("*")))), figures)
            for name, figures in self.by_name.items()
            if "*" in name
        )


@dataclass(frozen=True)
class ResourceUsage:
    """The usage figures of one resource."""

    figures: Figures

    def quantity(self, key: str, scenario: Scenario) -> Decimal | None:
        """Give the figure under key in a scenario; None where nobody gave one."""
        figure = self.figures.get(key)
        return figure.spread.at(scenario) if isinstance(figure, Figure) else None

    def word(self, key: str) -> str | None:
        """Give the plain word under key in small letters, such as an operating system.

        Usage files spell the same word in several ways (`Non_AWS`, `non_aws`).
        """
        value = self.figures.get(key)
        return value.lower() if isinstance(value, str) else None

    def reason(self, key: str) -> str | None:
        """Say why the figure under key is what it is; None where the team gave it."""
        figure = self.figures.get(key)
        return figure.reason if isinstance(figure, Figure) else None

    @property
    def varies(self) -> bool:
        """Whether any figure differs between low and high."""
        return any(
            figure.spread.low != figure.spread.high
            for figure in self.figures.values()
            if isinstance(figure, Figure)
        )


def _entries(section: Any, place: str) -> dict[str, Figures]:
    if section is None:
        return {}
    if not isinstance(section, Mapping):
        raise UsageInvalid(f"{place} must map names to their usage, not {section!r}", [place])
    return {
        str(name): dict(_figures(figures, (place, str(name)))) for name, figures in section.items()
    }


def _figures(section: Any, place: Place, prefix: str = "") -> Iterator[tuple[str, Figure | str]]:
    if not isinstance(section, Mapping):
        raise _wrong(place, f"must map usage keys to figures, not {section!r}")
    for name, value in section.items():
        key = f"{prefix}{name}"
        if isinstance(value, Mapping) and not (value and set(value) <= _RANGE):
            yield from _figures(value, (*place, str(name)), f"{key}.")
        elif isinstance(value, str) and not _is_number(value):
            yield key, value
        elif value is not None:
            yield key, Figure(_spread(value, (*place, str(name))))


def _spread(value: Any, place: Place) -> Spread:
    if not isinstance(value, Mapping):
        return Spread.of(_number(value, place))
    if "expected" not in value:
        raise _wrong(place, "has a range without expected: add expected, or give a number")
    expected = _number(value["expected"], (*place, "expected"))
    spread = Spread(
        _number(value.get("low", expected), (*place, "low")),
        expected,
        _number(value.get("high", expected), (*place, "high")),
    )
    if not spread.low <= spread.expected <= spread.high:
        raise _wrong(place, f"must rise from low over expected to high, not {dict(value)}")
    return spread


def _number(value: Any, place: Place) -> Decimal:
    if isinstance(value, bool) or not _is_number(value):
        raise _wrong(place, f"is {value!r}: give a number, or low, expected and high")
    amount = Decimal(str(value))
    if amount < 0:
        raise _wrong(place, f"is {value}, and usage cannot be negative: give 0 or more")
    if amount > _LARGEST:
        raise _wrong(place, f"is {value}, which no account could use: check the unit")
    return amount


def _wrong(place: Place, message: str) -> UsageInvalid:
    return UsageInvalid(f"{'.'.join(place)} {message}", place)


def _is_number(value: Any) -> bool:
    try:
        return Decimal(str(value)).is_finite()
    except InvalidOperation:
        return False
