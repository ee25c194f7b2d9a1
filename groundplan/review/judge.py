"""Judging a plan: every rule of the packs on every resource that it applies to."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.metadata import entry_points
from typing import Any, Literal, Never, Protocol

from groundplan.exemptions import Exemptions, Fault
from groundplan.plan import Plan, PlannedResource
from groundplan.policy_config import LEVEL, PolicyConfig, Schemas
from groundplan.review.finding import Finding, Severity

GROUP = "groundplan.policies"
ENVIRONMENTS = ("prod", "staging")


class Verdict(Protocol):
    """What a rule says about one resource."""

    @property
    def outcome(self) -> Literal["pass", "violation", "undecided", "crashed"]:
        """One of the three verdicts, or that the rule broke."""
        ...

    @property
    def path(self) -> str:
        """The property that decided."""
        ...


class Rule(Protocol):
    """A rule as the judge sees it."""

    @property
    def name(self) -> str:
        """The policy's name."""
        ...

    @property
    def severity(self) -> Severity:
        """How bad a violation is."""
        ...

    @property
    def never_exempt(self) -> bool:
        """Whether no exemption can excuse a violation."""
        ...

    @property
    def frameworks(self) -> tuple[str, ...]:
        """The control's id, and those of the catalogues."""
        ...

    @property
    def config_schema(self) -> Mapping[str, Mapping[str, Any]]:
        """The JSON Schema of each figure that a team may set."""
        ...

    def level(self, environment: str, /) -> Literal["mandatory", "advisory", "disabled"]:
        """How strict the rule is in an environment."""
        ...

    def message(self, resource: PlannedResource, verdict: Any, /) -> str:
        """What to tell about a verdict, without any value."""
        ...


class Pack(Protocol):
    """A pack as the judge sees it; it comes by entry point, not by import."""

    @property
    def name(self) -> str:
        """The pack's name."""
        ...

    @property
    def rules(self) -> Sequence[Any]:
        """The rules, in the order of their nouns."""
        ...

    @property
    def elsewhere(self) -> Mapping[str, str]:
        """Controls that no rule decides: why not, and where they are decided."""
        ...

    def verdicts(
        self, plan: Plan, environment: str, config: PolicyConfig, /
    ) -> Iterator[tuple[Any, PlannedResource, Any]]:
        """Judge every resource by every rule that applies."""
        ...


@cache
def installed_packs() -> tuple[Pack, ...]:
    """Give the installed packs, by name: our own three and any that a team adds."""
    return tuple(entry.load() for entry in sorted(entry_points(group=GROUP), key=lambda e: e.name))


def config_schemas() -> Schemas:
    """What may be set for the rules of the installed packs."""
    return {rule.name: rule.config_schema for pack in installed_packs() for rule in pack.rules}


def judge(
    plan: Plan,
    *,
    packs: Sequence[Pack] | None = None,
    levels: str = "prod",
    exemptions: Exemptions | Sequence[Never] = (),
    policy_config: PolicyConfig | None = None,
) -> tuple[Finding, ...]:
    """Give one finding per rule and resource that the rule applies to, passes included.

    Sorted: what blocks comes first. `levels` names the environment whose levels count, prod or
    staging; `policy_config` holds what a team sets instead. Exemptions come from
    `groundplan.exemptions.read_exemptions`; one that is not sound exempts nothing and is a finding
    itself. The same arguments give the same findings, always.
    """
    if levels not in ENVIRONMENTS:
        raise ValueError(f"levels is {levels!r}: choose {' or '.join(ENVIRONMENTS)}")
    chosen = tuple(installed_packs() if packs is None else packs)
    config = policy_config or {}
    findings = [
        _finding(pack.name, rule, _level(rule, levels, config), resource, verdict)
        for pack in chosen
        for rule, resource, verdict in pack.verdicts(plan, levels, config)
    ]
    if isinstance(exemptions, Exemptions):
        never = {rule.name: rule.never_exempt for pack in chosen for rule in pack.rules}
        findings = [_exempted(one, exemptions, never) for one in findings]
        faults = exemptions.faults(never, plan.by_urn)
        findings += [_faulty(fault) for fault in faults]
    return tuple(sorted(findings, key=lambda finding: finding.order))


def unjudged(plan: Plan, *, packs: Sequence[Pack] | None = None) -> tuple[str, ...]:
    """Give the types of cloud resources that no rule looks at (GOV-05): silence is not a pass."""
    chosen = installed_packs() if packs is None else packs
    judged = {kind for pack in chosen for rule in pack.rules for kind in rule.applies_to}
    kinds = {one.kind for one in plan.resources if one.custom}
    return tuple(sorted(kind for kind in kinds - judged if not kind.startswith("pulumi:")))


def _exempted(finding: Finding, exemptions: Exemptions, never: Mapping[str, bool]) -> Finding:
    if finding.verdict != "violation":
        return finding
    policy = finding.policy
    found = exemptions.covering(policy, finding.urn, never=never.get(policy, True))
    if found is None:
        return finding
    left = exemptions.days_left(found)
    terms = f"exempt until {found.expires} ({left} days left) by {found.owner}: {found.reason}"
    return replace(finding, verdict="exempt", message=f"{terms} · {finding.message}")


def _faulty(fault: Fault) -> Finding:
    one = fault.exemption
    return Finding(
        policy="exemption-sound",
        pack="exemptions",
        severity="high",
        level="mandatory",
        verdict="violation",
        urn=one.urn,
        path=one.place,
        message=f"the exemption from {one.policy} is not sound: {fault.problem} · "
        f"an exemption that nobody needs hides the next mistake · fix: {one.place} · GOV-03",
        frameworks=("GP:GOV-03",),
    )


def _level(rule: Rule, environment: str, config: PolicyConfig) -> str:
    return config.get(rule.name, {}).get(LEVEL) or rule.level(environment)


def _finding(
    pack: str, rule: Rule, level: str, resource: PlannedResource, verdict: Verdict
) -> Finding:
    crashed = verdict.outcome == "crashed"
    return Finding(
        policy="rule-crashed" if crashed else rule.name,
        pack=pack,
        severity="high" if crashed else rule.severity,
        level="advisory" if not crashed and level == "advisory" else "mandatory",
        verdict="violation" if verdict.outcome == "crashed" else verdict.outcome,
        urn=resource.urn,
        path=verdict.path,
        message=rule.message(resource, verdict),
        frameworks=rule.frameworks,
    )
