"""The figures by which each guide is known stand in the plan of prod, as AWS counts them."""

from typing import Any

import pytest

from groundplan.plan import Plan
from tests.systems.requirements import Where
from tests.systems.stacks import STACKS

PLANS = {system.folder.name: system for system in STACKS if system.stack == "prod"}

FIREWALL = "WebAcl/web-firewall"
POSTGRESQL = "Instance/database-main-primary"
TRACKED = "targetTrackingScalingPolicyConfiguration.targetValue"
HPA = "HorizontalPodAutoscaler/backend"
POD = "spec.template.spec.containers[0]"
BACKUPS = "BucketLifecycleConfiguration/storage-backups"

NUMBERS: dict[str, list[tuple[str, str, Any]]] = {
    "spoton": [
        (FIREWALL, "rules[0].statement.rateBasedStatement.limit", 30),
        (FIREWALL, "rules[0].statement.rateBasedStatement.evaluationWindowSec", 60),
        ("LoadBalancer/load-balancer", "idleTimeout", 3600),
        ("TaskDefinition/backend", "memory", "4096"),
        ("ReplicationGroup/cache-sessions", "engine", "valkey"),
        ("Policy/backend-cpu", TRACKED, 70),
        ("Policy/backend-memory", TRACKED, 80),
        ("MetricAlarm/load-balancer-latency", "threshold", 1),
        ("MetricAlarm/load-balancer-errors", "threshold", 5),
        ("LogGroup/backend", "retentionInDays", 365),
        ("LogGroup/database-main-primary-postgresql", "retentionInDays", 365),
    ],
    "fastvue": [
        ("TaskDefinition/backend", "cpu", "512"),
        ("TaskDefinition/backend", "memory", "1024"),
        ("Target/backend", "minCapacity", 2),
        ("Service/backend", "deploymentConfiguration.strategy", "BLUE_GREEN"),
        (FIREWALL, "rules[1].name", "rate-sign-in"),
        (FIREWALL, "rules[1].statement.rateBasedStatement.limit", 10),
        (FIREWALL, "rules[1].statement.rateBasedStatement.evaluationWindowSec", 120),
        ("ReplicationGroup/cache-sessions", "transitEncryptionEnabled", True),
    ],
    "elior": [
        (FIREWALL, "rules[0].statement.rateBasedStatement.limit", 600),
        (FIREWALL, "rules[1].statement.rateBasedStatement.limit", 300),
        (FIREWALL, "rules[2].statement.rateBasedStatement.limit", 120),
        ("ListenerRule/load-balancer-internal-paths", "actions[0].fixedResponse.statusCode", "404"),
        (
            "Listener/load-balancer-https",
            "sslPolicy",
            "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09",
        ),
        (
            "Listener/load-balancer-https",
            "routingHttpResponseStrictTransportSecurityHeaderValue",
            "max-age=31536000; includeSubDomains",
        ),
        ("MetricAlarm/error-budget-fast-60-minutes", "threshold", 1.44),
        ("MetricAlarm/error-budget-fast-5-minutes", "threshold", 1.44),
        ("MetricAlarm/error-budget-slow-360-minutes", "threshold", 0.6),
        ("MetricAlarm/error-budget-slow-30-minutes", "threshold", 0.6),
        (POSTGRESQL, "engine", "postgres"),
    ],
    "supply-chain-ai": [
        (HPA, "spec.minReplicas", 3),
        (HPA, "spec.maxReplicas", 20),
        (HPA, "spec.metrics[0].resource.target.averageUtilization", 70),
        ("Deployment/backend", f"{POD}.ports[0].containerPort", 8080),
        ("Deployment/backend", f"{POD}.readinessProbe.httpGet.path", "/health"),
        ("Cluster/document-database-main", "engine", "docdb"),
        ("ReplicationGroup/cache-sessions", "engine", "valkey"),
        ("MetricAlarm/load-balancer-latency", "threshold", 0.5),
        ("MetricAlarm/load-balancer-errors", "threshold", 5),
        ("MetricAlarm/backend-cpu", "threshold", 80),
        ("MetricAlarm/document-database-main-1-connections", "threshold", 80),
        ("Instance/database-n8n-primary", "dbName", "n8n"),
    ],
    "parkme": [
        ("Service/beat", "desiredCount", 1),
        ("Service/beat", "deploymentMaximumPercent", 100),
        ("Service/beat", "deploymentMinimumHealthyPercent", 0),
        ("Service/beat", "availabilityZoneRebalancing", "DISABLED"),
        ("TargetGroup/web", "healthCheck.path", "/health/"),
        ("TargetGroup/web", "healthCheck.matcher", "200-299"),
        ("ReplicationGroup/cache-broker", "numCacheClusters", 2),
        ("Target/web", "minCapacity", 2),
        ("Target/web", "maxCapacity", 10),
        ("Policy/web-cpu", TRACKED, 70),
        ("Policy/web-cpu", "targetTrackingScalingPolicyConfiguration.scaleInCooldown", 600),
        (BACKUPS, "rules[0].transitions[0].days", 30),
        (BACKUPS, "rules[0].transitions[0].storageClass", "STANDARD_IA"),
        (BACKUPS, "rules[0].expiration.days", 90),
        ("Parameter/migrate-gate", "type", "String"),
        ("Parameter/collectstatic-gate", "type", "String"),
    ],
}


@pytest.mark.parametrize(
    ("system", "resource", "place", "value"),
    [(system, *row) for system, rows in NUMBERS.items() for row in rows],
)
def test_a_figure_of_the_guide_is_in_the_plan(
    system: str, resource: str, place: str, value: Any
) -> None:
    found = Where(resource=resource, property=place).found(PLANS[system].plan)

    assert found == (value,)


def parameters(plan: Plan) -> dict[str, str]:
    (group,) = plan.of_kind("aws:rds/parameterGroup:ParameterGroup")
    return {one["name"]: one["value"] for one in group.read("parameters")}


def test_spoton_s_postgresql_has_the_guide_s_memory_in_pages_and_kilobytes() -> None:
    found = parameters(PLANS["spoton"].plan)

    assert found["max_connections"] == "200"
    assert found["shared_buffers"] == str(1024**3 // 8192)
    assert found["effective_cache_size"] == str(3 * 1024**3 // 8192)
    assert found["work_mem"] == str(50 * 1024)
    assert found["maintenance_work_mem"] == str(512 * 1024)
    assert "timescaledb" not in found["shared_preload_libraries"]


def test_spoton_s_health_is_outside_its_limit() -> None:
    (acl,) = PLANS["spoton"].plan.of_kind("aws:wafv2/webAcl:WebAcl")
    scope = acl.read("rules[0].statement.rateBasedStatement.scopeDownStatement")

    assert scope["notStatement"]["statement"]["regexMatchStatement"]["regexString"] == "^(/health)$"


def test_parkme_s_two_caches_evict_in_opposite_ways() -> None:
    groups = PLANS["parkme"].plan.of_kind("aws:elasticache/parameterGroup:ParameterGroup")
    policies = {
        one.name: parameter["value"]
        for one in groups
        for parameter in one.read("parameters")
        if parameter["name"] == "maxmemory-policy"
    }

    assert policies == {"cache-broker": "noeviction", "cache-views": "allkeys-lru"}


def test_the_pool_alarm_of_the_supply_chain_counts_the_pools_of_the_pods_that_run() -> None:
    plan = PLANS["supply-chain-ai"].plan
    alarms = plan.of_kind("aws:cloudwatch/metricAlarm:MetricAlarm")
    (alarm,) = (one for one in alarms if one.name == "document-database-main-1-connections")

    assert alarm.read("metricQueries[0].expression") == "100 * connections / (50 * backend)"


def test_parkme_s_table_shows_what_the_guide_s_left_out() -> None:
    readme = (PLANS["parkme"].folder / "README.md").read_text(encoding="utf-8")
    _, _, costs = readme.partition("## Costs")

    assert "| **Total** | **372** |" in costs
    for name in ("database-main-replica-1", "cache-broker", "network-nat-a", "web-firewall"):
        assert f"| left out: `{name}` | |" in costs
