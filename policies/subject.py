"""What a rule looks at: one resource, and for graph rules the plan around it."""

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeVar

from groundplan.plan import Plan, PlannedResource
from policies.properties import Properties

Fact = TypeVar("Fact")


class Facts:
    """What several rules need to know about a plan, worked out once per run."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self._known: dict[Callable[..., Any], Any] = {}

    def get(self, work_out: "Callable[[Facts], Fact]") -> Fact:
        """The result of work_out on this plan; worked out on the first call only."""
        if work_out not in self._known:
            self._known[work_out] = work_out(self)
        return self._known[work_out]


class Subject(Properties):
    """One resource under judgement: its properties, its thresholds and its neighbours.

    A rule that is not declared as a graph rule has no neighbours: its host may show it nothing
    but the resource.
    """

    __slots__ = ("_facts", "_thresholds", "resource")

    def __init__(
        self,
        resource: PlannedResource,
        facts: Facts | None = None,
        thresholds: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(resource.inputs)
        self.resource = resource
        self._facts = facts
        self._thresholds = thresholds or {}

    @property
    def kind(self) -> str:
        """The resource's canonical type token."""
        return self.resource.kind

    def threshold(self, name: str) -> Any:
        """A figure of the rule: its default, or what the pack's configuration says."""
        return self._thresholds[name]

    @property
    def facts(self) -> Facts:
        """What is known about the whole plan; graph rules only."""
        if self._facts is None:
            raise LookupError("only a graph rule may look beyond its resource")
        return self._facts

    @property
    def plan(self) -> Plan:
        """The plan around the resource; graph rules only."""
        return self.facts.plan

    def fact(self, work_out: Callable[[Facts], Fact]) -> Fact:
        """Something that is worked out once for the whole plan."""
        return self.facts.get(work_out)

    def other(self, resource: PlannedResource) -> "Subject":
        """A neighbour, to be read in the same way."""
        return Subject(resource, self._facts, self._thresholds)

    def uses(self, property_name: str, *kinds: str) -> "list[Subject]":
        """The resources of these kinds that one property was made from."""
        found = self.plan.uses(self.resource, property_name)
        return [self.other(one) for one in found if not kinds or one.kind in kinds]

    def users(self, kind: str, *property_names: str) -> "Iterator[Subject]":
        """The resources of this kind that use this one through one of these properties."""
        seen: set[str] = set()
        for one, property_name in self.plan.users(self.resource.urn):
            if one.kind != kind or (property_names and property_name not in property_names):
                continue
            if one.urn not in seen:
                seen.add(one.urn)
                yield self.other(one)
