"""Packs under the Pulumi engine: the same rules, handed to pulumi_policy.

The engine shows a resource's inputs before each step, and the whole stack afterwards with outputs
instead of inputs. So the inputs are kept as they pass by, and graph rules judge those, joined by
the property dependencies that the engine knows even where values are unknown.
"""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pulumi
from pulumi_policy import (
    EnforcementLevel,
    Policy,
    PolicyConfigSchema,
    PolicyResource,
    ReportViolation,
    ResourceValidationArgs,
    ResourceValidationPolicy,
    Severity,
    StackValidationArgs,
    StackValidationPolicy,
)

from groundplan.exemptions import Exemptions, ExemptionsInvalid, read_exemptions_of
from groundplan.plan import Plan, PlannedResource, as_structure
from policies.engine_value import plain, provider_resource
from policies.pack import Pack
from policies.rule import EVERY_RESOURCE, Rule
from policies.subject import Facts
from policies.tally import Tally

_ROOT = Path(__file__).parents[1]
_EXEMPTIONS = "policies/exemptions.yaml"
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


def host_of(pack: Pack, as_of: date) -> "Host":
    """Give what runs a pack under the engine, with the exemptions of the repository.

    Where those cannot be read none is in force, and the run says so: a pack that does not start
    would tell it by a traceback.
    """
    try:
        return Host(pack, read_exemptions_of(_ROOT, exemption_files(), as_of))
    except ExemptionsInvalid as problem:
        return Host(pack, Exemptions((), as_of), unreadable=str(problem))


def exemption_files() -> list[str]:
    """The root's and each system's: the engine does not say whose stack it asks about."""
    of_systems = sorted(_ROOT.glob(f"systems/*/{_EXEMPTIONS}"))
    return [_EXEMPTIONS, *(str(file.relative_to(_ROOT)) for file in of_systems)]


class Host:
    """One pack in one engine run: what it has seen, and what it could not decide."""

    def __init__(self, pack: Pack, exemptions: Exemptions, unreadable: str = "") -> None:
        self._pack = pack
        self._tally = Tally(pack, exemptions, unreadable)
        self._seen: dict[str, PlannedResource] = {}
        self._facts = Facts(Plan(project="", stack=""))

    @property
    def plan(self) -> Plan:
        """The whole stack, once the engine has shown it: empty before."""
        return self._facts.plan

    def policies(self) -> list[Policy]:
        """What a PolicyPack of the SDK needs, at the levels of prod.

        The rules, between a policy that keeps what passes by and those that report on the run.
        """
        prefix = self._pack.name
        return [
            _silent(f"{prefix}-inputs", "Keeps inputs for graph rules.", self._keep_inputs),
            _silent_stack(f"{prefix}-graph", "Joins resources for graph rules.", self._keep_graph),
            *(self._policy(rule) for rule in self._pack.rules),
            ResourceValidationPolicy(
                name=f"{prefix}-rule-crashed",
                description="Every rule came to a verdict.",
                validate=self._tally.report_crashes,
                enforcement_level=EnforcementLevel.MANDATORY,
            ),
            StackValidationPolicy(
                name=f"{prefix}-graph-rule-crashed",
                description="Every graph rule came to a verdict.",
                validate=self._tally.report_stack_crashes,
                enforcement_level=EnforcementLevel.MANDATORY,
            ),
            StackValidationPolicy(
                name=f"{prefix}-exemption-sound",
                description="GOV-03: every exemption is needed, owned, explained and in time.",
                validate=self._tally.report_faults,
                enforcement_level=EnforcementLevel.MANDATORY,
            ),
            _silent_stack(
                f"{prefix}-exemptions",
                "GOV-04: exemptions in force.",
                self._tally.report_exemptions,
            ),
            StackValidationPolicy(
                name=f"{prefix}-undecided",
                description="What waits for values that only the update brings.",
                validate=self._tally.report_undecided,
                enforcement_level=EnforcementLevel.ADVISORY,
            ),
        ]

    def _keep_inputs(self, args: ResourceValidationArgs, _: ReportViolation) -> None:
        self._seen[args.urn] = self._resource(args)

    @staticmethod
    def _resource(args: ResourceValidationArgs) -> PlannedResource:
        return PlannedResource(
            urn=args.urn,
            type=args.resource_type,
            name=args.name,
            inputs=plain(args.props),
            protect=bool(args.opts.protect),
        )

    def _keep_graph(self, args: StackValidationArgs, _: ReportViolation) -> None:
        known = {one.urn: self._joined(one) for one in args.resources}
        known |= {
            one.provider.urn: provider_resource(one.provider)
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
            "config_schema": _schema(rule),
        }
        if rule.graph:
            return StackValidationPolicy(validate=self._judge_stack(rule), **shared)
        return ResourceValidationPolicy(validate=self._judge_resource(rule), **shared)

    def _judge_resource(self, rule: Rule):  # noqa: ANN202 - what pulumi_policy calls
        def validate(args: ResourceValidationArgs, report: ReportViolation) -> None:
            resource = self._seen.get(args.urn) or self._resource(args)
            if _concerns(rule, resource):
                self._tally.tell(
                    rule, resource, rule.judge(resource, None, args.get_config()), report
                )

        return validate

    def _judge_stack(self, rule: Rule):  # noqa: ANN202 - what pulumi_policy calls
        def validate(args: StackValidationArgs, report: ReportViolation) -> None:
            for resource in self._facts.plan.resources:
                if _concerns(rule, resource):
                    self._tally.tell(
                        rule, resource, rule.judge(resource, self._facts, args.get_config()), report
                    )

        return validate


def _schema(rule: Rule) -> PolicyConfigSchema | None:
    properties = {name: dict(one) for name, one in rule.config_schema.items()}
    return PolicyConfigSchema(properties) if properties else None


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


def _concerns(rule: Rule, resource: PlannedResource) -> bool:
    return resource.kind in rule.applies_to or EVERY_RESOURCE in rule.applies_to


def _config() -> Mapping[str, Any]:
    """The stack's configuration as a plan holds it: an older engine passes structures as text."""
    return {key: as_structure(text) for key, text in pulumi.runtime.get_config_env().items()}
