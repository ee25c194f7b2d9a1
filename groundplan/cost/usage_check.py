"""What a usage file says that nothing listens to: names and keys, with the nearest that would fit.

The estimate itself takes any usage: a bill of an older plan, or of other people's files, must not
fail on a line that is too many. A command that reads a team's file asks here first.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from decimal import Decimal
from difflib import get_close_matches
from fnmatch import fnmatchcase

from groundplan.cost.estimate import region_of, run_rule, snapshot
from groundplan.cost.line_item import Scenario
from groundplan.cost.quote import Quote
from groundplan.cost.registry import rules
from groundplan.cost.usage import RESOURCES, TYPES, Figures, ResourceUsage, Usage
from groundplan.plan import Plan, PlannedResource

READ_ELSEWHERE: Mapping[str, frozenset[str]] = {
    "aws:ecs/service:Service": frozenset({"requests_per_second"}),
    "kubernetes:apps/v1:Deployment": frozenset({"requests_per_second"}),
    "aws:s3/bucket:Bucket": frozenset({"monthly_inflow_gb"}),
}
"""Keys that assumptions read, not the rule of the type."""


@dataclass(frozen=True)
class _Listening(ResourceUsage):
    """Usage that remembers which keys were asked for."""

    asked: set[str] = field(default_factory=set)

    def quantity(self, key: str, scenario: Scenario) -> Decimal | None:
        self.asked.add(key)
        return super().quantity(key, scenario)

    def word(self, key: str) -> str | None:
        self.asked.add(key)
        return super().word(key)


def check_usage(plan: Plan, usage: Usage, *, as_of: date, region: str | None = None) -> list[str]:
    """Give one message per name or key of a usage file that nothing in the plan reads.

    Messages of usage that was read from a file begin with its name and the line.
    """
    return [
        *_unknown_names(plan, usage),
        *_unknown_types(plan, usage),
        *_unread_keys(plan, usage, as_of, region),
    ]


def _unknown_names(plan: Plan, usage: Usage) -> Iterator[str]:
    names = {name for one in plan.resources for name in (one.name, one.kind, one.type)}
    for given in usage.by_name:
        if given not in names and not any(fnmatchcase(name, given) for name in names):
            place = usage.place(RESOURCES, given)
            yield f"{place}usage of {given}: no resource has that name{_nearest(given, names)}"


def _unknown_types(plan: Plan, usage: Usage) -> Iterator[str]:
    kinds = {token for one in plan.resources for token in (one.kind, one.type)}
    for given in usage.by_type:
        if given not in kinds and given not in rules():
            near = _nearest(given, kinds | rules().keys())
            yield f"{usage.place(TYPES, given)}usage of type {given}: no such type{near}"


def _unread_keys(plan: Plan, usage: Usage, as_of: date, region: str | None) -> Iterator[str]:
    """Resources of several types may share a name: a key is read where any of them reads it."""
    for given, figures in {**usage.by_type, **usage.by_name}.items():
        named = [one for one in plan.resources if _is_meant(one, given)]
        asked = {
            key
            for resource in named
            for key in _asked(resource, plan, figures, as_of, region or plan.region)
            | READ_ELSEWHERE.get(resource.kind, frozenset())
        }
        for key in figures if named else ():
            if key not in asked:
                section = RESOURCES if given in usage.by_name else TYPES
                place = usage.place(section, given, *key.split("."))
                yield f"{place}usage of {given}: nothing reads {key}{_nearest(key, asked)}"


def _is_meant(resource: PlannedResource, given: str) -> bool:
    return any(fnmatchcase(name, given) for name in (resource.name, resource.kind, resource.type))


def _asked(
    resource: PlannedResource, plan: Plan, figures: Figures, as_of: date, region: str | None
) -> set[str]:
    if resource.kind not in rules():
        return set()
    listening = _Listening(figures)
    quote = Quote(
        resource=resource, plan=plan, prices=snapshot(), usage=listening, as_of=as_of,
        region=region_of(resource, plan, region),
    )  # fmt: skip
    for scenario in ("expected", "high"):
        list(run_rule(resource, replace(quote, scenario=scenario)))
    return listening.asked


def _nearest(given: str, known: set[str] | frozenset[str]) -> str:
    near = get_close_matches(given, sorted(known), n=1, cutoff=0.6)
    return f"; did you mean {near[0]}?" if near else ""
