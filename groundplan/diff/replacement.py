"""Which changes replace a resource, and which replacements follow from one.

Source of what cannot change on a live resource: groundplan/rehearsal/aws_facts.toml.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from groundplan.diff.property_change import PropertyChange
from groundplan.plan import UNKNOWN, Plan, PlannedResource
from groundplan.rehearsal.aws_facts import facts_of
from groundplan.rehearsal.aws_versions import refusal

_NAMED_IN_KUBERNETES = ("metadata.name", "metadata.namespace", "apiVersion", "kind")


def with_replacements(
    resource: PlannedResource, changes: Iterable[PropertyChange]
) -> tuple[PropertyChange, ...]:
    """The changes, those that replace the resource marked."""
    return tuple(
        replace(
            change,
            replaces=not change.is_option and _replaces(resource, change),
            refusal=_refusal(resource, change),
        )
        for change in changes
    )


def _refusal(resource: PlannedResource, change: PropertyChange) -> str | None:
    before = {**resource.inputs, change.path: change.before}
    return refusal(resource.kind, before, resource.inputs)


def _replaces(resource: PlannedResource, change: PropertyChange) -> bool:
    path = change.path
    if not resource.custom:
        return False
    if any(_covers(one, path) for one in resource.replace_on_changes):
        return True
    if resource.kind.startswith("random:"):
        return True
    if resource.kind.startswith("kubernetes:"):
        return path in _NAMED_IN_KUBERNETES
    return facts_of(resource.kind).is_rebuilt_by(change.top, change.before, change.after)


def _covers(option: str, path: str) -> bool:
    return option in ("*", path) or path.startswith((f"{option}.", f"{option}["))


def following(head: Plan, replaced: Iterable[str]) -> Mapping[str, tuple[PropertyChange, ...]]:
    """What is replaced because it is made from what is: its new value is not known yet.

    An engine does the same: a new VPC has a new id, so its subnets are new ones too.
    """
    found: dict[str, tuple[PropertyChange, ...]] = {}
    open_urns = sorted(replaced)
    known = set(open_urns)
    while open_urns:
        cause = open_urns.pop()
        for user, name in head.users(cause):
            changes = tuple(_unchangeable_references(user, name, cause))
            if changes:
                found[user.urn] = (*found.get(user.urn, ()), *changes)
                if user.urn not in known:
                    known.add(user.urn)
                    open_urns.append(user.urn)
    return found


def _unchangeable_references(
    user: PlannedResource, name: str, cause: str
) -> Iterator[PropertyChange]:
    change = PropertyChange(name, UNKNOWN, UNKNOWN, replaces=True, because=cause)
    if user.read(name) is UNKNOWN and _replaces(user, change):
        yield change
