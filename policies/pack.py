"""A pack: rules that are delivered, configured and run together."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from groundplan.plan import Plan, PlannedResource
from policies.rule import EVERY_RESOURCE, Rule
from policies.subject import Facts
from policies.verdict import Verdict


@dataclass(frozen=True)
class Pack:
    """A name, what it is about, and its rules in the order of their nouns."""

    name: str
    about: str
    rules: tuple[Rule, ...]
    elsewhere: Mapping[str, str] = field(default_factory=dict)
    """Controls that no rule decides: why not, and where they are decided."""

    @cached_property
    def by_name(self) -> Mapping[str, Rule]:
        """Every rule by its name."""
        return {rule.name: rule for rule in self.rules}

    @cached_property
    def _by_kind(self) -> Mapping[str, tuple[Rule, ...]]:
        found: dict[str, list[Rule]] = {}
        for rule in self.rules:
            for kind in rule.applies_to:
                found.setdefault(kind, []).append(rule)
        return {kind: tuple(rules) for kind, rules in found.items()}

    def rules_for(self, kind: str) -> tuple[Rule, ...]:
        """The rules that look at resources of this canonical type token."""
        return self._by_kind.get(kind, ()) + self._by_kind.get(EVERY_RESOURCE, ())

    def configuration(self, environment: str) -> Mapping[str, Mapping[str, Any]]:
        """What the engine takes as --policy-pack-config for prod or staging."""
        return {
            rule.name: {
                "enforcementLevel": rule.level(environment),
                **{name: _plain(value) for name, value in rule.figures(environment).items()},
            }
            for rule in sorted(self.rules, key=lambda rule: rule.name)
        }

    def verdicts(
        self,
        plan: Plan,
        environment: str,
        config: Mapping[str, Mapping[str, Any]] | None = None,
    ) -> Iterator[tuple[Rule, PlannedResource, Verdict]]:
        """Judge every resource by every rule that applies and is not disabled.

        `config` holds levels and thresholds by rule, in the form that `configuration` gives.
        """
        facts, given = Facts(plan), config or {}
        settings = {
            name: {**own, **given.get(name, {})}
            for name, own in self.configuration(environment).items()
        }
        for resource in plan.resources:
            for rule in self.rules_for(resource.kind):
                own = settings[rule.name]
                if own["enforcementLevel"] == "disabled":
                    continue
                verdict = rule.judge(resource, facts, own)
                if verdict is not None:
                    yield rule, resource, verdict


def _plain(value: Any) -> Any:
    return list(value) if isinstance(value, tuple) else value
