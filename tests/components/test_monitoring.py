"""Monitoring: who is told, and an alarm for each way in which what is built may fail."""

import json
from typing import Any

import pytest

from components.cache import Cache, CacheArgs
from components.database import Database, DatabaseArgs
from components.document_database import DocumentDatabase, DocumentDatabaseArgs
from components.labels import Labels
from components.monitoring import Monitoring, MonitoringArgs
from components.watched import Watched
from groundplan.plan import MISSING, Plan, PlannedResource
from tests.components.recorded import KEY_ARN, ZONES, of, only, recorded, tier, used, vault
from tests.settings.stack_files import SERVERLESS

ALARM = "aws:cloudwatch/metricAlarm:MetricAlarm"
COMPOSITE = "aws:cloudwatch/compositeAlarm:CompositeAlarm"
DASHBOARD = "aws:cloudwatch/dashboard:Dashboard"
LOG_METRIC = "aws:cloudwatch/logMetricFilter:LogMetricFilter"
CERTIFICATE_ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/1"
TOPIC = "aws:sns/topic:Topic"
TOPIC_POLICY = "aws:sns/topicPolicy:TopicPolicy"
SUBSCRIPTION = "aws:sns/topicSubscription:TopicSubscription"
EVENTS = "aws:rds/eventSubscription:EventSubscription"
REPLICATED = {"read_replicas": 2, "backup_retention_days": 7}
GIB = 1024**3


def build(labels: Labels) -> None:
    stack = labels.settings
    replicas = range(1, stack.rds_databases["main"].read_replicas + 1)
    instances = ["primary", *(f"replica-{number}" for number in replicas)]
    watched = Watched(
        load_balancer="app/alb/1",
        target_groups={"web": "targetgroup/web/2"},
        certificate=CERTIFICATE_ARN,
        services={name: f"{name}-3" for name in stack.running_services},
        log_groups={name: f"/shop/{name}" for name in stack.services},
        databases={"main": dict.fromkeys(instances, "an-instance")},
        document_databases={},
        caches=dict.fromkeys(stack.cache, "a-group"),
        file_systems=dict.fromkeys(stack.file_system, "fs-1"),
    )
    Monitoring("monitoring", MonitoringArgs(labels, stack, KEY_ARN, watched))


def alarms(**changes: Any) -> dict[str, PlannedResource]:
    return of(recorded(build, changes), ALARM)


def watches(alarm: PlannedResource) -> tuple[str, dict[str, str]]:
    return alarm.read("metricName"), alarm.read("dimensions")


def test_every_alarm_or_the_one_that_acts_for_it_tells_the_topic() -> None:
    plan = recorded(build)
    composites = of(plan, COMPOSITE)
    parts = {one for whole in composites.values() for one in used(plan, whole, "alarmRule")}
    alone = {name: one for name, one in of(plan, ALARM).items() if name not in parts}

    for alarm in (*alone.values(), *composites.values()):
        assert used(plan, alarm, "alarmActions") == {"monitoring"}
        assert used(plan, alarm, "okActions") == {"monitoring"}
    assert len(alone) > 10


def test_a_service_that_suffers_is_one_message() -> None:
    plan = recorded(build)
    whole = of(plan, COMPOSITE)["web-suffers"]

    assert whole.read("alarmRule") == (
        'ALARM("shop-test-web-cpu") OR ALARM("shop-test-web-memory") OR '
        'ALARM("shop-test-web-running-tasks") OR ALARM("shop-test-web-unhealthy-tasks")'
    )
    for part in used(plan, whole, "alarmRule"):
        assert of(plan, ALARM)[part].read("alarmActions") is MISSING


def test_errors_that_use_up_the_months_allowance_are_an_alarm_in_two_windows() -> None:
    plan = recorded(build, {"monitoring": {"availability_percent": 99.9}})
    fast = of(plan, COMPOSITE)["error-budget-fast"]
    hour = of(plan, ALARM)["error-budget-fast-60-minutes"]

    assert " AND " in fast.read("alarmRule")
    assert hour.read("threshold") == 1.44
    assert {one["metric"]["period"] for one in hour.read("metricQueries")[1:]} == {3600}
    assert hour.read("evaluationPeriods") == 1


def test_without_an_objective_no_error_budget_is_watched() -> None:
    plan = recorded(build, {"monitoring": {"availability_percent": None}})

    assert [name for name in of(plan, COMPOSITE) if name.startswith("error-budget")] == []


def test_a_certificate_that_is_not_renewed_is_an_alarm() -> None:
    alarm = alarms(monitoring={"certificate_days_left": 20})["certificate-days-left"]

    assert watches(alarm) == ("DaysToExpiry", {"CertificateArn": CERTIFICATE_ARN})
    assert alarm.read("comparisonOperator") == "LessThanThreshold"
    assert alarm.read("threshold") == 20
    assert alarm.read("period") == 86400


def test_a_figure_in_a_log_becomes_a_metric_and_an_alarm() -> None:
    age = {
        "pattern": "{ $.queue_age_seconds = * }",
        "value": "$.queue_age_seconds",
        "statistic": "Maximum",
        "more_than": 120,
    }
    plan = recorded(build, {"services": {"worker": {"log_metrics": {"age": age}}}})
    found, alarm = of(plan, LOG_METRIC)["worker-age"], of(plan, ALARM)["worker-age"]

    assert found.read("logGroupName") == "/shop/worker"
    assert found.read("pattern") == "{ $.queue_age_seconds = * }"
    assert found.read("metricTransformation") == {
        "name": "worker-age",
        "namespace": "shop-test",
        "value": "$.queue_age_seconds",
    }
    assert alarm.read("namespace") == "shop-test"
    assert alarm.read("metricName") == "worker-age"
    assert (alarm.read("statistic"), alarm.read("threshold")) == ("Maximum", 120)


def test_lines_of_a_job_are_counted_as_those_of_a_service() -> None:
    warnings = {"pattern": "WARNING", "value": "1", "statistic": "Sum", "more_than": 0}
    plan = recorded(build, {"services": {"migrate": {"log_metrics": {"warnings": warnings}}}})

    assert of(plan, LOG_METRIC)["migrate-warnings"].read("logGroupName") == "/shop/migrate"
    assert of(plan, ALARM)["migrate-warnings"].read("threshold") == 0


def test_the_dashboard_shows_traffic_every_service_and_every_database() -> None:
    plan = recorded(build)
    body = json.loads(only(plan, DASHBOARD).read("dashboardBody"))
    lines = [line for one in body["widgets"] for line in one["properties"]["metrics"]]
    cells = {str(cell) for line in lines for cell in line}

    assert {"app/alb/1", "web-3", "worker-3", "scheduler-3", "an-instance"} <= cells
    assert {one["properties"]["region"] for one in body["widgets"]} == {"eu-west-1"}
    places = [(one["x"], one["y"]) for one in body["widgets"]]
    assert len(set(places)) == len(places), "no graph lies on another"


def test_the_dashboard_shows_caches_the_lag_of_replicas_and_figures_in_logs() -> None:
    replica = {"main": {"read_replicas": 1, "backup_retention_days": 7}}
    age = {"pattern": "{ $.age = * }", "value": "$.age", "statistic": "Maximum", "more_than": 9}
    changes = {
        "cache": {"spare": SERVERLESS},
        "database": replica,
        "services": {"worker": {"log_metrics": {"age": age}}},
    }
    body = json.loads(only(recorded(build, changes), DASHBOARD).read("dashboardBody"))
    graphs = {one["properties"]["title"]: one["properties"] for one in body["widgets"]}

    assert graphs["Figures in logs"]["metrics"][-1] == [
        "shop-test",
        "worker-age",
        {"label": "worker age", "stat": "Maximum"},
    ]
    (lag,) = graphs["Lag of replicas, seconds"]["metrics"]
    assert lag[-1] == {"label": "main replica-1"}
    nodes = {tuple(line[2:4]) for line in graphs["CPU of caches, %"]["metrics"]}
    assert nodes == {("CacheClusterId", "a-group-001")}
    (data,) = graphs["Data in serverless caches, bytes"]["metrics"]
    assert data[2:4] == ["clusterName", "a-group"]
    assert len(graphs["Evictions per minute"]["metrics"]) == 3


def test_every_alarm_says_what_silence_means_and_what_to_look_at() -> None:
    for alarm in alarms().values():
        assert alarm.read("treatMissingData") in ("breaching", "notBreaching")
        assert len(alarm.read("alarmDescription")) > 30


def test_alarms_are_named_after_project_and_stack() -> None:
    assert alarms()["web-cpu"].read("name") == "shop-test-web-cpu"


def test_the_topic_is_encrypted_with_the_stacks_key_and_takes_alarms_of_this_account() -> None:
    plan = recorded(build)
    allow, databases, deny = json.loads(only(plan, TOPIC_POLICY).read("policy"))["Statement"]

    assert only(plan, TOPIC).read("kmsMasterKeyId") == KEY_ARN
    assert allow["Principal"] == {"Service": "cloudwatch.amazonaws.com"}
    assert allow["Resource"] == "arn:aws:sns:eu-west-1:111122223333:shop-test-alarms"
    assert allow["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    assert databases["Principal"] == {"Service": "events.rds.amazonaws.com"}
    assert databases["Condition"]["StringEquals"] == {"aws:SourceAccount": "111122223333"}
    assert deny["Effect"] == "Deny"
    assert deny["Condition"] == {"Bool": {"aws:SecureTransport": "false"}}


def test_people_hear_what_rds_does_to_every_instance_once_it_may_publish() -> None:
    plan = recorded(with_a_database, {"database": {"main": REPLICATED}})
    told = only(plan, EVENTS)

    assert used(plan, told, "sourceIds") == {
        "database-main-primary",
        "database-main-replica-1",
        "database-main-replica-2",
    }
    assert {"failure", "failover", "maintenance"} <= set(told.read("eventCategories"))
    assert used(plan, told, "snsTopic") == {"monitoring"}
    assert only(plan, TOPIC_POLICY) in plan.uses(told, "snsTopic")
    assert list(recorded(with_a_cache).of_kind(EVENTS)) == []


def test_each_receiver_is_subscribed_by_e_mail() -> None:
    receivers = {"on-call": "on-call@example.com", "lead": "lead@example.com"}
    plan = recorded(build, {"monitoring": {"alarm_receivers": receivers}})

    found = of(plan, SUBSCRIPTION)
    assert {name: one.read("endpoint") for name, one in found.items()} == {
        "monitoring-on-call": "on-call@example.com",
        "monitoring-lead": "lead@example.com",
    }
    assert {one.read("protocol") for one in found.values()} == {"email"}


def test_a_value_must_be_wrong_for_every_one_of_some_minutes() -> None:
    alarm = alarms(monitoring={"sustained_minutes": 7})["web-memory"]

    assert alarm.read("period") == 60
    assert alarm.read("evaluationPeriods") == 7
    assert alarm.read("datapointsToAlarm") == 7


def test_errors_are_a_share_of_all_requests_those_without_a_target_included() -> None:
    alarm = alarms(monitoring={"load_balancer": {"error_percent": 3}})["load-balancer-errors"]
    result, *metrics = alarm.read("metricQueries")

    assert alarm.read("threshold") == 3
    assert result["returnData"] is True
    assert result["expression"] == (
        "100 * (FILL(service, 0) + FILL(balancer, 0)) / (FILL(requests, 0) + FILL(balancer, 0))"
    )
    assert {one["id"]: one["metric"]["metricName"] for one in metrics} == {
        "service": "HTTPCode_Target_5XX_Count",
        "balancer": "HTTPCode_ELB_5XX_Count",
        "requests": "RequestCount",
    }


def test_latency_is_the_95th_percentile_in_seconds() -> None:
    limits = {"load_balancer": {"p95_milliseconds": 500}}
    alarm = alarms(monitoring=limits)["load-balancer-latency"]

    assert watches(alarm) == ("TargetResponseTime", {"LoadBalancer": "app/alb/1"})
    assert alarm.read("extendedStatistic") == "p95"
    assert alarm.read("threshold") == 0.5


def test_one_unhealthy_task_behind_the_load_balancer_is_an_alarm() -> None:
    alarm = alarms()["web-unhealthy-tasks"]

    assert watches(alarm) == (
        "UnHealthyHostCount",
        {"LoadBalancer": "app/alb/1", "TargetGroup": "targetgroup/web/2"},
    )
    assert alarm.read("threshold") == 0


@pytest.mark.parametrize(("service", "least"), [("web", 2), ("worker", 3), ("scheduler", 1)])
def test_fewer_tasks_than_the_minimum_and_silence_are_alarms(service: str, least: int) -> None:
    scaling = {
        "web": {"scaling": {"min_tasks": 2}},
        "worker": {"scaling": {"min_tasks": 3, "max_tasks": 3}},
    }
    alarm = alarms(services=scaling, database={"main": {"max_connections": 900}})[
        f"{service}-running-tasks"
    ]

    assert alarm.read("namespace") == "ECS/ContainerInsights"
    assert watches(alarm) == (
        "RunningTaskCount",
        {"ClusterName": "shop-test", "ServiceName": f"{service}-3"},
    )
    assert alarm.read("comparisonOperator") == "LessThanThreshold"
    assert alarm.read("threshold") == least
    assert alarm.read("treatMissingData") == "breaching"


def test_the_database_is_watched_by_the_name_of_its_instance() -> None:
    found = alarms(
        database={"main": {"max_connections": 400, "storage_gib": 50}},
        monitoring={"database": {"connections_percent": 75, "free_storage_gib": 4}},
    )

    primary = {"DBInstanceIdentifier": "an-instance"}
    assert watches(found["database-main-primary-cpu"]) == ("CPUUtilization", primary)
    assert found["database-main-primary-cpu"].read("treatMissingData") == "breaching"
    assert found["database-main-primary-connections"].read("threshold") == 300
    assert found["database-main-primary-free-storage"].read("threshold") == 4 * GIB
    assert (
        found["database-main-primary-free-storage"].read("comparisonOperator")
        == "LessThanThreshold"
    )


def test_each_replica_is_watched_as_the_primary_and_for_its_lag() -> None:
    database = {"read_replicas": 2, "backup_retention_days": 7}
    limits = {"database": {"replica_lag_seconds": 30}}
    found = alarms(database={"main": database}, monitoring=limits)

    lag = found["database-main-replica-2-lag"]
    assert watches(lag) == (
        "ReplicaLag",
        {"DBInstanceIdentifier": "an-instance"},
    )
    assert lag.read("threshold") == 30
    assert "database-main-replica-1-cpu" in found
    assert "database-main-primary-lag" not in found


def test_each_node_of_a_cache_is_watched() -> None:
    found = alarms(cache={"broker": {"replicas": 1}})

    nodes = [found[f"cache-broker-{number}-memory"] for number in (1, 2)]
    assert [watches(one) for one in nodes] == [
        ("DatabaseMemoryUsagePercentage", {"CacheClusterId": "a-group-001"}),
        ("DatabaseMemoryUsagePercentage", {"CacheClusterId": "a-group-002"}),
    ]


def test_a_cache_that_is_full_by_design_is_no_alarm() -> None:
    found = alarms()

    assert "cache-broker-1-memory" in found
    assert "cache-sessions-1-memory" not in found


def test_a_serverless_cache_is_watched_against_its_limits() -> None:
    found = alarms(cache={"spare": SERVERLESS}, monitoring={"cache": {"memory_percent": 80}})

    assert watches(found["cache-spare-memory"]) == ("BytesUsedForCache", {"clusterName": "a-group"})
    assert found["cache-spare-memory"].read("threshold") == 4 * GIB
    assert watches(found["cache-spare-throttled"])[0] == "ThrottledCmds"
    assert found["cache-spare-throttled"].read("threshold") == 0


@pytest.mark.parametrize(
    ("throughput", "expected"),
    [("elastic", {"operations"}), ("bursting", {"operations", "credits"})],
)
def test_a_file_system_tells_before_it_slows_down(throughput: str, expected: set[str]) -> None:
    files = {"holds": "files", "throughput": throughput, "infrequent_after_days": None}
    found = {
        name.removeprefix("file-system-files-"): one
        for name, one in alarms(file_system={"files": files}).items()
        if name.startswith("file-system-")
    }

    assert set(found) == expected
    assert all(one.read("dimensions") == {"FileSystemId": "fs-1"} for one in found.values())
    assert found["operations"].read("threshold") == 95
    if "credits" in found:
        assert found["credits"].read("comparisonOperator") == "LessThanThreshold"
        assert found["credits"].read("threshold") == 192e9


def test_nodes_of_a_cluster_are_named_by_shard() -> None:
    found = alarms(cache={"sessions": {"cluster_mode": True, "shards": 2, "replicas": 0}})

    assert [
        found[f"cache-sessions-{number}-cpu"].read("dimensions")["CacheClusterId"]
        for number in (1, 2)
    ] == ["a-group-0001-001", "a-group-0002-001"]


def test_a_cache_may_evict_and_a_broker_never() -> None:
    found = alarms(monitoring={"cache": {"evictions_per_minute": 50}})

    assert found["cache-sessions-1-evictions"].read("threshold") == 50
    assert found["cache-broker-1-evictions"].read("threshold") == 0


DOCUMENTS = {
    "kind": "documentdb",
    "engine_version": "5.0.0",
    "instance_class": "db.r6g.large",
    "instances": 2,
    "name": "app",
    "ca_file": "/etc/ssl/global-bundle.pem",
    "slow_query_milliseconds": 100,
    "backup_retention_days": 7,
    "log_retention_days": 30,
    "deletion_protection": False,
}


def with_documents(labels: Labels) -> None:
    stack = labels.settings
    args = DocumentDatabaseArgs("main", stack.document_database["main"], tier(), vault(labels))
    documents = DocumentDatabase("document-database-main", args)
    watched = Watched(
        load_balancer="",
        target_groups={},
        certificate=CERTIFICATE_ARN,
        services={name: f"{name}-3" for name in stack.running_services},
        log_groups={},
        databases={},
        document_databases={"main": documents.instance_identifiers},
        caches={},
    )
    Monitoring("monitoring", MonitoringArgs(labels, stack, KEY_ARN, watched))


def documents(pools: dict[str, int], instances: int = 1) -> Plan:
    services = {
        name: {"document_pools": {"main": {"processes": 2, "pool_size": size, "max_overflow": 5}}}
        for name, size in pools.items()
    }
    database = {"main": DOCUMENTS | {"instances": instances}}
    return recorded(with_documents, {"document_database": database, "services": services})


def queries(alarm: PlannedResource) -> dict[str, Any]:
    return {one["id"]: one for one in alarm.read("metricQueries")}


def test_connections_to_documents_are_a_share_of_the_pools_of_the_tasks_that_run() -> None:
    alarm = of(documents({"web": 10, "worker": 1}), ALARM)["document-database-main-1-connections"]
    found = queries(alarm)

    assert found["result"]["expression"] == "100 * connections / (30 * web + 12 * worker)"
    assert found["connections"]["metric"]["metricName"] == "DatabaseConnections"
    assert found["worker"]["metric"]["metricName"] == "RunningTaskCount"
    assert found["worker"]["metric"]["dimensions"]["ServiceName"] == "worker-3"
    assert alarm.read("threshold") == 80


def test_without_pools_connections_to_documents_are_a_share_of_what_an_instance_takes() -> None:
    found = queries(of(documents({}), ALARM)["document-database-main-1-connections"])

    assert found["result"]["expression"] == "100 * connections / (most)"
    assert found["most"]["metric"]["metricName"] == "DatabaseConnectionsLimit"


def test_each_instance_of_a_document_database_is_watched_and_drawn() -> None:
    plan = documents({}, instances=2)
    instances = of(plan, "aws:docdb/clusterInstance:ClusterInstance")
    (board,) = plan.of_kind(DASHBOARD)

    assert set(instances) == {"document-database-main-1", "document-database-main-2"}
    for name, instance in instances.items():
        alarm = of(plan, ALARM)[f"{name}-cpu"]
        assert alarm.read("dimensions") == {"DBInstanceIdentifier": instance.read("identifier")}
        assert instance in plan.uses(alarm, "dimensions")
        assert instance in plan.uses(board, "dashboardBody")


def with_a_cache(labels: Labels) -> None:
    stack = labels.settings
    cache = Cache("cache-sessions", CacheArgs(stack.cache["sessions"], tier(), vault(labels)))
    watched = Watched(
        load_balancer="",
        target_groups={},
        certificate=CERTIFICATE_ARN,
        services={},
        log_groups={},
        databases={},
        document_databases={},
        caches={"sessions": cache.cache_name},
    )
    Monitoring("monitoring", MonitoringArgs(labels, stack, KEY_ARN, watched))


def with_a_database(labels: Labels) -> None:
    stack = labels.settings
    args = DatabaseArgs("main", stack.rds_databases["main"], tier(), vault(labels), ZONES)
    database = Database("database-main", args)
    watched = Watched(
        load_balancer="",
        target_groups={},
        certificate=CERTIFICATE_ARN,
        services={},
        log_groups={},
        databases={"main": database.identifiers},
        document_databases={},
        caches={},
    )
    Monitoring("monitoring", MonitoringArgs(labels, stack, KEY_ARN, watched))


@pytest.mark.parametrize("project", ["shop", "a-project-with-quite-a-long-name-of-its-own-making"])
def test_alarms_name_the_instances_as_the_database_names_them(project: str) -> None:
    plan = recorded(with_a_database, {"database": {"main": REPLICATED}}, project=project)

    instances = of(plan, "aws:rds/instance:Instance")
    assert set(instances) == {
        "database-main-primary",
        "database-main-replica-1",
        "database-main-replica-2",
    }
    for name, instance in instances.items():
        alarm = of(plan, ALARM)[f"{name}-cpu"]
        assert alarm.read("dimensions") == {"DBInstanceIdentifier": instance.read("identifier")}
        assert instance in plan.uses(alarm, "dimensions")


def test_names_are_known_before_what_bears_them_and_alarms_still_wait_for_it() -> None:
    plan: Plan = recorded(with_a_cache)
    alarm = of(plan, ALARM)["cache-sessions-1-cpu"]
    group = of(plan, "aws:elasticache/replicationGroup:ReplicationGroup")["cache-sessions"]

    node = alarm.read("dimensions")["CacheClusterId"]
    assert node == f"{group.read('replicationGroupId')}-001"
    assert group in plan.uses(alarm, "dimensions")
