"""Packs under the Pulumi engine: the same rules, handed to pulumi_policy.

The engine shows a resource's inputs before each step, and the whole stack afterwards with outputs
instead of inputs. So the inputs are kept as they pass by, and graph rules judge those, joined by
the property dependencies that the engine knows even where values are unknown.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyProviderResource,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)
from pulumi_policy.proxy import UnknownValueError

from groundplan.exemptions import Exemptions, read_exemptions
from groundplan.plan import UNKNOWN, Plan, PlannedResource
from policies.catalogue import PACKS, names
from policies.pack import Pack
from policies.rule import EVERY_RESOURCE, Rule
from policies.subject import Facts
from policies.verdict import Verdict

_EXEMPTIONS = Path(__file__).with_name("exemptions.yaml")
_LEVELS = {
    "mandatory": EnforcementLevel.MANDATORY,
    "advisory": EnforcementLevel.ADVISORY,
    "disabled": EnforcementLevel.DISABLED,
}
_SEVERITIES = {
    "low": Severity.LOW,
    "medium": Severity.MEDIUM,
    "high": Severity.HIGH,
    "critical": Severity.CRITICAL,
}
_JSON_TYPES = {int: "integer", list: "array", tuple: "array", str: "string"}


def policies_of(pack: Pack, as_of: date) -> list[Policy]:
    """Everything that a PolicyPack of the SDK needs to run a pack; its levels are those of prod."""
    return Host(pack, read_exemptions(_EXEMPTIONS, as_of)).policies()


class Host:
    """One pack in one engine run: what it has seen, and what it could not decide."""

    def __init__(self, pack: Pack, exemptions: Exemptions) -> None:
        self._pack = pack
        self._exemptions = exemptions
        self._exempted: list[str] = []
        self._seen: dict[str, PlannedResource] = {}
        self._waiting: dict[str, set[str]] = {}
        self._crashes: dict[str, list[str]] = {}
        self._facts = Facts(Plan(project="", stack=""))

    def policies(self) -> list[Policy]:
        """The rules, between a policy that keeps what passes by and two that report on the run."""
        prefix = self._pack.name
        return [
            _silent(f"{prefix}-inputs", "Keeps inputs for graph rules.", self._keep_inputs),
            _silent_stack(f"{prefix}-graph", "Joins resources for graph rules.", self._keep_graph),
            *(self._policy(rule) for rule in self._pack.rules),
            ResourceValidationPolicy(
                name=f"{prefix}-rule-crashed",
                description="Every rule came to a verdict.",
                validate=self._report_crashes,
                enforcement_level=EnforcementLevel.MANDATORY,
            ),
            StackValidationPolicy(
                name=f"{prefix}-graph-rule-crashed",
                description="Every graph rule came to a verdict.",
                validate=self._report_stack_crashes,
                enforcement_level=EnforcementLevel.MANDATORY,
            ),
            StackValidationPolicy(
                name=f"{prefix}-exemption-sound",
                description="GOV-03: every exemption is needed, owned, explained and in time.",
                validate=self._report_faults,
                enforcement_level=EnforcementLevel.MANDATORY,
            ),
            _silent_stack(
                f"{prefix}-exemptions", "GOV-04: exemptions in force.", self._report_exemptions
            ),
            StackValidationPolicy(
                name=f"{prefix}-undecided",
                description="What waits for values that only the update brings.",
                validate=self._report_undecided,
                enforcement_level=EnforcementLevel.ADVISORY,
            ),
        ]

    def _keep_inputs(self, args: ResourceValidationArgs, _: ReportViolation) -> None:
        self._seen[args.urn] = PlannedResource(
            urn=args.urn,
            type=args.resource_type,
            name=args.name,
            inputs=plain(args.props),
            protect=bool(args.opts.protect),
        )

    def _keep_graph(self, args: StackValidationArgs, _: ReportViolation) -> None:
        known = {one.urn: self._joined(one) for one in args.resources}
        known |= {
            one.provider.urn: _provider(one.provider)
            for one in args.resources
            if one.provider is not None and one.provider.urn not in known
        }
        resources = tuple(known[urn] for urn in sorted(known))
        self._facts = Facts(Plan(project="", stack="", config=_config(), resources=resources))

    def _joined(self, resource: PolicyResource) -> PlannedResource:
        seen = self._seen.get(resource.urn)
        return PlannedResource(
            urn=resource.urn,
            type=resource.resource_type,
            name=resource.name,
            parent=resource.parent.urn if resource.parent else None,
            inputs=seen.inputs if seen else plain(resource.props),
            protect=bool(resource.opts.protect),
            provider=resource.provider.urn if resource.provider else None,
            dependencies=tuple(one.urn for one in resource.dependencies),
            property_dependencies={
                name: tuple(one.urn for one in used)
                for name, used in resource.property_dependencies.items()
            },
        )

    def _policy(self, rule: Rule) -> Policy:
        shared: dict[str, Any] = {
            "name": rule.name,
            "description": f"{rule.control}: {rule.why}.",
            "enforcement_level": _LEVELS[rule.levels.prod],
            "severity": _SEVERITIES[rule.severity],
            "tags": list(rule.frameworks),
            "remediation_steps": rule.fix,
            "config_schema": _schema(rule.thresholds),
        }
        if rule.graph:
            return StackValidationPolicy(validate=self._judge_stack(rule), **shared)
        return ResourceValidationPolicy(validate=self._judge_resource(rule), **shared)

    def _judge_resource(self, rule: Rule):  # noqa: ANN202 - what pulumi_policy calls
        def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
            resource = self._seen[args.urn]
            if _concerns(rule, resource):
                self._tell(rule, resource, rule.judge(resource, None, args.get_config()), report)

        return validate

    def _judge_stack(self, rule: Rule):  # noqa: ANN202 - what pulumi_policy calls
        def validate(args: StackValidationArgs, report: ReportViolation) -> None:
            for resource in self._facts.plan.resources:
                if _concerns(rule, resource):
                    self._tell(
                        rule, resource, rule.judge(resource, self._facts, args.get_config()), report
                    )

        return validate

    def _tell(
        self,
        rule: Rule,
        resource: PlannedResource,
        verdict: Verdict | None,
        report: ReportViolation,
    ) -> None:
        if verdict is None or verdict.outcome == "pass":
            return
        message = rule.message(resource, verdict)
        if verdict.outcome == "violation":
            self._violated(rule, resource, message, report)
        elif verdict.outcome == "crashed":
            place = "" if rule.graph else resource.urn
            self._crashes.setdefault(place, []).append(message)
        else:
            self._waiting.setdefault(rule.name, set()).add(resource.urn)

    def _violated(
        self, rule: Rule, resource: PlannedResource, message: str, report: ReportViolation
    ) -> None:
        found = self._exemptions.covering(rule.name, resource.urn, never=rule.never_exempt)
        if found is None:
            report(message, resource.urn if rule.graph else None)
            return
        left = self._exemptions.days_left(found)
        self._exempted.append(f"{rule.name} on {resource.name} ({left} days left)")

    def _report_exemptions(self, _: StackValidationArgs, report: ReportViolation) -> None:
        if self._exempted:
            report(f"exempt: {', '.join(sorted(self._exempted))}", None)

    def _report_faults(self, args: StackValidationArgs, report: ReportViolation) -> None:
        policies = {rule.name: rule.never_exempt for rule in self._pack.rules}
        urns = [one.urn for one in args.resources]
        for fault in self._exemptions.faults(policies, urns, _others(self._pack, self._exemptions)):
            one = fault.exemption
            report(f"the exemption from {one.policy} ({one.place}): {fault.problem}", None)

    def _report_crashes(self, args: ResourceValidationArgs, report: ReportViolation) -> None:
        for message in self._crashes.pop(args.urn, ()):
            report(message, None)

    def _report_stack_crashes(self, _: StackValidationArgs, report: ReportViolation) -> None:
        for message in self._crashes.pop("", ()):
            report(message, None)

    def _report_undecided(self, _: StackValidationArgs, report: ReportViolation) -> None:
        if not self._waiting:
            return
        count = sum(map(len, self._waiting.values()))
        report(
            f"{count} checks of {len(self._waiting)} rules wait for values that only the update "
            f"brings; `pulumi policy analyze` decides them: {', '.join(sorted(self._waiting))}",
            None,
        )


def _others(pack: Pack, exemptions: Exemptions) -> set[str]:
    """The policies that another pack's run tells of; one of them tells of unknown ones."""
    others = set(names() - pack.by_name.keys())
    if pack.name != PACKS[0].name:
        others |= {one.policy for one in exemptions.entries if one.policy not in pack.by_name}
    return others


def _silent(name: str, description: str, validate: Any) -> Policy:
    return ResourceValidationPolicy(
        name=name,
        description=description,
        validate=validate,
        enforcement_level=EnforcementLevel.ADVISORY,
    )


def _silent_stack(name: str, description: str, validate: Any) -> Policy:
    return StackValidationPolicy(
        name=name,
        description=description,
        validate=validate,
        enforcement_level=EnforcementLevel.ADVISORY,
    )


def _provider(provider: PolicyProviderResource) -> PlannedResource:
    return PlannedResource(
        urn=provider.urn,
        type=provider.resource_type,
        name=provider.name,
        inputs=plain(provider.props),
    )


def _concerns(rule: Rule, resource: PlannedResource) -> bool:
    return resource.kind in rule.applies_to or EVERY_RESOURCE in rule.applies_to


def _schema(thresholds: Mapping[str, Any]) -> PolicyConfigSchema | None:
    if not thresholds:
        return None
    return PolicyConfigSchema(
        {
            name: {
                "type": _JSON_TYPES[type(value)],
                "default": list(value) if isinstance(value, tuple) else value,
            }
            for name, value in thresholds.items()
        }
    )


def _config() -> Mapping[str, Any]:
    return dict(pulumi.runtime.get_config_env())


def plain(value: Any) -> Any:
    """Turn the SDK's proxies into data, with UNKNOWN where they would raise.

    Items are read one by one: a slice of the SDK's list gives out the sentinel of an unknown
    value as if it were text. Whole numbers travel as doubles.
    """
    if isinstance(value, Mapping):
        return {key: _item(value, key) for key in value}
    if isinstance(value, Iterable) and not isinstance(value, str | bytes):
        return [_item(value, index) for index in range(len(value))]  # type: ignore[arg-type]
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, str | int | float) or value is None else UNKNOWN


def _item(container: Any, key: Any) -> Any:
    try:
        return plain(container[key])
    except UnknownValueError:
        return UNKNOWN
