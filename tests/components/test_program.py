"""The whole program: every resource has its place and a name that AWS takes."""

import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from ruamel.yaml import YAML

from groundplan.plan import Plan, PlannedResource, is_known, record
from tests.settings.stack_files import ROOT, config_of

COMPONENT = "groundplan:components:"

LIMITS = {
    ("aws:lb/loadBalancer:LoadBalancer", "name"): (32, r"[a-zA-Z0-9-]+"),
    ("aws:elasticache/replicationGroup:ReplicationGroup", "replicationGroupId"): (
        40,
        r"[a-z][a-z0-9-]*",
    ),
    ("aws:s3/bucket:Bucket", "bucket"): (63, r"[a-z0-9][a-z0-9-]*[a-z0-9]"),
    ("aws:rds/instance:Instance", "identifier"): (63, r"[a-z][a-z0-9-]*"),
    ("aws:rds/instance:Instance", "username"): (63, r"[a-z][a-z0-9_]*"),
    ("aws:ecs/cluster:Cluster", "name"): (255, r"[a-zA-Z0-9_-]+"),
    ("aws:ecs/taskDefinition:TaskDefinition", "family"): (255, r"[a-zA-Z0-9_-]+"),
    ("aws:iam/role:Role", "name"): (64, r"[a-zA-Z0-9+=,.@_-]+"),
    ("aws:scheduler/schedule:Schedule", "name"): (64, r"[a-zA-Z0-9_.-]+"),
    ("aws:ssm/parameter:Parameter", "name"): (1011, r"/[a-zA-Z0-9_./-]+"),
    ("aws:kms/alias:Alias", "name"): (256, r"alias/[a-zA-Z0-9/_-]+"),
    ("aws:cloudwatch/logGroup:LogGroup", "name"): (512, r"[a-zA-Z0-9_./#-]+"),
    ("aws:secretsmanager/secret:Secret", "name"): (512, r"[a-zA-Z0-9/_+=.@-]+"),
    ("aws:backup/vault:Vault", "name"): (50, r"[a-zA-Z0-9_-]{2,}"),
    ("aws:backup/plan:Plan", "name"): (50, r"[a-zA-Z0-9_.-]+"),
    ("aws:backup/restoreTestingPlan:RestoreTestingPlan", "name"): (50, r"[a-zA-Z0-9_]+"),
    ("aws:backup/restoreTestingSelection:RestoreTestingSelection", "name"): (
        50,
        r"[a-zA-Z0-9_]+",
    ),
    ("aws:budgets/budget:Budget", "name"): (100, r"[a-zA-Z0-9-]+"),
    ("aws:cloudwatch/compositeAlarm:CompositeAlarm", "alarmName"): (255, r"[a-zA-Z0-9-]+"),
    ("aws:cloudwatch/dashboard:Dashboard", "dashboardName"): (255, r"[a-zA-Z0-9_-]+"),
    ("aws:cloudwatch/eventRule:EventRule", "name"): (64, r"[a-zA-Z0-9_.-]+"),
    ("aws:cloudwatch/logMetricFilter:LogMetricFilter", "name"): (512, r"[^:*]+"),
    ("aws:cloudwatch/metricAlarm:MetricAlarm", "name"): (255, r"[a-zA-Z0-9-]+"),
    ("aws:sns/topic:Topic", "name"): (256, r"[a-zA-Z0-9_-]+"),
    ("aws:wafv2/webAcl:WebAcl", "name"): (128, r"[a-zA-Z0-9_-]+"),
}
"""Source: the API reference of each service, Create…"""


def is_component(resource: PlannedResource) -> bool:
    return resource.type.startswith(COMPONENT)


def test_every_resource_but_the_provider_belongs_to_a_component(prod_plan: Plan) -> None:
    outside = [
        one.type for one in prod_plan.resources if one.parent is None and not is_component(one)
    ]

    assert outside == ["pulumi:providers:aws"], "an orphan escapes protect and the provider"


def test_every_parent_is_a_component(prod_plan: Plan) -> None:
    parents = {one.parent for one in prod_plan.resources if one.parent}

    assert all(is_component(prod_plan.by_urn[parent]) for parent in parents)


def test_no_component_is_empty(prod_plan: Plan) -> None:
    empty = [
        one.name
        for one in prod_plan.resources
        if is_component(one) and not prod_plan.children(one.urn)
    ]

    assert empty == []


def test_every_resource_uses_the_one_provider(prod_plan: Plan) -> None:
    providers = {one.provider for one in prod_plan.resources if one.type.startswith("aws:")}

    assert len(providers) == 1
    assert None not in providers, "the default provider may belong to another account"


def test_the_provider_is_bound_to_the_account_and_tags_everything(prod_plan: Plan) -> None:
    (provider,) = (one for one in prod_plan.resources if one.type == "pulumi:providers:aws")

    assert "111122223333" in str(provider.read("allowedAccountIds"))
    assert "platform-team" in str(provider.read("defaultTags"))


def test_no_two_resources_of_a_type_have_one_name(prod_plan: Plan) -> None:
    names = Counter((one.type, one.name) for one in prod_plan.resources)

    assert [key for key, count in names.items() if count > 1] == []


def test_what_holds_data_is_protected_in_prod_and_nothing_else_is(prod_plan: Plan) -> None:
    assert {one.type for one in prod_plan.resources if one.protect} == {
        "aws:backup/vault:Vault",
        "aws:elasticache/replicationGroup:ReplicationGroup",
        "aws:kms/key:Key",
        "aws:rds/instance:Instance",
        "aws:s3/bucket:Bucket",
    }
    unprotected = {one.type for one in prod_plan.resources if not one.protect}
    assert unprotected.isdisjoint({one.type for one in prod_plan.resources if one.protect})


def test_nothing_is_protected_in_staging(staging_plan: Plan) -> None:
    assert [one.name for one in staging_plan.resources if one.protect] == []


def test_a_name_in_a_resource_is_no_index(prod_plan: Plan) -> None:
    numbered = {one.name for one in prod_plan.resources if re.search(r"-\d+$", one.name)}

    assert {re.sub(r"-\d+$", "", name) for name in numbered} <= {
        "database-main-replica",
        *(f"{one.name}-to-internet" for one in prod_plan.resources if is_component(one)),
    }, "an entry in the middle of a list would rename all that follow"


@pytest.fixture(scope="module")
def long_plan(tmp_path_factory: pytest.TempPathFactory) -> Plan:
    """The program under names of 24 characters, with all that Pulumi lets them be made of."""
    project, stack = "Groundplan_For.Tests-24c", "Review.of_Pull-Request12"
    folder = tmp_path_factory.mktemp("long")
    main = f"name: {project}\nruntime: python\nmain: {ROOT}\n"
    (folder / "Pulumi.yaml").write_text(main, encoding="utf-8")
    shutil.copy(ROOT / "Pulumi.prod.yaml", folder / f"Pulumi.{stack}.yaml")
    return record(folder, stack)


@pytest.mark.parametrize(("kind", "key"), LIMITS, ids=lambda part: part.rpartition(":")[2])
def test_physical_names_are_what_aws_takes(long_plan: Plan, kind: str, key: str) -> None:
    longest, spelling = LIMITS[kind, key]
    names = [name for one in long_plan.of_kind(kind) if isinstance(name := one.read(key), str)]

    assert names != []
    assert [name for name in names if len(name) > longest or not re.fullmatch(spelling, name)] == []
    assert [name for name in names if "--" in name] == []


def test_names_that_are_chosen_here_do_not_collide(long_plan: Plan) -> None:
    for kind, key in LIMITS:
        names = [one.read(key) for one in long_plan.of_kind(kind) if is_known(one.read(key))]
        assert key == "username" or len(set(names)) == len(names), kind


def one_web_service(folder: Path) -> Path:
    """Write staging without anything but its web service, which names no store."""
    config = config_of("staging")
    empty = ("database", "document_database", "cache", "storage")
    config |= {f"groundplan:{noun}": {} for noun in empty}
    config["groundplan:secrets_manager"]["secrets"] = {}
    web = config["groundplan:services"]["web"]
    config["groundplan:services"] = {
        "web": web | {"environment": {}, "secrets": {}, "database_pools": {}}
    }
    (folder / "Pulumi.yaml").write_text(f"name: shop\nruntime: python\nmain: {ROOT}\n")
    YAML().dump({"config": config}, folder / "Pulumi.small.yaml")
    return folder


def test_a_stack_without_data_has_no_stores_and_nothing_to_back_up(tmp_path: Path) -> None:
    plan = record(one_web_service(tmp_path), "small")
    nouns = {one.type.removeprefix(COMPONENT) for one in plan.resources if is_component(one)}

    assert {"FargateService", "LoadBalancer", "Monitoring"} <= nouns
    assert nouns.isdisjoint({"Database", "DocumentDatabase", "Cache", "FargateJob", "Backup"})
