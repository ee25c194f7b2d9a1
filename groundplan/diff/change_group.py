"""Changes that are read as one: what an option or a new network does to many resources at once."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from groundplan.diff.plan_diff import Kind, ResourceChange
from groundplan.review.words import count, resource_label, resource_name

MANY = 3
"""Resources from which on a change that is the same for all of them is told once."""


@dataclass(frozen=True)
class ChangeGroup:
    """One change, or several that are alike."""

    changes: tuple[ResourceChange, ...]

    @property
    def kind(self) -> Kind:
        """What becomes of every one of them."""
        return self.changes[0].kind

    @property
    def data_loss(self) -> str | None:
        """What is lost for good; None where nothing is."""
        return self.changes[0].data_loss

    @property
    def title(self) -> str:
        """`web (Service)`, `12 MetricAlarm` or `80 resources`."""
        if len(self.changes) == 1:
            return resource_label(self.changes[0].resource.urn)
        if self._is_of_one_type:
            return f"{len(self.changes)} {self._types[0]}"
        return count(len(self.changes), "resource")

    @property
    def what(self) -> str:
        """`replaced`, with the former name and what goes with it."""
        first = self.changes[0]
        was = f", was {resource_name(first.before)}" if first.before else ""
        lost = f", {first.data_loss}" if first.data_loss else ""
        follows = " with what they are made from" if len(self.changes) > 1 and first.follows else ""
        return f"{self.kind}{follows}{was}{lost}"

    @property
    def names(self) -> tuple[str, ...]:
        """The resources of a title that only counts them, with their types where those differ."""
        if len(self.changes) == 1:
            return ()
        name = resource_name if self._is_of_one_type else resource_label
        return tuple(name(one.resource.urn) for one in self.changes)

    @property
    def details(self) -> tuple[str, ...]:
        """The properties, from and to, that all of them share."""
        first = self.changes[0]
        alone = len(self.changes) == 1 or not first.follows
        return tuple(str(one) for one in first.properties) if alone else ()

    @cached_property
    def _types(self) -> list[str]:
        return [one.resource.type.rpartition(":")[2] for one in self.changes]

    @property
    def _is_of_one_type(self) -> bool:
        return len(set(self._types)) == 1


def grouped(changes: Iterable[ResourceChange]) -> tuple[ChangeGroup, ...]:
    """The changes in their order, those that are alike at the place of the first of them."""
    groups: dict[tuple[str, ...], list[ResourceChange]] = defaultdict(list)
    for change in changes:
        groups[_sameness(change)].append(change)
    return tuple(
        ChangeGroup(part)
        for group in groups.values()
        for part in ([tuple(group)] if len(group) >= MANY else [(one,) for one in group])
    )


def _sameness(change: ResourceChange) -> tuple[str, ...]:
    """What changes have in common that are read as one; the URN of what stands by itself."""
    if change.before or change.data_loss:
        return (change.resource.urn,)
    if change.kind in ("added", "deleted") or change.follows:
        return change.kind, change.resource.type
    if change.kind == "changed":
        return (change.kind, *map(str, change.properties))
    return (change.resource.urn,)
