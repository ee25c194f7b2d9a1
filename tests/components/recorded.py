"""Components built in this process: staging's settings with changes, and the resources of them."""

from collections.abc import Callable, Mapping
from typing import Any

import pulumi

from components.labels import Labels
from components.subnet_tier import SubnetTier
from components.vault import Vault
from groundplan.plan import Plan, PlannedResource
from groundplan.plan.recorder import run
from groundplan.settings import Settings
from groundplan.settings.read import check
from tests.settings.stack_files import ABSENT, config_of

KEY_ARN = "arn:aws:kms:eu-west-1:111122223333:key/1"
ZONES = ("a", "b")
SERVICES = tuple(config_of("staging")["groundplan:services"])

PARAMETER_GROUP = "aws:rds/parameterGroup:ParameterGroup"
INGRESS = "aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule"
EGRESS = "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule"
SECURITY_GROUP = "aws:ec2/securityGroup:SecurityGroup"
SECRET = "aws:secretsmanager/secret:Secret"
SECRET_VERSION = "aws:secretsmanager/secretVersion:SecretVersion"
RANDOM_PASSWORD = "random:index/randomPassword:RandomPassword"
ROLE_POLICY = "aws:iam/rolePolicy:RolePolicy"
LOG_GROUP = "aws:cloudwatch/logGroup:LogGroup"


def settings(changes: Mapping[str, Any] | None = None) -> Settings:
    """Give staging's settings with changes merged in; what is invalid fails the test."""
    sections = {key.rpartition(":")[2]: value for key, value in config_of("staging").items()}
    found, problems = check(merged(sections, changes or {}))
    assert found is not None, problems
    assert problems == []
    return found


def merged(base: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give base with changes, mappings merged at every depth, ABSENT taking a key away."""
    result = {key: value for key, value in base.items() if changes.get(key) is not ABSENT}
    for key, value in changes.items():
        if value is ABSENT:
            continue
        old = result.get(key)
        both = isinstance(old, Mapping) and isinstance(value, Mapping)
        result[key] = merged(old, value) if both else value
    return result


def recorded(
    build: Callable[[Labels], Any],
    changes: Mapping[str, Any] | None = None,
    *,
    project: str = "shop",
    stack: str = "test",
) -> Plan:
    """Record what build makes of staging's settings with changes."""
    labels = Labels(project, stack, settings(changes))

    def program() -> None:
        build(labels)

    entries = run(program, project=project, stack=stack).resources
    document = {"groundplan_plan": 1, "project": project, "stack": stack, "config": {}}
    return Plan.from_json({**document, "resources": entries})


def tier() -> SubnetTier:
    """Give a tier that exists already. Outputs belong to a run, so each has its own."""
    return SubnetTier(
        vpc_id=pulumi.Output.from_input("vpc-1"),
        vpc_cidr="10.30.0.0/16",
        s3_prefix_list_id=pulumi.Output.from_input("pl-1"),
        subnet_ids=[pulumi.Output.from_input(f"subnet-{zone}") for zone in ZONES],
    )


def vault(labels: Labels) -> Vault:
    """Give a vault under a key that exists already."""
    return Vault(labels, KEY_ARN, recovery_window_days=7)


def of(plan: Plan, kind: str) -> dict[str, PlannedResource]:
    """Give the resources of a type by name."""
    return {one.name: one for one in plan.of_kind(kind)}


def only(plan: Plan, kind: str) -> PlannedResource:
    """Give the one resource of a type."""
    (resource,) = plan.of_kind(kind)
    return resource


def used(plan: Plan, resource: PlannedResource, property_name: str) -> set[str]:
    """Give the names of the resources that a property was made from."""
    return {one.name for one in plan.uses(resource, property_name)}
