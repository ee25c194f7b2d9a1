"""DocumentDB: how it is reached, what is kept of it; and MongoDB of others."""

from typing import Any

import pulumi
from pymongo.uri_parser import parse_uri

from components.document_database import DocumentDatabase, DocumentDatabaseArgs
from components.document_database_uri import connection_uri
from components.external_document_database import ExternalDocumentDatabase
from components.labels import Labels
from groundplan.plan import MISSING, SECRET, Plan
from groundplan.settings.document_database import (
    DocumentDatabaseSettings,
    ExternalDocumentDatabaseSettings,
)
from groundplan.settings.reference import secret_references
from tests.components.recorded import (
    KEY_ARN,
    LOG_GROUP,
    RANDOM_PASSWORD,
    SECRET_VERSION,
    of,
    only,
    recorded,
    settings,
    tier,
    used,
    vault,
)

CLUSTER = "aws:docdb/cluster:Cluster"
INSTANCE = "aws:docdb/clusterInstance:ClusterInstance"
PARAMETERS = "aws:docdb/clusterParameterGroup:ClusterParameterGroup"
MAIN = {
    "kind": "documentdb",
    "engine_version": "5.0.0",
    "instance_class": "db.t4g.medium",
    "instances": 2,
    "name": "app",
    "ca_file": "/etc/ssl/global-bundle.pem",
    "slow_query_milliseconds": 150,
    "backup_retention_days": 7,
    "log_retention_days": 30,
    "deletion_protection": False,
}


def main_of(labels: Labels) -> DocumentDatabaseSettings:
    found = labels.settings.document_database["main"]
    assert isinstance(found, DocumentDatabaseSettings)
    return found


def build(labels: Labels) -> DocumentDatabase:
    args = DocumentDatabaseArgs("main", main_of(labels), tier(), vault(labels))
    return DocumentDatabase("document-database-main", args)


def documents(project: str = "shop", stack: str = "test", **changes: Any) -> Plan:
    main = {"document_database": {"main": {**MAIN, **changes}}}
    return recorded(build, main, project=project, stack=stack)


def test_clients_must_use_tls_and_what_they_do_is_logged() -> None:
    plan = documents()
    entries = only(plan, PARAMETERS).read("parameters")

    assert {one["name"]: (one["value"], one["applyMethod"]) for one in entries} == {
        "tls": ("enabled", "pending-reboot"),
        "audit_logs": ("enabled", "immediate"),
        "profiler": ("enabled", "immediate"),
        "profiler_threshold_ms": ("150", "immediate"),
    }
    assert only(plan, CLUSTER).read("enabledCloudwatchLogsExports") == ["audit", "profiler"]


def test_another_password_is_taken_at_once_and_not_in_the_next_maintenance_window() -> None:
    before, after = documents(), documents(password_version=2)

    assert only(before, RANDOM_PASSWORD).read("keepers") == {"version": "1"}
    assert only(after, RANDOM_PASSWORD).read("keepers") == {"version": "2"}
    assert only(after, CLUSTER).read("masterPasswordWoVersion") == 2
    assert only(after, CLUSTER).read("applyImmediately") is True


def test_logs_are_kept_as_set_before_documentdb_can_make_its_own_groups() -> None:
    plan = documents(log_retention_days=60)
    cluster, groups = only(plan, CLUSTER), list(plan.of_kind(LOG_GROUP))

    prefix = f"/aws/docdb/{cluster.read('clusterIdentifier')}"
    assert {one.read("name") for one in groups} == {f"{prefix}/audit", f"{prefix}/profiler"}
    assert {(one.read("retentionInDays"), one.read("kmsKeyId")) for one in groups} == {
        (60, KEY_ARN)
    }
    assert {one.urn for one in groups} <= set(cluster.dependencies)


def test_the_password_is_kept_by_no_state() -> None:
    plan = documents()
    cluster = only(plan, CLUSTER)

    assert cluster.read("masterPassword") is MISSING
    assert cluster.read("masterPasswordWo") is SECRET
    assert only(plan, SECRET_VERSION).read("secretString") is SECRET


def test_it_is_encrypted_backed_up_and_as_safe_as_set() -> None:
    cluster = only(documents(backup_retention_days=21, deletion_protection=True), CLUSTER)

    assert (cluster.read("storageEncrypted"), cluster.read("kmsKeyId")) == (True, KEY_ARN)
    assert cluster.read("backupRetentionPeriod") == 21
    assert (cluster.read("deletionProtection"), cluster.read("skipFinalSnapshot")) == (True, False)


def test_each_instance_is_one_of_the_cluster() -> None:
    plan = documents(instances=3, instance_class="db.r6g.large")
    instances = of(plan, INSTANCE)

    assert set(instances) == {f"document-database-main-{number}" for number in (1, 2, 3)}
    for one in instances.values():
        assert one.read("instanceClass") == "db.r6g.large"
        assert used(plan, one, "clusterIdentifier") == {"document-database-main"}


def test_the_family_of_parameters_is_the_engine_s() -> None:
    assert only(documents(engine_version="8.0.0"), PARAMETERS).read("family") == "docdb8.0"


def uri() -> str:
    """Give the URI of a host and a password that are known."""

    def program(labels: Labels) -> None:
        host, password = map(pulumi.Output.from_input, ("docs.example.com", "a0Z9"))
        text = connection_uri(main_of(labels), "app_owner", password, host)
        pulumi.CustomResource("x:y:Z", "uri", {"value": text})

    plan = recorded(program, {"document_database": {"main": MAIN}})
    return only(plan, "x:y:Z").read("value")


def test_the_uri_is_one_that_documentdb_serves() -> None:
    assert uri().startswith("mongodb://"), "it has no SRV records"

    parsed = parse_uri(uri(), validate=False, warn=True)

    assert parsed["nodelist"] == [("docs.example.com", 27017)]
    assert (parsed["username"], parsed["password"]) == ("app_owner", "a0Z9")
    assert parsed["database"] == "app"
    options = parsed["options"]
    assert (options["tls"], options["tlsCAFile"]) == ("true", "/etc/ssl/global-bundle.pem")
    assert options["retryWrites"] == "false"
    assert options["replicaSet"] == "rs0"
    assert options["readPreference"] == "secondaryPreferred"
    assert options["authSource"] == "admin", "users live there, whatever the database"


def test_it_offers_what_the_settings_let_services_refer_to() -> None:
    found: set[str] = set()
    changes = {"document_database": {"main": MAIN}}
    recorded(lambda labels: found.update(build(labels).references), changes)

    known = secret_references(settings(changes))
    assert found == {name for name in known if name.startswith("document_database.")}


def test_identifiers_fit_for_the_longest_project_and_stack() -> None:
    plan = documents("p" * 24, "s" * 24, instances=16)

    assert max(len(one.read("identifier")) for one in plan.of_kind(INSTANCE)) <= 63


def test_mongodb_of_others_is_told_by_its_whole_uri() -> None:
    atlas = {"kind": "external", "secret": "uri", "port": 27017, "cidr_blocks": ["203.0.113.0/28"]}
    found: list[ExternalDocumentDatabase] = []

    def program(labels: Labels) -> None:
        main = labels.settings.document_database["main"]
        assert isinstance(main, ExternalDocumentDatabaseSettings)
        uri = pulumi.Output.from_input("arn:atlas")
        found.append(ExternalDocumentDatabase("main", main, uri))

    secret = {"kind": "external", "description": "Whole URI of the cluster"}
    secrets = {"secrets_manager": {"secrets": {"uri": secret}}}
    recorded(program, {"document_database": {"main": atlas}, **secrets})

    assert set(found[0].references) == {"document_database.main.uri"}
    store = found[0].data_store
    assert (store.cidr_blocks, store.port) == (("203.0.113.0/28",), 27017)
