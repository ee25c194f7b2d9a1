"""A plan: what a program would build for one stack, as plain frozen data."""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from groundplan.plan import plan_json
from groundplan.plan.planned_resource import PlannedResource


@dataclass(frozen=True, kw_only=True)
class Plan:
    """The resources of one stack, sorted by URN, and the plain part of its configuration.

    Everything downstream (findings, bill, forecast, diagram, diff) is a pure function of this.
    """

    project: str
    stack: str
    config: Mapping[str, Any] = field(default_factory=dict)
    resources: tuple[PlannedResource, ...] = ()
    caveats: tuple[str, ...] = ()
    """What had to be assumed or could not be seen, in sentences; empty where nothing was."""

    @staticmethod
    def from_json(document: Mapping[str, Any]) -> "Plan":
        """Read the documented JSON form (docs/plan-format.md).

        Raises PlanInvalid, naming the place, for another version or a form that does not fit.
        """
        return Plan(**plan_json.decode(document))

    def to_json(self) -> dict[str, Any]:
        """Give the documented JSON form; two equal plans give the same bytes."""
        return plan_json.encode(self.project, self.stack, self.config, self.caveats, self.resources)

    @cached_property
    def by_urn(self) -> Mapping[str, PlannedResource]:
        """Every resource by its URN."""
        return {resource.urn: resource for resource in self.resources}

    @cached_property
    def _by_kind(self) -> Mapping[str, list[PlannedResource]]:
        found: dict[str, list[PlannedResource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.kind].append(resource)
        return found

    @cached_property
    def _edges_in(self) -> Mapping[str, list[tuple[PlannedResource, str]]]:
        found: dict[str, list[tuple[PlannedResource, str]]] = defaultdict(list)
        for resource in self.resources:
            for property_name, urns in resource.property_dependencies.items():
                for urn in urns:
                    found[urn].append((resource, property_name))
        return found

    def of_kind(self, *kinds: str) -> Iterator[PlannedResource]:
        """Yield the resources whose canonical type token is one of kinds."""
        for kind in kinds:
            yield from self._by_kind.get(kind, ())

    def children(self, urn: str | None) -> tuple[PlannedResource, ...]:
        """Give the resources whose parent is urn; those of nothing in the plan for None."""
        return self._by_parent.get(urn, ())

    @cached_property
    def _by_parent(self) -> Mapping[str | None, tuple[PlannedResource, ...]]:
        found: dict[str | None, list[PlannedResource]] = defaultdict(list)
        for resource in self.resources:
            found[resource.parent if resource.parent in self.by_urn else None].append(resource)
        return {parent: tuple(children) for parent, children in found.items()}

    def users(self, urn: str) -> tuple[tuple[PlannedResource, str], ...]:
        """Give each resource that uses urn, with the name of the property that does."""
        return tuple(self._edges_in.get(urn, ()))

    def uses(self, resource: PlannedResource, property_name: str) -> tuple[PlannedResource, ...]:
        """Give the planned resources that one property was made from, even if it is unknown."""
        urns = resource.property_dependencies.get(property_name, ())
        return tuple(self.by_urn[urn] for urn in urns if urn in self.by_urn)

    @property
    def region(self) -> str | None:
        """The AWS region of the configuration, or the one that its providers name; else None.

        The engine tells a policy pack no configuration, and Kubernetes names no region.
        """
        providers = {one.read("region") for one in self.of_kind("pulumi:providers:aws")}
        found = self.config.get("aws:region") or (providers.pop() if len(providers) == 1 else None)
        return found if isinstance(found, str) else None
