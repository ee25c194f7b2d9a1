"""Resources as the page lists them: where each belongs, what it costs, and its properties."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from groundplan.plan import SECRET, UNKNOWN, PlannedResource
from groundplan.review.outline import short
from groundplan.review.review import Review
from groundplan.review.words import resource_name

_MOST_PROPERTIES = 40
_MOST_CHARACTERS = 240


@dataclass(frozen=True)
class Property:
    """One property: plain text, or `unknown` or `secret` as its state."""

    path: str
    text: str
    state: str = ""


@dataclass(frozen=True, kw_only=True)
class Row:
    """One resource."""

    name: str
    kind: str
    token: str
    component: str
    protect: bool
    violations: int
    expected: Decimal
    properties: tuple[Property, ...]
    left_out: int
    """Properties beyond those that the page shows."""


def rows(review: Review) -> tuple[Row, ...]:
    """Give every resource of the cloud, by component and name."""
    broken = Counter(one.urn for one in review.findings if one.verdict == "violation")
    money = {one.name: one.money.expected for one in review.bill.by_resource()}
    found = (_row(review, one, broken[one.urn], money.get(one.urn)) for one in _listed(review))
    return tuple(sorted(found, key=lambda row: (row.component, row.name, row.token)))


def _listed(review: Review) -> Iterator[PlannedResource]:
    return (
        one
        for one in review.plan.resources
        if one.custom and not one.type.startswith("pulumi:providers:")
    )


def _row(
    review: Review, resource: PlannedResource, violations: int, expected: Decimal | None
) -> Row:
    properties = tuple(_properties(resource))
    return Row(
        name=resource.name,
        kind=short(resource.type),
        token=resource.type,
        component=resource_name(review.bill.component_of(resource.urn)),
        protect=resource.protect,
        violations=violations,
        expected=expected or Decimal(0),
        properties=properties[:_MOST_PROPERTIES],
        left_out=max(len(properties) - _MOST_PROPERTIES, 0),
    )


def _properties(resource: PlannedResource) -> Iterator[Property]:
    for name in sorted(resource.inputs):
        sources = [resource_name(urn) for urn in resource.property_dependencies.get(name, ())]
        for path, value in _leaves(name, resource.inputs[name]):
            yield _property(path, value, sources)


def _leaves(path: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield every plain value, with the path to it."""
    if isinstance(value, Mapping) and value:
        for key in sorted(value):
            yield from _leaves(f"{path}.{key}", value[key])
    elif isinstance(value, list | tuple) and value:
        for index, item in enumerate(value):
            yield from _leaves(f"{path}[{index}]", item)
    else:
        yield path, value


def _property(path: str, value: Any, sources: list[str]) -> Property:
    if value is SECRET:
        return Property(path, "secret", "secret")
    if value is UNKNOWN:
        origin = f", from {', '.join(sources)}" if sources else ""
        return Property(path, f"known after deployment{origin}", "unknown")
    if isinstance(value, bool):
        return Property(path, "true" if value else "false")
    text = str(value)
    cut = text[:_MOST_CHARACTERS] + "…" if len(text) > _MOST_CHARACTERS else text
    return Property(path, cut)
