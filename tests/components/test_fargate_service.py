"""Services: what a task may read, whom it may talk to, how it is replaced and how it grows."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

import pulumi
import pytest

from components.data_store import DataStore
from components.fargate_service import FargateService, FargateServiceArgs
from components.fargate_task import Platform
from components.front import Alternate, Front
from components.labels import Labels
from components.mount import Mount
from components.surroundings import Surroundings
from groundplan.plan import MISSING, Plan
from groundplan.settings.deployment import Rolling
from groundplan.settings.reference import plain_references, secret_references
from tests.components.recorded import (
    EGRESS,
    INGRESS,
    KEY_ARN,
    LOG_GROUP,
    ROLE_POLICY,
    SECURITY_GROUP,
    merged,
    of,
    only,
    recorded,
    settings,
    tier,
    used,
)
from tests.settings.stack_files import ABSENT, DOCUMENTS, SERVERLESS

SERVICE = "aws:ecs/service:Service"
TASK = "aws:ecs/taskDefinition:TaskDefinition"
TARGET = "aws:appautoscaling/target:Target"
POLICY = "aws:appautoscaling/policy:Policy"

ARN = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:shop/test"
ROLES = ("web", "worker", "scheduler")
CLOSED = {"internet_access": False, "egress_ports": []}
ENDPOINTS = {"interface_endpoints": ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]}


def references(labels: Labels) -> dict[str, pulumi.Output[str]]:
    """Each reference as its component gives it out."""
    found = {}
    for name in secret_references(labels.settings):
        owner, _, key = name.rpartition(".")
        path = f"{key}" if owner == "secrets_manager" else f"{owner.replace('.', '/')}:{key}::"
        found[name] = f"{ARN}/{path}"
    for name in plain_references(labels.settings):
        found[name] = f"the-{name.split('.')[1]}"
    return {name: pulumi.Output.from_input(text) for name, text in found.items()}


def platform(labels: Labels) -> Platform:
    return Platform(
        labels=labels,
        cluster_arn=pulumi.Output.from_input("cluster"),
        tier=tier(),
        encryption_key_arn=KEY_ARN,
        encryption_key_alias="alias/shop-test",
        execute_command=labels.settings.compute.execute_command,
    )


def around(labels: Labels, given: Mapping[str, str]) -> Surroundings:
    stores = {
        "database.main": DataStore(security_group_id="sg-database", port=5432),
        "file_system.uploads": DataStore(security_group_id="sg-files", port=2049),
        "cache.broker": DataStore(security_group_id="sg-broker", port=6379),
        "cache.sessions": DataStore(security_group_id="sg-sessions", port=6379),
        "cache.spare": DataStore(security_group_id="sg-spare", port=6379, read_port=6380),
        "document_database.docs": DataStore(security_group_id="sg-documents", port=27017),
    }
    known = references(labels) | {key: pulumi.Output.from_input(x) for key, x in given.items()}
    output = pulumi.Output.from_input
    mounts = {
        name: [
            Mount(name=one, file_system_id=output("fs-1"), access_point_id=output("fsap-1"))
            for one in service.file_systems
        ]
        for name, service in labels.settings.services.items()
    }
    return Surroundings(references=known, data_stores=stores, mounts=mounts)


WORKER_SECRETS = settings().services["worker"].secrets
FEWER_TARGETS = {"scaling": {"target_requests_per_minute": None}}


def front(labels: Labels) -> Front:
    rolling = isinstance(labels.settings.web_services["web"].deployment, Rolling)
    return Front(
        alternate=None if rolling else Alternate("arn:alternate", "arn:rule", "arn:test-rule"),
        security_group_id="sg-load-balancer",
        target_group_arn="arn:target-group",
        balancer_suffix="app/balancer/1",
        target_group_suffixes=("targetgroup/web/2",),
    )


def build(labels: Labels, name: str, given: Mapping[str, str]) -> None:
    args = FargateServiceArgs(
        settings=labels.settings.running_services[name],
        platform=platform(labels),
        around=around(labels, given),
        front=front(labels) if name == "web" else None,
        gates=(),
    )
    FargateService(name, args)


def service(
    role: str = "web",
    given: Mapping[str, str] | None = None,
    network: Mapping[str, Any] | None = None,
    compute: Mapping[str, Any] | None = None,
    **changes: Any,
) -> Plan:
    sections = {"network": network or {}, "compute": {"execute_command": False, **(compute or {})}}
    changed = {"services": {role: changes}, **sections}
    return recorded(lambda labels: build(labels, role, given or {}), changed)


def container(plan: Plan) -> dict[str, Any]:
    (found,) = only(plan, TASK).document("containerDefinitions")
    return found


def statements(plan: Plan, name: str) -> list[dict[str, Any]]:
    policies = of(plan, ROLE_POLICY)
    return policies[name].document("policy")["Statement"] if name in policies else []


def resources(found: Iterable[Mapping[str, Any]], action: str) -> list[str]:
    """What an action is allowed on, by all statements together."""
    return [
        resource
        for one in found
        if action in one["Action"]
        for resource in ([one["Resource"]] if isinstance(one["Resource"], str) else one["Resource"])
    ]


def test_a_task_may_read_the_secrets_it_references_and_no_other() -> None:
    plan = service(
        "scheduler",
        secrets={
            "DATABASE_URL": "${database.main.url}",
            "DATABASE_HOST": "${database.main.host}",
            "BROKER_URL": "${cache.broker.url}",
            "SECRET_KEY": ABSENT,
            "SENTRY_DSN": "${secrets_manager.sentry-dsn}",
        },
    )

    found = statements(plan, "scheduler-execution")
    assert resources(found, "secretsmanager:GetSecretValue") == [
        f"{ARN}/cache/broker-??????",
        f"{ARN}/database/main-??????",
        f"{ARN}/sentry-dsn-??????",
    ]


def test_the_secret_that_rds_manages_is_named_as_rds_names_it() -> None:
    managed = "arn:aws:secretsmanager:eu-west-1:111122223333:secret:rds!db-0a1b-Ab3xYz"
    plan = service("scheduler", given={"database.main.url": f"{managed}:password::"})

    readable = resources(statements(plan, "scheduler-execution"), "secretsmanager:GetSecretValue")
    assert managed in readable
    assert f"{managed}-??????" not in readable


def test_a_task_without_secrets_may_read_and_decrypt_none() -> None:
    found = statements(service("scheduler", secrets=ABSENT), "scheduler-execution")

    assert [one["Action"] for one in found if "secret" in str(one) or "kms" in str(one)] == []


def test_a_program_without_buckets_has_no_permission_at_all() -> None:
    plan = service("scheduler")

    assert set(of(plan, ROLE_POLICY)) == {"scheduler-execution"}


@pytest.mark.parametrize("role", ROLES)
def test_secrets_reach_the_container_by_reference_and_never_as_environment(role: str) -> None:
    found = container(service(role))

    assert found["secrets"] != []
    assert all(one["valueFrom"].startswith(ARN) for one in found["secrets"])
    names = {one["name"] for one in found["secrets"]}
    assert names.isdisjoint(one["name"] for one in found["environment"])
    assert "secretsmanager" not in json.dumps(found["environment"])


@pytest.mark.parametrize(
    ("reference", "another"),
    [
        ("database.main.url", {"database": {"main": {"password_version": 2}}}),
        ("document_database.docs.uri", {"document_database": {"docs": {"password_version": 2}}}),
        ("cache.sessions.url", {"cache": {"sessions": {"password_version": 2}}}),
        ("cache.spare.users.app.url", {"cache": {"spare": {"password_version": 2}}}),
        ("secrets_manager.a-key", {"secrets_manager": {"secrets": {"a-key": {"version": 2}}}}),
    ],
)
def test_another_password_starts_the_services_that_read_it_and_no_others(
    reference: str, another: dict[str, Any]
) -> None:
    stores = {
        "document_database": {"docs": DOCUMENTS},
        "cache": {"spare": SERVERLESS},
        "secrets_manager": {"secrets": {"a-key": {"kind": "generated", "length": 32}}},
    }

    def labels(secrets: Mapping[str, Any], changes: Mapping[str, Any]) -> dict[str, str]:
        service = {"services": {"worker": {"secrets": secrets}}}
        plan = recorded(
            lambda one: build(one, "worker", {}),
            merged(merged(stores, changes), service),
        )
        return container(plan).get("dockerLabels", {})

    blind = dict.fromkeys(WORKER_SECRETS, ABSENT)
    reads = blind | {"READ": f"${{{reference}}}"}
    assert labels(reads, {}).keys() == labels(reads, another).keys()
    assert (*labels(reads, {}).values(), *labels(reads, another).values()) == ("1", "2")
    assert labels(blind, {}) == labels(blind, another) == {}


@pytest.mark.parametrize("role", ROLES)
def test_the_container_is_fully_known_before_anything_exists(role: str) -> None:
    text = only(service(role), TASK).read("containerDefinitions")

    assert isinstance(text, str), "an unknown one could not be judged in a preview"
    assert "$unknown" not in text


def test_references_in_the_environment_are_filled_in() -> None:
    plan = service(environment={"URL": "https://${storage.media.name}.example/${aws.region}"})
    environment = {one["name"]: one["value"] for one in container(plan)["environment"]}

    assert environment["URL"] == "https://the-media.example/the-region"


def test_the_application_opens_the_pool_that_was_counted() -> None:
    plan = service(
        database_pools={"main": {"processes": 3, "pool_size": 2, "max_overflow": 1}},
        environment={
            "DB_POOL_SIZE": "${database_pools.main.pool_size}",
            "DB_MAX_OVERFLOW": "${database_pools.main.max_overflow}",
            "WEB_CONCURRENCY": "${database_pools.main.processes}",
        },
    )
    environment = {one["name"]: one["value"] for one in container(plan)["environment"]}

    assert environment["DB_POOL_SIZE"] == "2"
    assert environment["DB_MAX_OVERFLOW"] == "1"
    assert environment["WEB_CONCURRENCY"] == "3"


def test_a_web_server_is_told_its_port_and_keep_alive_and_may_overrule_it() -> None:
    plan = service(port=9000, environment={"GUNICORN_CMD_ARGS": "--x"})
    environment = {one["name"]: one["value"] for one in container(plan)["environment"]}

    assert environment["PORT"] == "9000"
    assert environment["UVICORN_TIMEOUT_KEEP_ALIVE"] == "the-keep_alive_seconds"
    assert environment["GUNICORN_CMD_ARGS"] == "--x"
    assert container(plan)["portMappings"] == [{"containerPort": 9000, "protocol": "tcp"}]


@pytest.mark.parametrize("role", ROLES)
def test_a_container_runs_without_root_and_without_write_access(role: str) -> None:
    found = container(service(role))

    assert found["user"] == "1000:1000"
    assert found["readonlyRootFilesystem"] is True
    assert found["privileged"] is False
    assert found["linuxParameters"]["capabilities"] == {"drop": ["ALL"]}
    assert found["mountPoints"] == [{"sourceVolume": "scratch", "containerPath": "/tmp"}]  # noqa: S108


def test_ecs_asks_the_container_as_set() -> None:
    health = {"command": ["ask", "me"], "interval_seconds": 20, "timeout_seconds": 9, "retries": 2,
              "start_period_seconds": 30}  # fmt: skip
    plan = service("worker", container_health=health)

    assert container(plan)["healthCheck"] == {
        "command": ["CMD", "ask", "me"],
        "interval": 20,
        "timeout": 9,
        "retries": 2,
        "startPeriod": 30,
    }


def test_a_singleton_is_never_two_and_never_scales() -> None:
    plan = service("scheduler")
    own = only(plan, SERVICE)

    assert own.read("desiredCount") == 1
    assert own.read("deploymentMinimumHealthyPercent") == 0
    assert own.read("deploymentMaximumPercent") == 100
    assert own.read("availabilityZoneRebalancing") == "DISABLED", "it would start the second first"
    assert [*plan.of_kind(TARGET), *plan.of_kind(POLICY)] == []


def test_a_web_service_that_must_never_be_two_stops_before_its_successor_starts() -> None:
    plan = service(
        "web",
        deployment={"strategy": "recreate"},
        scaling={"min_tasks": 1, "max_tasks": 1},
    )
    found = only(plan, SERVICE)

    assert found.read("desiredCount") == 1
    assert found.read("deploymentMinimumHealthyPercent") == 0
    assert found.read("deploymentMaximumPercent") == 100
    assert found.read("availabilityZoneRebalancing") == "DISABLED"
    assert found.read("deploymentConfiguration") is MISSING
    assert list(plan.of_kind(TARGET)) == []


def mounting() -> Plan:
    files = {"holds": "files", "throughput": "elastic", "infrequent_after_days": None}
    return recorded(
        lambda labels: build(labels, "worker", {}),
        {
            "file_system": {"uploads": files},
            "services": {"worker": {"file_systems": {"uploads": "/mnt/uploads"}}},
        },
    )


def test_files_are_mounted_by_the_task_s_own_access_point_over_tls() -> None:
    plan = mounting()

    assert only(plan, TASK).read("volumes")[1] == {
        "name": "uploads",
        "efsVolumeConfiguration": {
            "fileSystemId": "fs-1",
            "rootDirectory": "/",
            "transitEncryption": "ENABLED",
            "authorizationConfig": {"accessPointId": "fsap-1", "iam": "ENABLED"},
        },
    }
    assert {"sourceVolume": "uploads", "containerPath": "/mnt/uploads"} in container(plan)[
        "mountPoints"
    ]


def test_who_mounts_files_may_reach_them() -> None:
    rule = of(mounting(), INGRESS)["worker-to-file_system-uploads"]

    assert rule.read("securityGroupId") == "sg-files"
    assert rule.read("fromPort") == 2049


@pytest.mark.parametrize("role", ["web", "worker"])
def test_a_service_is_replaced_without_a_gap_and_rolled_back_when_it_fails(role: str) -> None:
    own = only(service(role), SERVICE)

    assert own.read("deploymentMinimumHealthyPercent") == 100
    assert own.read("deploymentMaximumPercent") == 200
    assert own.read("deploymentCircuitBreaker") == {"enable": True, "rollback": True}
    assert own.read("availabilityZoneRebalancing") == "ENABLED"


def test_tasks_follow_their_load_between_minimum_and_maximum() -> None:
    scaling = {
        "min_tasks": 2,
        "max_tasks": 3,
        "target_cpu_percent": 55,
        "target_memory_percent": 66,
        "target_requests_per_minute": 77,
    }
    plan = service(scaling=scaling)
    target = only(plan, TARGET)
    found = {
        one.read(f"{config}.predefinedMetricSpecification.predefinedMetricType"): one.read(
            f"{config}.targetValue"
        )
        for one in plan.of_kind(POLICY)
        for config in ["targetTrackingScalingPolicyConfiguration"]
    }

    assert (target.read("minCapacity"), target.read("maxCapacity")) == (2, 3)
    assert target.read("resourceId") is not MISSING
    assert only(plan, SERVICE).read("desiredCount") == 2
    assert found == {
        "ECSServiceAverageCPUUtilization": 55,
        "ECSServiceAverageMemoryUtilization": 66,
        "ALBRequestCountPerTarget": 77,
    }


def test_requests_are_counted_at_the_target_group_of_the_service() -> None:
    policy = of(service(), POLICY)["web-requests"]
    label = policy.read(
        "targetTrackingScalingPolicyConfiguration.predefinedMetricSpecification.resourceLabel"
    )

    assert label == "app/balancer/1/targetgroup/web/2"


NIGHT = {"cron": "0 22 * * *", "timezone": "Europe/Paris", "min_tasks": 1, "max_tasks": 2}


def test_the_clock_changes_the_bounds() -> None:
    scaling = {"min_tasks": 2, "max_tasks": 2, "scheduled": {"night": NIGHT}}
    plan = service("worker", scaling=scaling)
    night = of(plan, "aws:appautoscaling/scheduledAction:ScheduledAction")["worker-night"]

    assert night.read("schedule") == "cron(0 22 * * ? *)"
    assert night.read("timezone") == "Europe/Paris"
    assert night.read("scalableTargetAction") == {"minCapacity": 1, "maxCapacity": 2}


def test_a_service_is_rolled_by_ecs_s_own_default() -> None:
    assert only(service(), SERVICE).read("deploymentConfiguration") is MISSING


@pytest.mark.parametrize(
    ("deployment", "expected"),
    [
        (
            {"strategy": "blue_green", "bake_minutes": 10},
            {"strategy": "BLUE_GREEN", "bakeTimeInMinutes": "10"},
        ),
        (
            {"strategy": "canary", "percent": 10, "canary_minutes": 5, "bake_minutes": 0},
            {
                "strategy": "CANARY",
                "bakeTimeInMinutes": "0",
                "canaryConfiguration": {"canaryPercent": 10, "canaryBakeTimeInMinutes": "5"},
            },
        ),
        (
            {"strategy": "linear", "step_percent": 20, "step_minutes": 3, "bake_minutes": 1},
            {
                "strategy": "LINEAR",
                "bakeTimeInMinutes": "1",
                "linearConfiguration": {"stepPercent": 20, "stepBakeTimeInMinutes": "3"},
            },
        ),
    ],
    ids=lambda one: one["strategy"],
)
def test_a_second_set_of_tasks_takes_over_as_set(
    deployment: dict[str, Any], expected: dict[str, Any]
) -> None:
    plan = service(deployment=deployment, **FEWER_TARGETS)
    own = only(plan, SERVICE)
    (target,) = own.read("loadBalancers")

    assert own.read("deploymentConfiguration") == expected
    assert target["advancedConfiguration"]["alternateTargetGroupArn"] == "arn:alternate"
    assert target["advancedConfiguration"]["productionListenerRule"] == "arn:rule"
    assert target["advancedConfiguration"]["testListenerRule"] == "arn:test-rule"
    assert "web-traffic" in used(plan, own, "loadBalancers"), "ECS moves traffic with a role"


def test_a_service_is_taken_back_when_its_answers_are_errors() -> None:
    plan = service()
    alarm = only(plan, "aws:cloudwatch/metricAlarm:MetricAlarm")
    watched = {
        one["metric"]["dimensions"]["TargetGroup"]
        for one in alarm.read("metricQueries")
        if "metric" in one
    }

    assert only(plan, SERVICE).read("alarms") == {
        "enable": True,
        "rollback": True,
        "alarmNames": ["shop-test-web-deployment-errors"],
    }
    assert watched == {"targetgroup/web/2"}
    assert alarm.read("threshold") == 5
    assert alarm.read("alarmActions") == ["arn:aws:sns:eu-west-1:111122223333:shop-test-alarms"]


def test_what_answers_nobody_is_taken_back_by_its_health_alone() -> None:
    assert only(service("worker"), SERVICE).read("alarms") is MISSING


@pytest.mark.parametrize(
    ("percent", "expected"),
    [
        (0, [("FARGATE", 100)]),
        (30, [("FARGATE", 70), ("FARGATE_SPOT", 30)]),
        (100, [("FARGATE_SPOT", 100)]),
    ],
)
def test_a_worker_s_share_on_spot_is_as_set(percent: int, expected: list[tuple[str, int]]) -> None:
    strategies = only(service("worker", spot_percent=percent), SERVICE).read(
        "capacityProviderStrategies"
    )

    assert [(one["capacityProvider"], one["weight"]) for one in strategies] == expected


@pytest.mark.parametrize("role", ["web", "worker", "scheduler"])
def test_a_change_is_a_new_deployment_without_which_no_other_capacity_is_taken(role: str) -> None:
    assert only(service(role), SERVICE).read("forceNewDeployment") is True


@pytest.mark.parametrize("role", ["web", "scheduler"])
def test_what_serves_or_is_alone_never_runs_on_spot(role: str) -> None:
    (strategy,) = only(service(role), SERVICE).read("capacityProviderStrategies")

    assert strategy["capacityProvider"] == "FARGATE"


def rules(plan: Plan, kind: str) -> set[tuple[Any, ...]]:
    """From which group, to whom, on which port."""
    return {
        (
            one.name,
            one.read("fromPort"),
            one.read("cidrIpv4") if one.read("cidrIpv4") is not MISSING else "group",
        )
        for one in plan.of_kind(kind)
        if one.read("fromPort") == one.read("toPort")
    }


def test_every_rule_is_a_resource_and_none_is_inline() -> None:
    group = only(service(), SECURITY_GROUP)

    assert (group.read("ingress"), group.read("egress")) == (MISSING, MISSING)


def test_a_web_service_is_open_to_the_load_balancer_only() -> None:
    plan = service(port=9000)
    (rule,) = (one for one in plan.of_kind(INGRESS) if used(plan, one, "securityGroupId"))

    assert rule.read("referencedSecurityGroupId") == "sg-load-balancer"
    assert (rule.read("fromPort"), rule.read("toPort")) == (9000, 9000)


@pytest.mark.parametrize("role", ["worker", "scheduler"])
def test_nobody_calls_a_service_that_serves_nobody(role: str) -> None:
    plan = service(role)

    assert [one for one in plan.of_kind(INGRESS) if used(plan, one, "securityGroupId")] == []
    assert only(plan, SERVICE).read("loadBalancers") is MISSING


def test_a_service_reaches_the_stores_it_names_and_no_other() -> None:
    plan = service("scheduler", egress_ports=[])

    assert rules(plan, EGRESS) == {
        ("scheduler-to-database-main", 5432, "group"),
        ("scheduler-to-cache-broker", 6379, "group"),
        ("scheduler-to-internet-443", 443, "0.0.0.0/0"),
    }
    assert {one.read("securityGroupId") for one in plan.of_kind(INGRESS)} == {
        "sg-database",
        "sg-broker",
    }


def test_a_service_reaches_the_copies_of_a_serverless_cache_too() -> None:
    changes = {
        "cache": {"spare": SERVERLESS},
        "services": {"scheduler": {"secrets": {"CACHE_URL": "${cache.spare.users.app.url}"}}},
    }
    plan = recorded(lambda labels: build(labels, "scheduler", {}), changes)
    ways = {name: port for name, port, _ in rules(plan, EGRESS)}

    assert ways["scheduler-to-cache-spare"] == 6379
    assert ways["scheduler-to-cache-spare-reads"] == 6380
    assert "scheduler-to-cache-spare-reads" in of(plan, INGRESS)


def test_the_internet_is_reached_on_https_and_the_ports_that_are_set() -> None:
    plan = service("scheduler", egress_ports=[443, 587])
    out = {port for _, port, target in rules(plan, EGRESS) if target == "0.0.0.0/0"}

    assert out == {443, 587}


def test_a_service_without_internet_reaches_aws_inside_the_vpc_only() -> None:
    plan = service("scheduler", network=ENDPOINTS, **CLOSED)
    out = of(plan, EGRESS)

    assert out["scheduler-to-endpoints"].read("cidrIpv4") == "10.30.0.0/16"
    assert out["scheduler-to-s3"].read("prefixListId") == "pl-1"
    assert "0.0.0.0/0" not in {one.read("cidrIpv4") for one in out.values()}


def test_the_program_uses_its_buckets_through_their_arn_and_the_stack_s_key() -> None:
    found = statements(service("worker"), "worker-task")

    assert resources(found, "s3:ListBucket") == ["arn:aws:s3:::the-media"]
    assert resources(found, "s3:PutObject") == ["arn:aws:s3:::the-media/*"]
    (key,) = (one for one in found if "kms:Decrypt" in one["Action"])
    assert key["Condition"] == {
        "ForAnyValue:StringEquals": {"kms:ResourceAliases": "alias/shop-test"},
        "StringEquals": {"kms:ViaService": "s3.eu-west-1.amazonaws.com"},
    }


def test_a_program_signs_in_to_a_database_by_its_role_and_reads_no_password() -> None:
    plan = service("worker", database_users={"main": "shop_app"}, secrets=ABSENT)

    assert resources(statements(plan, "worker-task"), "rds-db:connect") == [
        "arn:aws:rds-db:eu-west-1:111122223333:dbuser:*/shop_app"
    ]
    assert "worker-to-database-main" in of(plan, EGRESS)
    assert container(plan)["secrets"] == []


def test_no_statement_allows_an_action_on_everything_but_the_registry_s_login() -> None:
    found = [*statements(service(), "web-execution"), *statements(service(), "web-task")]

    assert [one["Action"] for one in found if one["Resource"] == "*"] == [
        "ecr:GetAuthorizationToken"
    ]
    assert not any("*" in action for one in found for action in one["Action"])


def test_an_image_of_this_account_may_be_pulled_and_only_its_repository() -> None:
    found = statements(service(), "web-execution")

    assert resources(found, "ecr:BatchGetImage") == [
        "arn:aws:ecr:eu-west-1:111122223333:repository/backend"
    ]


@pytest.mark.parametrize("image", ["docker.io/library/nginx:1.29", "ghcr.io/acme/app@sha256:0a"])
def test_an_image_from_elsewhere_needs_no_permission(image: str) -> None:
    found = statements(service(image=image), "web-execution")
    actions = [
        [one["Action"]] if isinstance(one["Action"], str) else one["Action"] for one in found
    ]

    assert [one for several in actions for one in several if one.startswith("ecr:")] == []


def test_logs_go_to_a_group_of_its_own_that_is_kept_as_set() -> None:
    plan = service("worker", log_retention_days=60)
    group = only(plan, LOG_GROUP)

    assert (group.read("name"), group.read("retentionInDays")) == ("/shop/test/service/worker", 60)
    assert group.read("kmsKeyId") == KEY_ARN
    assert container(plan)["logConfiguration"]["options"]["awslogs-group"] == group.read("name")
    assert resources(statements(plan, "worker-execution"), "logs:PutLogEvents") == [
        "arn:aws:logs:eu-west-1:111122223333:log-group:/shop/test/service/worker:*"
    ]


def test_tasks_live_in_the_tier_they_are_given_without_a_public_address() -> None:
    network = only(service(), SERVICE).read("networkConfiguration")

    assert network["subnets"] == ["subnet-a", "subnet-b"]
    assert network["assignPublicIp"] is False


def test_size_and_architecture_are_as_set() -> None:
    task = only(service(cpu_units=2048, memory_mib=5120, architecture="x86_64"), TASK)

    assert (task.read("cpu"), task.read("memory")) == ("2048", "5120")
    assert task.read("runtimePlatform.cpuArchitecture") == "X86_64"
    assert task.read("networkMode") == "awsvpc"


def test_a_service_starts_once_its_role_may_read_what_it_needs() -> None:
    plan = service()
    policy = of(plan, ROLE_POLICY)["web-execution"]

    assert policy.urn in only(plan, SERVICE).dependencies


def test_a_service_starts_once_it_may_talk_to_its_stores() -> None:
    plan = service()

    assert {one.urn for one in plan.of_kind(EGRESS)} <= set(only(plan, SERVICE).dependencies)


def test_a_shell_opens_where_it_is_set_and_costs_the_read_only_file_system() -> None:
    plan = service("worker", compute={"execute_command": True})
    actions = [one["Action"] for one in statements(plan, "worker-task")]

    assert only(plan, SERVICE).read("enableExecuteCommand") is True
    assert container(plan)["readonlyRootFilesystem"] is False, "the agent writes to it"
    assert [
        "ssmmessages:CreateControlChannel",
        "ssmmessages:CreateDataChannel",
        "ssmmessages:OpenControlChannel",
        "ssmmessages:OpenDataChannel",
    ] in actions


def test_no_shell_opens_where_it_is_not_set() -> None:
    plan = service("worker")
    actions = str([one["Action"] for one in statements(plan, "worker-task")])

    assert only(plan, SERVICE).read("enableExecuteCommand") is False
    assert "ssmmessages" not in actions


def test_scratch_space_is_as_set() -> None:
    assert only(service(ephemeral_storage_gib=50), TASK).read("ephemeralStorage") == {
        "sizeInGib": 50
    }
    assert only(service(), TASK).read("ephemeralStorage") is MISSING


def test_a_web_server_trusts_the_scheme_that_the_load_balancer_names() -> None:
    environment = {one["name"]: one["value"] for one in container(service())["environment"]}

    assert environment["FORWARDED_ALLOW_IPS"] == "10.30.0.0/16"
