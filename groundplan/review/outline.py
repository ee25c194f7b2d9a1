"""The outline of a plan: its components, with what is in each."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from groundplan.cost import Spread
from groundplan.plan import Plan, PlannedResource
from groundplan.review.review import Review


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One component of the stack, or a resource that stands alone."""

    name: str
    kind: str
    contents: tuple[tuple[str, int], ...]
    """What is in it: the noun of each type, and how many of them; most first."""

    money: Spread
    violations: int

    @property
    def resource_count(self) -> int:
        """Resources in it, components not counted."""
        return sum(count for _, count in self.contents)


def outline(review: Review) -> tuple[Entry, ...]:
    """Give the top level of the stack, in the order of names."""
    money = {one.name: one.money for one in review.bill.by_component()}
    broken = Counter(
        review.bill.component_of(finding.urn)
        for finding in review.findings
        if finding.verdict == "violation"
    )
    return tuple(
        Entry(
            name=top.name,
            kind=short(top.type),
            contents=_contents(review.plan, top),
            money=money.get(top.urn, Spread.none()),
            violations=broken[top.urn],
        )
        for top in sorted(review.plan.children(None), key=lambda one: one.name)
        if not top.type.startswith("pulumi:providers:")
    )


def _contents(plan: Plan, top: PlannedResource) -> tuple[tuple[str, int], ...]:
    counts = Counter(short(one.type) for one in _leaves(plan, top))
    return tuple(sorted(counts.items(), key=lambda item: (-item[1], item[0])))


def _leaves(plan: Plan, top: PlannedResource) -> Iterator[PlannedResource]:
    if top.custom:
        yield top
    for child in plan.children(top.urn):
        yield from _leaves(plan, child)


def short(token: str) -> str:
    """The last word of a type token: `Subnet` of `aws:ec2/subnet:Subnet`."""
    return token.rpartition(":")[2]
