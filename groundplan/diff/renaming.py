"""Resources that go on under another URN: the engine finds them by their aliases, and so do we.

Source: https://www.pulumi.com/docs/iac/concepts/resources/options/aliases/. The recorded aliases
hold those that a resource inherits from its parents.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from groundplan.plan import Plan, PlannedResource

Renames = Mapping[str, str]
"""The URN of today by the URN of before."""


def renames(base: Plan, head: Plan) -> Renames:
    """The resources of base that head has under another URN."""
    found: dict[str, str] = {}
    for resource in head.resources:
        if resource.urn in base.by_urn:
            continue
        for alias in resource.aliases:
            if alias in base.by_urn and alias not in head.by_urn and alias not in found:
                found[alias] = resource.urn
                break
    return found


def renamed(base: Plan, head: Plan, found: Renames) -> Plan:
    """Base with the URNs and names of today, so that both plans speak of the same resources."""
    if not found:
        return base
    resources = [_renamed(one, head, found) for one in base.resources]
    return replace(base, resources=tuple(sorted(resources, key=lambda one: one.urn)))


def _renamed(resource: PlannedResource, head: Plan, found: Renames) -> PlannedResource:
    edges = resource.property_dependencies
    twin = head.by_urn.get(found.get(resource.urn, ""), resource)
    return replace(
        resource,
        urn=found.get(resource.urn, resource.urn),
        name=twin.name,
        type=twin.type,
        parent=found.get(resource.parent or "", resource.parent),
        provider=found.get(resource.provider or "", resource.provider),
        dependencies=_now(resource.dependencies, found),
        property_dependencies={key: _now(urns, found) for key, urns in edges.items()},
    )


def _now(urns: Iterable[str], found: Renames) -> tuple[str, ...]:
    return tuple(sorted(found.get(urn, urn) for urn in urns))
