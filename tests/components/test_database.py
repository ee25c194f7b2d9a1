"""The database: where its password is, what a replica leaves to its source, who can reach it."""

from typing import Any

import pulumi
import pytest

from components.database import Database, DatabaseArgs
from components.database_login import connection_urls
from components.labels import Labels
from groundplan.plan import MISSING, SECRET, UNKNOWN, Plan
from tests.components.recorded import (
    EGRESS,
    INGRESS,
    KEY_ARN,
    LOG_GROUP,
    PARAMETER_GROUP,
    RANDOM_PASSWORD,
    SECRET_VERSION,
    SECURITY_GROUP,
    SERVICES,
    ZONES,
    of,
    only,
    recorded,
    tier,
    used,
    vault,
)
from tests.components.recorded import SECRET as STORED_SECRET

INSTANCE = "aws:rds/instance:Instance"
MANAGED = {
    "database": {"main": {"master_password": "managed"}},
    "services": {
        name: {"secrets": {"DATABASE_URL": "${database.main.password}",
                           "DATABASE_REPLICA_URL": "${database.main.host}"}}
        for name in SERVICES
    },
}  # fmt: skip


def build(labels: Labels) -> Database:
    settings = labels.settings.rds_databases["main"]
    return Database("database-main", DatabaseArgs("main", settings, tier(), vault(labels), ZONES))


def database(**changes: Any) -> Plan:
    return recorded(build, {"database": {"main": changes}})


def parameters(plan: Plan) -> dict[str, tuple[str, str]]:
    entries = only(plan, PARAMETER_GROUP).read("parameters")
    return {one["name"]: (one["value"], one["applyMethod"]) for one in entries}


def test_no_password_stands_in_any_input() -> None:
    plan = database(read_replicas=1)
    primary = of(plan, INSTANCE)["database-main-primary"]

    assert primary.read("password") is MISSING, "it would be kept in the state"
    assert primary.read("passwordWo") is SECRET, "write-only: no state keeps it"
    assert {one.read("secretString") for one in plan.of_kind(SECRET_VERSION)} == {SECRET}


def test_the_password_goes_to_rds_and_into_the_secrets_and_nowhere_else() -> None:
    plan = database(read_replicas=1)

    assert {(one.name, key) for one, key in plan.users(only(plan, RANDOM_PASSWORD).urn)} == {
        ("database-main-primary", "passwordWo"),
        ("database-main", "secretString"),
        ("database-main-replica-1", "secretString"),
    }


def test_a_generated_password_has_no_characters_that_urls_or_rds_refuse() -> None:
    password = only(database(), RANDOM_PASSWORD)

    assert password.read("special") is False
    assert password.read("length") == 40


def test_another_version_is_another_password_for_rds_and_for_the_secrets() -> None:
    before, after = database(), database(password_version=2)

    assert only(before, RANDOM_PASSWORD).read("keepers") != only(after, RANDOM_PASSWORD).read(
        "keepers"
    )
    assert of(after, INSTANCE)["database-main-primary"].read("passwordWoVersion") == 2


def test_a_managed_password_is_left_to_rds() -> None:
    plan = recorded(build, MANAGED)
    primary = only(plan, INSTANCE)

    assert primary.read("manageMasterUserPassword") is True
    assert primary.read("masterUserSecretKmsKeyId") == KEY_ARN
    assert primary.read("passwordWo") is MISSING
    assert list(plan.of_kind(RANDOM_PASSWORD)) == []


def test_a_generated_password_is_not_asked_of_rds() -> None:
    primary = only(database(), INSTANCE)

    assert primary.read("manageMasterUserPassword") is MISSING
    assert primary.read("passwordWoVersion") == 1


@pytest.mark.parametrize("count", [0, 1, 3])
def test_there_is_one_instance_per_replica_beside_the_primary(count: int) -> None:
    replicas = [f"database-main-replica-{number}" for number in range(1, count + 1)]

    assert set(of(database(read_replicas=count), INSTANCE)) == {"database-main-primary", *replicas}


def test_a_replica_names_its_source_and_takes_the_rest_from_it() -> None:
    plan = database(read_replicas=1)
    replica = of(plan, INSTANCE)["database-main-replica-1"]

    assert used(plan, replica, "replicateSourceDb") == {"database-main-primary"}
    taken = (
        "engine",
        "engineVersion",
        "username",
        "password",
        "passwordWo",
        "dbName",
        "allocatedStorage",
        "manageMasterUserPassword",
    )
    assert {key: replica.read(key) for key in taken} == dict.fromkeys(taken, MISSING)


def test_a_further_zone_moves_no_replica() -> None:
    replica = of(database(read_replicas=1), INSTANCE)["database-main-replica-1"]

    assert replica.ignore_changes == ("availabilityZone",)


def test_a_replica_is_encrypted_private_and_watched_like_the_primary() -> None:
    instances = of(database(read_replicas=1), INSTANCE).values()

    for key, value in {
        "storageEncrypted": True,
        "kmsKeyId": KEY_ARN,
        "publiclyAccessible": False,
        "performanceInsightsEnabled": True,
        "monitoringInterval": 60,
        "copyTagsToSnapshot": True,
        "autoMinorVersionUpgrade": True,
        "enabledCloudwatchLogsExports": ["postgresql", "upgrade"],
    }.items():
        assert [one.read(key) for one in instances] == [value, value], key


def test_replicas_are_spread_over_the_zones_beginning_with_the_last() -> None:
    instances = of(database(read_replicas=3), INSTANCE)

    assert [
        instances[f"database-main-replica-{number}"].read("availabilityZone")
        for number in (1, 2, 3)
    ] == ["eu-west-1b", "eu-west-1a", "eu-west-1b"]


def test_clients_must_use_tls() -> None:
    assert parameters(database())["rds.force_ssl"] == ("1", "immediate")


def test_slow_statements_are_logged_from_the_time_that_is_set() -> None:
    plan = database(slow_query_milliseconds=250)

    assert parameters(plan)["log_min_duration_statement"] == ("250", "immediate")


def test_statements_and_idle_transactions_end_as_set() -> None:
    found = parameters(database(statement_timeout_seconds=30, idle_transaction_seconds=90))
    without = parameters(database(statement_timeout_seconds=None, idle_transaction_seconds=None))

    assert found["statement_timeout"] == ("30000", "immediate")
    assert found["idle_in_transaction_session_timeout"] == ("90000", "immediate")
    assert not {name for name in without if name.endswith("_timeout")}


def test_max_connections_waits_for_a_restart_or_is_left_to_rds() -> None:
    assert parameters(database(max_connections=400))["max_connections"] == ("400", "pending-reboot")
    assert "max_connections" not in parameters(database(max_connections=None))


def test_memory_is_written_in_mib_and_reaches_postgresql_in_its_own_units() -> None:
    found = parameters(
        database(
            instance_class="db.r6g.xlarge",
            memory={
                "shared_buffers_mib": 1024,
                "effective_cache_size_mib": 3072,
                "work_mem_mib": 50,
                "maintenance_work_mem_mib": 512,
            },
        )
    )

    assert found["shared_buffers"] == ("131072", "pending-reboot"), "pages of 8 kB"
    assert found["effective_cache_size"] == ("393216", "immediate"), "pages of 8 kB"
    assert found["work_mem"] == ("51200", "immediate"), "kB"
    assert found["maintenance_work_mem"] == ("524288", "immediate"), "kB"


def test_memory_that_is_not_stated_is_left_to_rds() -> None:
    found = parameters(database())

    assert {"shared_buffers", "effective_cache_size", "work_mem"} & set(found) == set()


def test_an_audit_preloads_pgaudit_beside_what_rds_preloads_by_itself() -> None:
    found = parameters(database(audit_log=["ddl", "role"], preload_libraries=["pg_cron"]))

    libraries = ("pg_stat_statements,pgaudit,pg_cron", "pending-reboot")
    assert found["shared_preload_libraries"] == libraries
    assert found["pgaudit.log"] == ("ddl,role", "immediate")


def test_without_an_audit_the_libraries_are_left_to_rds() -> None:
    found = parameters(database(audit_log=[]))

    assert {"shared_preload_libraries", "pgaudit.log"} & set(found) == set()


@pytest.mark.parametrize(("mode", "days"), [("standard", 7), ("advanced", 465)])
def test_insights_are_kept_as_long_as_their_mode_asks(mode: str, days: int) -> None:
    instances = of(database(insights=mode, read_replicas=1), INSTANCE).values()

    assert {one.read("databaseInsightsMode") for one in instances} == {mode}
    assert {one.read("performanceInsightsRetentionPeriod") for one in instances} == {days}


def test_replicas_may_be_of_another_size() -> None:
    instances = of(database(read_replicas=1, replica_instance_class="db.r6g.large"), INSTANCE)

    assert instances["database-main-replica-1"].read("instanceClass") == "db.r6g.large"
    assert instances["database-main-primary"].read("instanceClass") == "db.t4g.medium"


def test_the_parameter_group_is_of_the_engine_s_version() -> None:
    plan = database(engine_version="16")

    assert only(plan, PARAMETER_GROUP).read("family") == "postgres16"
    assert only(plan, INSTANCE).read("engineVersion") == "16"


def test_the_primary_is_as_large_and_as_safe_as_set() -> None:
    plan = database(
        instance_class="db.r6g.large",
        storage_gib=200,
        max_storage_gib=900,
        multi_az=True,
        backup_retention_days=21,
        deletion_protection=True,
    )
    primary = only(plan, INSTANCE)

    assert primary.read("instanceClass") == "db.r6g.large"
    assert (primary.read("allocatedStorage"), primary.read("maxAllocatedStorage")) == (200, 900)
    assert (primary.read("multiAz"), primary.read("backupRetentionPeriod")) == (True, 21)
    assert (primary.read("deletionProtection"), primary.read("skipFinalSnapshot")) == (True, False)


def test_what_is_not_protected_leaves_no_final_snapshot() -> None:
    primary = only(database(deletion_protection=False), INSTANCE)

    assert primary.read("deletionProtection") is False
    assert primary.read("skipFinalSnapshot") is True


def test_it_lives_in_the_tier_it_is_given_and_opens_to_nobody_by_itself() -> None:
    plan = database()
    group = only(plan, SECURITY_GROUP)

    assert only(plan, "aws:rds/subnetGroup:SubnetGroup").read("subnetIds") == [
        "subnet-a",
        "subnet-b",
    ]
    assert used(plan, only(plan, INSTANCE), "vpcSecurityGroupIds") == {"database-main"}
    assert (group.read("ingress"), group.read("egress")) == (MISSING, MISSING)
    assert [*plan.of_kind(INGRESS), *plan.of_kind(EGRESS)] == []


def test_logs_are_kept_as_set_before_rds_can_make_its_own_groups() -> None:
    plan = database(read_replicas=1, log_retention_days=60)
    groups = {one.urn: one for one in plan.of_kind(LOG_GROUP)}

    assert {(one.read("retentionInDays"), one.read("kmsKeyId")) for one in groups.values()} == {
        (60, KEY_ARN)
    }
    for instance in plan.of_kind(INSTANCE):
        prefix = f"/aws/rds/instance/{instance.read('identifier')}/"
        own = {urn for urn, one in groups.items() if one.read("name").startswith(prefix)}
        assert len(own) == 2
        assert own <= set(instance.dependencies)


def test_how_to_reach_an_instance_is_a_secret_under_the_stack_s_key() -> None:
    plan = database(read_replicas=2)
    secrets = list(plan.of_kind(STORED_SECRET))

    assert {one.read("name") for one in secrets} == {
        "shop/test/database/main",
        "shop/test/database/main/replica-1",
        "shop/test/database/main/replica-2",
    }
    assert {one.read("kmsKeyId") for one in secrets} == {KEY_ARN}
    assert {one.read("recoveryWindowInDays") for one in secrets} == {7}


def test_nobody_waits_for_a_replica_to_reach_the_primary() -> None:
    plan = database(read_replicas=1)
    made_from = used(plan, of(plan, SECRET_VERSION)["database-main"], "secretString")

    assert "database-main-primary" in made_from
    assert "database-main-replica-1" not in made_from


def referenced(changes: dict[str, Any]) -> set[str]:
    found: set[str] = set()
    recorded(lambda labels: found.update(build(labels).references), changes)
    return found


def test_it_offers_what_the_settings_let_services_refer_to() -> None:
    urls = {"url", "async_url", "psycopg_url"}
    whole = {*urls, "host", "port", "name", "username", "password"}

    assert referenced({"database": {"main": {"read_replicas": 1}}}) == {
        *(f"database.main.{key}" for key in whole),
        *(f"database.main.replica_1.{key}" for key in (*urls, "host")),
    }
    assert referenced(MANAGED) == {f"database.main.{key}" for key in whole - urls}


def url(form: str) -> str:
    def program(_: Labels) -> None:
        password, host = pulumi.Output.from_input("a0Z9"), pulumi.Output.from_input("db.example")
        forms = connection_urls("shop", "shop_owner", password, host)
        pulumi.CustomResource("x:y:Z", "url", {"value": forms[form]})

    return only(recorded(program), "x:y:Z").read("value")


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        ("url", "postgresql://shop_owner:a0Z9@db.example:5432/shop?sslmode=require"),
        ("async_url", "postgresql+asyncpg://shop_owner:a0Z9@db.example:5432/shop?ssl=require"),
        (
            "psycopg_url",
            "postgresql+psycopg://shop_owner:a0Z9@db.example:5432/shop?sslmode=require",
        ),
    ],
)
def test_each_driver_has_a_url_with_tls_in_its_own_words(form: str, expected: str) -> None:
    assert url(form) == expected


def test_what_rds_computes_is_unknown_in_a_plan() -> None:
    assert only(database(), INSTANCE).read("parameterGroupName") is UNKNOWN
