"""What changes between two plans, resource by resource. A pure function of both."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Literal

from groundplan.diff.data_loss import data_loss
from groundplan.diff.property_change import PropertyChange, property_changes
from groundplan.diff.renaming import renamed, renames
from groundplan.diff.replacement import following, with_replacements
from groundplan.plan import Plan, PlannedResource
from groundplan.plan.preview import is_without_references

Kind = Literal["added", "changed", "replaced", "deleted", "renamed"]
_ORDER: Mapping[Kind, int] = {"deleted": 0, "replaced": 1, "changed": 2, "added": 3, "renamed": 4}


@dataclass(frozen=True)
class ResourceChange:
    """One resource that comes, goes, changes, is built anew, or only has another name."""

    kind: Kind
    resource: PlannedResource
    properties: tuple[PropertyChange, ...] = ()
    before: str | None = None
    """The URN that it had, where that was another one."""

    @property
    def data_loss(self) -> str | None:
        """What is lost for good; None where nothing is."""
        return data_loss(self.resource) if self.kind in ("deleted", "replaced") else None

    @property
    def follows(self) -> bool:
        """Whether it is replaced for nothing but what it is made from."""
        return bool(self.properties) and all(one.because for one in self.properties)

    @property
    def reasons(self) -> tuple[str, ...]:
        """The properties that force the replacement."""
        return tuple(dict.fromkeys(one.path for one in self.properties if one.replaces))


@dataclass(frozen=True)
class PlanDiff:
    """The changes: what loses data first, then what goes, is replaced, changes, comes."""

    changes: tuple[ResourceChange, ...]

    def of(self, *kinds: Kind) -> tuple[ResourceChange, ...]:
        """The changes of these kinds."""
        return tuple(change for change in self.changes if change.kind in kinds)

    @property
    def losses(self) -> tuple[ResourceChange, ...]:
        """The changes that lose data."""
        return tuple(change for change in self.changes if change.data_loss)


def compare(base: Plan, head: Plan) -> PlanDiff:
    """What turns base into head. Twice the same plan gives no change, in whatever order."""
    found = renames(base, head)
    old = renamed(base, head, found)
    before = {now: then for then, now in found.items()}
    origins_known = not (is_without_references(base) or is_without_references(head))
    found_changes = _changes(old, head, before, origins_known=origins_known)
    changes = {one.resource.urn: one for one in found_changes}
    replaced = [urn for urn, one in changes.items() if one.kind == "replaced"]
    for urn, properties in following(head, replaced).items():
        if urn in old.by_urn and (urn not in changes or changes[urn].kind != "added"):
            changes[urn] = _replaced_too(old.by_urn[urn], changes.get(urn), properties)
    return PlanDiff(tuple(sorted(changes.values(), key=_rank)))


def _changes(
    old: Plan, head: Plan, before: Mapping[str, str], *, origins_known: bool
) -> Iterator[ResourceChange]:
    for resource in head.resources:
        twin = old.by_urn.get(resource.urn)
        if twin is None:
            yield ResourceChange("added", resource)
            continue
        properties = property_changes(twin, resource, origins_known=origins_known)
        if change := _change(twin, resource, properties, before.get(resource.urn)):
            yield change
    for resource in old.resources:
        if resource.urn not in head.by_urn:
            yield ResourceChange("deleted", resource)


def _change(
    old: PlannedResource,
    new: PlannedResource,
    found: Iterable[PropertyChange],
    before: str | None,
) -> ResourceChange | None:
    properties = with_replacements(new, (*found, *_options(old, new)))
    if any(one.replaces for one in properties):
        return ResourceChange("replaced", old, properties, before)
    if properties:
        return ResourceChange("changed", new, properties, before)
    return ResourceChange("renamed", new, (), before) if before else None


def _options(old: PlannedResource, new: PlannedResource) -> Iterator[PropertyChange]:
    """The options of the program that decide what may happen to a resource later."""
    for name in ("protect", "retain_on_delete"):
        was, now = getattr(old, name), getattr(new, name)
        if was != now and new.custom:
            yield PropertyChange(f"({name})", was, now)


def _replaced_too(
    resource: PlannedResource,
    change: ResourceChange | None,
    properties: tuple[PropertyChange, ...],
) -> ResourceChange:
    own = change.properties if change else ()
    paths = {one.path for one in own}
    added = tuple(one for one in properties if one.path not in paths)
    return ResourceChange("replaced", resource, own + added, change.before if change else None)


def _rank(change: ResourceChange) -> tuple[bool, int, bool, str]:
    """Data first, and a cause before what follows from it."""
    return change.data_loss is None, _ORDER[change.kind], change.follows, change.resource.urn
