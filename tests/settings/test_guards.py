"""Each guard: the file it refuses, the nearest file that it lets pass, and what it says."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

from groundplan.settings.guards import GUARDS
from tests.settings.eks_stacks import EKS, MANAGED
from tests.settings.stack_files import (
    DOCUMENTS,
    SERVERLESS,
    changed,
    config_of,
    problems_of,
)

ENDPOINTS = ["ecr.api", "ecr.dkr", "logs", "secretsmanager"]
OFFLINE = {
    "network__nat": "none",
    "network__interface_endpoints": ENDPOINTS,
    "services__web__internet_access": False,
    "services__worker__internet_access": False,
    "services__scheduler__internet_access": False,
    "services__migrate__internet_access": False,
    "services__clear-sessions__internet_access": False,
}
SENTRY = {"kind": "external", "description": "Data source name of the Sentry project"}
PROD = config_of("prod")
BUCKET = PROD["groundplan:storage"]["media"]
BROKER = PROD["groundplan:cache"]["broker"]
DATABASE = PROD["groundplan:database"]["main"]
POOL = PROD["groundplan:services"]["scheduler"]["database_pools"]["main"]
WEB_POOL = PROD["groundplan:services"]["web"]["database_pools"]["main"]
WORKER_POOL = PROD["groundplan:services"]["worker"]["database_pools"]["main"]
TIGER = {"kind": "external", "host": "abc.tsdb.cloud.timescale.com", "port": 33012,
         "name": "tsdb", "username": "app", "cidr_blocks": ["203.0.113.0/28"],
         "secret": "tiger-login", "max_connections": 100}  # fmt: skip
ATLAS = {"kind": "external", "secret": "atlas-uri", "port": 27017,
         "cidr_blocks": ["203.0.113.0/28"]}  # fmt: skip
FILES = {"holds": "files", "throughput": "elastic", "infrequent_after_days": 30}
SQLITE = {**FILES, "holds": "sqlite"}
ALONE = {"services__web__deployment": {"strategy": "recreate"},
         "services__web__scaling": {"min_tasks": 1, "max_tasks": 1, "target_cpu_percent": 70,
                                    "target_memory_percent": 80}}  # fmt: skip
GREEN = {"services__web__deployment": {"strategy": "blue_green", "bake_minutes": 5,
                                       "test_host": "api.example.com"},
         "services__web__scaling__target_requests_per_minute": None}  # fmt: skip
CDN = {"domain_name": "media.example.com", "certificate_arn": None, "price_class": "100"}
EXPRESSION = {"pattern": "{ $.path = %^/api% }", "value": "1", "statistic": "Sum", "more_than": 9}
FIVE = dict.fromkeys(("first", "second", "third", "fourth", "fifth"), EXPRESSION)
API = {**PROD["groundplan:services"]["web"], "database_pools": {}, "paths": ["/api/*"]}


def certificate(place: str) -> dict[str, str]:
    """Give the settings of a certificate in a region and account."""
    arn = f"arn:aws:acm:{place}:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
    return {"kind": "existing", "arn": arn}


NIGHT = {"cron": "0 22 * * *", "timezone": "Europe/Dublin", "min_tasks": 2, "max_tasks": 2}


@dataclass(frozen=True, kw_only=True)
class Case:
    """`wrong` is one change of a right file (that of prod with `also`) and is refused at `key`."""

    guard: str
    wrong: Mapping[str, Any]
    right: Mapping[str, Any]
    key: str
    says: tuple[str, ...]
    also: Mapping[str, Any] = field(default_factory=dict)


CASES = [
    Case(
        guard="managed_password_has_no_replicas",
        also={"database__main__master_password": "managed", "services__web__secrets": {},
              "services__worker__secrets": {}, "services__scheduler__secrets": {},
              "services__migrate__secrets": {}, "services__clear-sessions__secrets": {}},
        wrong={"database__main__read_replicas": 1},
        right={"database__main__read_replicas": 0},
        key="database.main.master_password",
        says=("no read replicas", "`generated`", "read_replicas to 0"),
    ),
    Case(
        guard="replicas_need_backups",
        wrong={"database__main__backup_retention_days": 0},
        right={"database__main__backup_retention_days": 1},
        key="database.main.backup_retention_days",
        says=("replicas from backups", "at least 1 day"),
    ),
    Case(
        guard="replicas_have_names_of_their_own",
        wrong={"database__main-replica-1": DATABASE},
        right={"database__main-replica": DATABASE},
        key="database.main-replica-1",
        says=("read replicas are named like this", "unique in an account", "main-replica-1-data"),
    ),
    Case(
        guard="pools_are_of_databases",
        wrong={"services__scheduler__database_pools__reports": POOL},
        right={"services__scheduler__database_pools__main": POOL},
        key="services.scheduler.database_pools.reports",
        says=("no database is called reports", "there is main"),
    ),
    Case(
        guard="tokens_are_for_databases_on_rds",
        wrong={"services__web__database_users": {"reports": "app"}},
        right={"services__web__database_users": {"main": "app"}},
        key="services.web.database_users.reports",
        says=("no database on RDS is called reports", "there is main"),
    ),
    Case(
        guard="tokens_are_for_databases_on_rds",
        wrong={"services__web__database_users": {"main": "backend_owner"}},
        right={"services__web__database_users": {"main": "backend_app"}},
        key="services.web.database_users.main",
        says=("would lose it", "such as backend_app"),
    ),
    Case(
        guard="storage_grows_upwards",
        wrong={"database__main__max_storage_gib": 99},
        right={"database__main__max_storage_gib": 100},
        key="database.main.max_storage_gib",
        says=("below storage_gib 100", "at least"),
    ),
    Case(
        guard="libraries_exist_on_rds",
        wrong={"database__main__preload_libraries": ["timescaledb"]},
        right={"database__main__preload_libraries": ["pg_partman_bgw", "pg_cron"]},
        key="database.main.preload_libraries",
        says=("not offered on RDS", "Tiger Cloud", "EC2 or Kubernetes", "pg_partman_bgw"),
    ),
    Case(
        guard="libraries_exist_on_rds",
        wrong={"database__main__preload_libraries": ["pgaudit"]},
        right={"database__main__audit_log": ["write"]},
        key="database.main.preload_libraries",
        says=("audit_log", "leave it out"),
    ),
    Case(
        guard="libraries_exist_on_rds",
        wrong={"database__main__preload_libraries": ["postgis"]},
        right={"database__main__preload_libraries": ["pg_hint_plan"]},
        key="database.main.preload_libraries",
        says=("preloads no postgis", "pg_hint_plan"),
    ),
    Case(  # db.m6g.large has 8192 MiB, and 900 connections
        guard="memory_fits_the_class",
        wrong={"database__main__memory": {"shared_buffers_mib": 2048, "work_mem_mib": 7}},
        right={"database__main__memory": {"shared_buffers_mib": 2048, "work_mem_mib": 6}},
        key="database.main.memory.work_mem_mib",
        says=("7 x 900 connections = 8348 MiB", "has 8192", "write at most 6", "larger"),
    ),
    Case(
        guard="memory_fits_the_class",
        wrong={"database__main__memory": {"shared_buffers_mib": 8193}},
        right={"database__main__memory": {"shared_buffers_mib": 8192}},
        key="database.main.memory.shared_buffers_mib",
        says=("has 8192", "write at most 2048"),
    ),
    Case(  # the replica shares the primary's parameters, and has 4096 MiB
        guard="memory_fits_the_class",
        also={"database__main__memory": {"work_mem_mib": 8}},
        wrong={"database__main__replica_instance_class": "db.t4g.medium"},
        right={"database__main__replica_instance_class": "db.m6g.large"},
        key="database.main.memory.work_mem_mib",
        says=("8 x 900 connections = 7200 MiB", "db.t4g.medium has 4096"),
    ),
    Case(
        guard="replicas_take_as_many_connections",
        also={"database__main__replica_instance_class": "db.t4g.medium"},
        wrong={"database__main__max_connections": None},
        right={"database__main__max_connections": 900},
        key="database.main.replica_instance_class",
        says=("fewer than its source stops", "state max_connections", "write db.m6g.large"),
    ),
    Case(
        guard="logins_are_external_secrets",
        also={"secrets_manager__secrets__tiger-login": SENTRY, "database__metrics": TIGER},
        wrong={"database__metrics__secret": "app-signing-key"},
        right={"database__metrics__secret": "tiger-login"},
        key="database.metrics.secret",
        says=("no external secret app-signing-key", "`kind: external`", "`password` and `url`"),
    ),
    Case(  # 2 x (5 + 5) x 10 tasks x 2, and 10 kept
        guard="connections_fit_the_database",
        also={"secrets_manager__secrets__tiger-login": SENTRY, "database__metrics": TIGER,
              "services__web__database_pools__metrics":
                  {"processes": 2, "pool_size": 5, "max_overflow": 5}},
        wrong={"database__metrics__max_connections": 409},
        right={"database__metrics__max_connections": 410},
        key="database.metrics.max_connections",
        says=("web 400 + 10 in reserve = 410", "takes 409"),
    ),
    Case(
        guard="documentdb_is_not_found_by_srv",
        also={"document_database__main": DOCUMENTS},
        wrong={"services__web__environment__MONGODB_URI": "mongodb+srv://example.com/app"},
        right={"services__web__secrets__MONGODB_URI": "${document_database.main.uri}"},
        key="services.web.environment.MONGODB_URI",
        says=("serves no SRV", "${document_database.main.uri}", "under `secrets:`"),
    ),
    Case(
        guard="document_pools_are_of_databases",
        also={"document_database__main": DOCUMENTS},
        wrong={"services__web__document_pools": {"users": POOL}},
        right={"services__web__document_pools": {"main": POOL}},
        key="services.web.document_pools.users",
        says=("no document database is called users", "there is main"),
    ),
    Case(  # 10 tasks, twice during a deployment, and 4 GiB that take 400
        guard="document_connections_fit",
        also={"document_database__main": DOCUMENTS},
        wrong={"services__web__document_pools":
                   {"main": {"processes": 1, "pool_size": 10, "max_overflow": 11}}},
        right={"services__web__document_pools":
                   {"main": {"processes": 1, "pool_size": 10, "max_overflow": 10}}},
        key="document_database.main.instance_class",
        says=("web 420 = 420 connections", "takes 400", "shrink document_pools", "larger"),
    ),
    Case(  # on EKS a deployment adds one pod: 11 x 40, and 400
        guard="document_connections_fit",
        also={"document_database__main": DOCUMENTS, "compute": EKS,
              "services__web__scaling__target_requests_per_minute": None,
              "services__web__document_pools":
                  {"main": {"processes": 1, "pool_size": 10, "max_overflow": 30}}},
        wrong={"document_database__main__instance_class": "db.t4g.medium"},
        right={"document_database__main__instance_class": "db.r6g.large"},
        key="document_database.main.instance_class",
        says=("web 440", "takes 400"),
    ),
    Case(
        guard="document_logins_are_external_secrets",
        also={"secrets_manager__secrets__atlas-uri": SENTRY, "document_database__main": ATLAS},
        wrong={"document_database__main__secret": "app-signing-key"},
        right={"document_database__main__secret": "atlas-uri"},
        key="document_database.main.secret",
        says=("no external secret app-signing-key", "`kind: external`", "whole URI"),
    ),
    Case(
        guard="mounted_file_systems_exist",
        also={"file_system__uploads": FILES},
        wrong={"services__web__file_systems": {"upload": "/mnt/uploads"}},
        right={"services__web__file_systems": {"uploads": "/mnt/uploads"}},
        key="services.web.file_systems.upload",
        says=("no file system is called upload", "there is uploads", "Add"),
    ),
    Case(
        guard="pods_mount_no_file_system",
        also={"compute": EKS, "file_system__uploads": FILES},
        wrong={"services__web__file_systems": {"uploads": "/mnt/uploads"}},
        right={"services__web__environment__UPLOADS": "${storage.media.name}"},
        key="services.web.file_systems.uploads",
        says=("node's rights", "keep files in a bucket", "kind fargate"),
    ),
    Case(
        guard="mount_paths_are_free",
        also={"file_system__uploads": FILES},
        wrong={"services__web__file_systems": {"uploads": "/tmp/uploads"}},  # noqa: S108
        right={"services__web__file_systems": {"uploads": "/tmpfiles"}},  # noqa: S108
        key="services.web.file_systems.uploads",
        says=("scratch space", "hide the other", "write /mnt/uploads"),
    ),
    Case(
        guard="files_are_of_one_user",
        also={"file_system__uploads": FILES,
              "services__web__file_systems": {"uploads": "/mnt/uploads"},
              "services__worker__file_systems": {"uploads": "/mnt/uploads"}},
        wrong={"services__worker__user": "1001:1001"},
        right={"services__scheduler__user": "1001:1001"},
        key="services.worker.user",
        says=("web writes the files of uploads as 1000:1000", "could not change", "of its own"),
    ),
    Case(
        guard="sqlite_has_one_writer",
        also={"file_system__data": SQLITE, "services__web__file_systems": {"data": "/mnt/data"},
              "services__web__scaling": ALONE["services__web__scaling"]},
        wrong={"services__web__deployment": {"strategy": "rolling"}},
        right={"services__web__deployment": {"strategy": "recreate"}},
        key="services.web.file_systems.data",
        says=("one process at a time", "two while it is deployed", "strategy: recreate"),
    ),
    Case(
        guard="sqlite_has_one_writer",
        also={"file_system__data": SQLITE},
        wrong={"services__worker__file_systems": {"data": "/mnt/data"}},
        right={"services__scheduler__file_systems": {"data": "/mnt/data"}},
        key="services.worker.file_systems.data",
        says=("several tasks", "role: singleton", "groundplan:database"),
    ),
    Case(
        guard="sqlite_has_one_writer",
        also={"file_system__data": SQLITE, **ALONE,
              "services__web__file_systems": {"data": "/mnt/data"}},
        wrong={"services__migrate__file_systems": {"data": "/mnt/data"}},
        right={"services__migrate__file_systems": {}},
        key="services.migrate.file_systems.data",
        says=("web writes SQLite there", "a second writer", "let one service mount it"),
    ),
    Case(
        guard="sqlite_outlives_its_task",
        also={"file_system__data": SQLITE, **ALONE,
              "services__web__file_systems": {"data": "/mnt/data"}},
        wrong={"services__web__environment__DATABASE_URL": "sqlite:////app/elior.db"},
        right={"services__web__environment__DATABASE_URL": "sqlite+aiosqlite:////mnt/data/a.db"},
        key="services.web.environment.DATABASE_URL",
        says=("lost when its task ends", "sqlite:////mnt/data/app.db", "groundplan:database"),
    ),
    Case(
        guard="recreated_services_have_one_task",
        also=ALONE,
        wrong={"services__web__scaling__max_tasks": 2},
        right={"services__web__scaling__max_tasks": 1},
        key="services.web.scaling.max_tasks",
        says=("must never run twice", "write 1", "strategy: rolling"),
    ),
    Case(
        guard="copies_of_buckets_go_to_another_region",
        wrong={"storage__media__replica_region": "eu-west-1"},
        right={"storage__media__replica_region": "eu-central-1"},
        key="storage.media.replica_region",
        says=("own region", "loss of the region", "eu-central-1"),
    ),
    Case(
        guard="delivery_has_a_certificate",
        also={"dns__hosted_zone_id": None,
              "certificate": certificate("eu-west-1:111122223333")},
        wrong={"storage__media__cdn": CDN},
        right={"storage__media__cdn": {
            **CDN, "certificate_arn": certificate("us-east-1:111122223333")["arn"]}},
        key="storage.media.cdn.certificate_arn",
        says=("nobody makes the record", "media.example.com", "in us-east-1"),
    ),
    Case(
        guard="delivery_has_names_of_its_own",
        wrong={"storage__media__cdn": {**CDN, "domain_name": "api.example.com"}},
        right={"storage__media__cdn": CDN},
        key="storage.media.cdn.domain_name",
        says=("leads to the load balancer", "media.example.com"),
    ),
    Case(
        guard="broker_has_no_cluster_mode",
        wrong={"cache__broker__cluster_mode": True},
        right={"cache__sessions__cluster_mode": True},
        key="cache.broker.cluster_mode",
        says=("MOVED", "CROSSSLOT", "write false"),
    ),
    Case(
        guard="broker_is_not_serverless",
        wrong={"cache__spare": SERVERLESS | {"role": "broker"}},
        right={"cache__spare": SERVERLESS},
        key="cache.spare.kind",
        says=("always a cluster", "write nodes"),
    ),
    Case(
        guard="serverless_cache_has_users",
        wrong={"cache__spare": SERVERLESS | {"users": {}}},
        right={"cache__spare": SERVERLESS},
        key="cache.spare.users",
        says=("takes no token", "name a user"),
    ),
    Case(
        guard="shards_need_cluster_mode",
        also={"cache__sessions__shards": 2},
        wrong={"cache__sessions__cluster_mode": False},
        right={"cache__sessions__cluster_mode": True},
        key="cache.sessions.shards",
        says=("cluster_mode: true", "write 1"),
    ),
    Case(
        guard="internet_needs_nat",
        also=OFFLINE,
        wrong={"services__worker__internet_access": True},
        right={"services__worker__internet_access": False},
        key="services.worker.internet_access",
        says=("nat is none", "nat: one or per_zone", "internet_access: false"),
    ),
    Case(
        guard="tasks_can_start_without_nat",
        also=OFFLINE,
        wrong={"network__interface_endpoints": ["ecr.api", "ecr.dkr", "secretsmanager"]},
        right={"network__interface_endpoints": ENDPOINTS},
        key="network.interface_endpoints",
        says=("nat: none", "cannot start without logs", "add"),
    ),
    Case(
        guard="tasks_can_start_without_nat",
        also={"services__worker__internet_access": False},
        wrong={"network__interface_endpoints": []},
        right={"network__interface_endpoints": ENDPOINTS},
        key="network.interface_endpoints",
        says=("internet_access: false", "cannot start without ecr.api", "add"),
    ),
    Case(
        guard="issued_certificate_has_a_zone",
        wrong={"dns__hosted_zone_id": None},
        right={"dns__hosted_zone_id": None, "certificate": certificate("eu-west-1:111122223333")},
        key="dns.hosted_zone_id",
        says=("name the zone", "kind: existing"),
    ),
    Case(
        guard="certificate_is_of_this_region_and_account",
        wrong={"certificate": certificate("us-east-1:111122223333")},
        right={"certificate": certificate("eu-west-1:111122223333")},
        key="certificate.arn",
        says=("begin with arn:aws:acm:eu-west-1:111122223333:", "kind: issued"),
    ),
    Case(
        guard="hosts_are_names_of_the_load_balancer",
        wrong={"services__web__hosts": ["tools.example.com"]},
        right={"services__web__hosts": ["api.example.com"]},
        key="services.web.hosts",
        says=("tools.example.com is none", "more_domain_names"),
    ),
    Case(
        guard="hosts_are_names_of_the_load_balancer",
        also=GREEN,
        wrong={"services__web__deployment__test_host": "green.example.com"},
        right={"services__web__deployment__test_host": "api.example.com"},
        key="services.web.deployment.test_host",
        says=("green.example.com is none", "more_domain_names"),
    ),
    Case(  # web 2 x (5 + 5) x 10 x 2 = 400, worker 4 x (2 + 3) x 6 x 2 = 240, others 4, 10 kept
        guard="connections_fit_the_database",
        wrong={"database__main__max_connections": 653},
        right={"database__main__max_connections": 654},
        key="database.main.max_connections",
        says=("scheduler 2 + migrate 1 + clear-sessions 1 + 10 in reserve = 654", "takes 653"),
    ),
    Case(
        guard="connections_fit_the_database",
        also={"database__main__max_connections": 300},
        wrong={},
        right={"services__web__database_pools__main": {**WEB_POOL, "pool_size": 2,
                                                       "max_overflow": 2},
               "services__worker__database_pools__main": {**WORKER_POOL, "pool_size": 1,
                                                          "max_overflow": 1}},
        key="database.main.max_connections",
        says=("it takes web with pool_size 2 and max_overflow 2, worker with pool_size 1 and",
              "max_overflow 1, scheduler with pool_size 1 and max_overflow 0, or take a larger"),
    ),
    Case(
        guard="references_exist",
        wrong={"services__migrate__environment__SIZE": "${database_pools.reports.pool_size}"},
        right={"services__migrate__environment__SIZE": "${database_pools.main.pool_size}"},
        key="services.migrate.environment.SIZE",
        says=("nothing is called", "${database_pools.main.pool_size}"),
    ),
    Case(
        guard="connections_fit_the_database",
        also={"database__main__max_connections": None},
        wrong={"database__main__instance_class": "db.t4g.medium"},
        right={"database__main__instance_class": "db.m6g.large"},
        key="database.main.instance_class",
        says=("654 connections", "takes 428", "larger instance class"),
    ),
    Case(
        guard="connections_fit_the_database",
        also={"database__main__instance_class": "db.x2g.large"},
        wrong={"database__main__max_connections": None},
        right={"database__main__max_connections": 900},
        key="database.main.instance_class",
        says=("not known here", "state max_connections"),
    ),
    Case(
        guard="prod_images_stay_what_they_are",
        wrong={"services__web__image": "registry.example.com:5000/backend:latest"},
        right={"services__web__image": "registry.example.com:5000/backend:2.4.1"},
        key="services.web.image",
        says=("rollback", "digest", "sha256"),
    ),
    Case(
        guard="prod_images_stay_what_they_are",
        also={"services__web__image": "registry.example.com:5000/backend"},
        wrong={"stack__environment": "prod"},
        right={"stack__environment": "staging"},
        key="services.web.image",
        says=("same image", "a tag that is never moved"),
    ),
    Case(
        guard="references_exist",
        wrong={"services__web__secrets__CACHE_URL": "${cache.session.url}"},
        right={"services__web__secrets__CACHE_URL": "${cache.sessions.url}"},
        key="services.web.secrets.CACHE_URL",
        says=("nothing is called ${cache.session.url}", "${cache.sessions.url}"),
    ),
    Case(
        guard="references_exist",
        wrong={"services__web__environment__DATABASE_HOST": "${database.main.host}"},
        right={"services__web__secrets__DATABASE_HOST": "${database.main.host}"},
        key="services.web.environment.DATABASE_HOST",
        says=("belongs under `secrets:`", "move it there"),
    ),
    Case(
        guard="references_exist",
        wrong={"services__web__secrets__BUCKET": "${storage.media.name}"},
        right={"services__web__environment__BUCKET": "${storage.media.name}"},
        key="services.web.secrets.BUCKET",
        says=("belongs under `environment:`", "move it there"),
    ),
    Case(
        guard="references_exist",
        wrong={"services__web__secrets__CACHE_URL": "x${cache.sessions.url}"},
        right={"services__web__secrets__CACHE_URL": "${cache.sessions.url}"},
        key="services.web.secrets.CACHE_URL",
        says=("is not a reference", "never stand in a stack file", "write one of"),
    ),
    Case(
        guard="sizes_exist_on_fargate",
        wrong={"services__web__memory_mib": 2000},
        right={"services__web__memory_mib": 2048},
        key="services.web.memory_mib",
        says=("does not exist on Fargate", "cpu_units 1024", "write 2048"),
    ),
    Case(
        guard="cold_storage_lasts_90_days",
        also={"backup__cold_after_days": 30},
        wrong={"backup__retention_days": 119},
        right={"backup__retention_days": 120},
        key="backup.retention_days",
        says=("cold_after_days 30", "write 120 or more"),
    ),
    Case(
        guard="copies_go_to_another_region",
        wrong={"backup__copy_region": "eu-west-1"},
        right={"backup__copy_region": "eu-west-2"},
        key="backup.copy_region",
        says=("itself is in eu-west-1", "copy_region: null"),
    ),
    Case(
        guard="disaster_recovery_has_a_copy",
        wrong={"stack__backup_tier": "dr", "backup__copy_region": None},
        right={"stack__backup_tier": "dr", "backup__copy_region": "eu-west-2"},
        key="stack.backup_tier",
        says=("promises a copy in another region", "write standard"),
    ),
    Case(
        guard="locked_backups_expire_later",
        wrong={"backup__lock_days": 91, "backup__retention_days": 91},
        right={"backup__lock_days": 90, "backup__retention_days": 90},
        key="backup.copy_retention_days",
        says=("lock_days 91", "every backup would fail"),
    ),
    Case(
        guard="backups_do_not_meet_the_databases_own",
        wrong={"backup__start_hour_utc": 2},
        right={"backup__start_hour_utc": 4},
        key="backup.start_hour_utc",
        says=("02:00 to 03:00 UTC", "write 4"),
    ),
    Case(
        guard="priorities_are_distinct",
        also={"services__api": API},
        wrong={"services__api__priority": 100},
        right={"services__api__priority": 99},
        key="services.api.priority",
        says=("web has this priority too", "its own"),
    ),
    Case(
        guard="priorities_are_distinct",
        also={**GREEN, "services__api": API},
        wrong={"services__api__priority": 99},
        right={"services__api__priority": 98},
        key="services.api.priority",
        says=("web has this priority too", "two where it has a test_host"),
    ),
    Case(
        guard="internal_paths_are_asked_first",
        also={**GREEN, "load_balancer__internal_paths": ["/metrics"]},
        wrong={"services__web__priority": 2},
        right={"services__web__priority": 3},
        key="services.web.priority",
        says=("a test_host has the one before its service's", "write 3 or more"),
    ),
    Case(
        guard="internal_paths_are_asked_first",
        also={"load_balancer__internal_paths": ["/metrics"]},
        wrong={"services__web__priority": 1},
        right={"services__web__priority": 2},
        key="services.web.priority",
        says=("internal_paths has this priority", "would be open", "write 2 or more"),
    ),
    Case(  # 10 r/s is 600 in WAF's shortest window of a minute
        guard="path_limits_are_tighter",
        also={"web_firewall__rate_limit": "10 r/s"},
        wrong={"web_firewall__path_rate_limits__sign-in__rate": "600 per minute"},
        right={"web_firewall__path_rate_limits__sign-in__rate": "599 per minute"},
        key="web_firewall.path_rate_limits.sign-in.rate",
        says=("never be reached", "write less", "raise rate_limit"),
    ),
    Case(
        guard="processes_fit_the_task",
        wrong={"services__web__processes": {"count": 2, "memory_mib": 1025}},
        right={"services__web__processes": {"count": 2, "memory_mib": 1024}},
        key="services.web.processes.count",
        says=("2 processes of 1025 MiB need 2050 MiB", "memory_mib is 2048", "at most 1 and",
              "memory_mib 2050 or more"),
    ),
    Case(
        guard="processes_fit_the_task",
        wrong={"services__migrate__processes": {"count": 1, "memory_mib": 513}},
        right={"services__migrate__processes": {"count": 1, "memory_mib": 512}},
        key="services.migrate.processes.count",
        says=("memory_mib is 512", "; write memory_mib 513 or more"),
    ),
    Case(
        guard="processes_are_those_that_start",
        wrong={"services__web__processes": {"count": 1, "memory_mib": 512}},
        right={"services__web__processes": {"count": 2, "memory_mib": 512}},
        key="services.web.processes.count",
        says=("the command starts 2", "change the command"),
    ),
    Case(
        guard="processes_are_those_that_start",
        wrong={"services__worker__processes": {"count": 3, "memory_mib": 512}},
        right={"services__worker__processes": {"count": 4, "memory_mib": 512}},
        key="services.worker.processes.count",
        says=("the command starts 4",),
    ),
    Case(
        guard="uvicorn_has_no_worker_class",
        wrong={"services__web__command": ["uvicorn", "app:app", "-k", "uvicorn_worker.Worker"]},
        right={"services__web__command": ["gunicorn", "app:app", "-k", "uvicorn_worker.Worker"]},
        key="services.web.command[2]",
        says=("no such option", "--workers", "gunicorn"),
    ),
    Case(
        guard="requests_are_counted_at_one_target_group",
        also={"services__web__deployment": {"strategy": "blue_green", "bake_minutes": 5}},
        wrong={"services__web__scaling__target_requests_per_minute": 3000},
        right={"services__web__scaling__target_requests_per_minute": None},
        key="services.web.scaling.target_requests_per_minute",
        says=("blue_green moves traffic", "cannot follow", "leave this key out", "rolling"),
    ),
    Case(
        guard="health_path_answers_by_itself",
        wrong={"services__web__health_check__path": "/admin/login/"},
        right={"services__web__health_check__path": "/administer/health"},
        key="services.web.health_check.path",
        says=("redirects", "healthy tasks are replaced", "/health/live"),
    ),
    Case(
        guard="start_is_not_a_failure",
        also={"services__web__container_health__start_period_seconds": 90},
        wrong={"services__web__health_check__grace_period_seconds": 89},
        right={"services__web__health_check__grace_period_seconds": 90},
        key="services.web.health_check.grace_period_seconds",
        says=("may take 90 s", "stopped before", "at least 90"),
    ),
    Case(
        guard="own_address_is_an_allowed_host",
        wrong={"services__web__health_check__allowed_hosts": None},
        right={"services__web__environment__ALLOWED_HOSTS": "*",
               "services__web__health_check__allowed_hosts": None},
        key="services.web.health_check.allowed_hosts",
        says=("ALLOWED_HOSTS", "400", "allowed_hosts: {variable: ALLOWED_HOSTS, form: comma}"),
    ),
    Case(
        guard="own_address_is_an_allowed_host",
        wrong={"services__web__health_check__allowed_hosts__variable": "HOSTS"},
        right={"services__web__health_check__allowed_hosts__variable": "ALLOWED_HOSTS"},
        key="services.web.health_check.allowed_hosts.variable",
        says=("refuse its own address", "variable: ALLOWED_HOSTS"),
    ),
    Case(
        guard="address_is_added_to_a_command",
        wrong={"services__web__command": []},
        right={"services__web__command": ["serve"]},
        key="services.web.command",
        says=("the command by a shell", "state it"),
    ),
    Case(
        guard="images_hold_no_curl",
        wrong={"services__worker__container_health__command": ["sh", "-c", "exec curl -f :80"]},
        right={"services__worker__container_health__command": ["sh", "-c", "exec wget -q :80"]},
        key="services.worker.container_health.command[2]",
        says=("no curl", "urllib.request", "wget"),
    ),
    Case(
        guard="tasks_are_counted",
        wrong={"compute__container_insights": "disabled"},
        right={"compute__container_insights": "enabled"},
        key="compute.container_insights",
        says=("running tasks", "always fire", "write enabled"),
    ),
    Case(
        guard="connections_alarm_has_a_limit",
        also={
            "database__main__instance_class": "db.x2g.large",
            "services__web__database_pools": {},
            "services__worker__database_pools": {},
            "services__scheduler__database_pools": {},
            "services__migrate__database_pools": {},
            "services__clear-sessions__database_pools": {},
        },
        wrong={"database__main__max_connections": None},
        right={"database__main__max_connections": 900},
        key="database.main.instance_class",
        says=("nothing to be a share of", "state max_connections"),
    ),
    Case(
        guard="storage_alarm_comes_after_growth",
        wrong={"monitoring__database__free_storage_gib": 11},
        right={"monitoring__database__free_storage_gib": 10},
        key="monitoring.database.free_storage_gib",
        says=("grow when a tenth", "write 10 or less"),
    ),
    Case(
        guard="log_fields_are_of_json_lines",
        wrong={"services__worker__log_metrics__queue-age__pattern": "queue_age_seconds"},
        right={"services__worker__log_metrics__queue-age__pattern": "{ $.queue_age_seconds = * }"},
        key="services.worker.log_metrics.queue-age.value",
        says=("only a JSON pattern reads fields", "{ $.queue_age_seconds = * }"),
    ),
    Case(
        guard="log_patterns_ask_for_one_service",
        also={"compute": EKS},
        wrong={"services__web__log_metrics__errors__pattern": "?ERROR ?Traceback"},
        right={"services__web__log_metrics__errors__pattern": 'ERROR "lost connection"'},
        key="services.web.log_metrics.errors.pattern",
        says=("JSON record", "those of other services", 'write { $.level = "ERROR" }, or words'),
    ),
    Case(
        guard="log_patterns_ask_for_one_service",
        also={"compute": EKS},
        wrong={"services__web__log_metrics__errors__pattern": f'{{ $.text = "{"x" * 911}" }}'},
        right={"services__web__log_metrics__errors__pattern": f'{{ $.text = "{"x" * 910}" }}'},
        key="services.web.log_metrics.errors.pattern",
        says=("1025 characters", "it also names the service", "AWS takes 1024"),
    ),
    Case(
        guard="expressions_fit_the_log_group",
        wrong={"services__web__log_metrics": {**FIVE, "sixth": EXPRESSION}},
        right={"services__web__log_metrics": FIVE,
               "services__worker__log_metrics__slow": EXPRESSION},
        key="services.web.log_metrics.sixth.pattern",
        says=("in five patterns of a log group;", 'such as { $.path = "/api/*" }'),
    ),
    Case(
        guard="expressions_fit_the_log_group",
        also={"compute": EKS, "services__web__log_metrics": FIVE},
        wrong={"services__worker__log_metrics__slow": EXPRESSION},
        right={"services__worker__log_metrics__slow": {**EXPRESSION, "pattern": "{ $.took > 9 }"}},
        key="services.worker.log_metrics.slow.pattern",
        says=("which all services share on EKS",),
    ),
    Case(
        guard="secret_names_do_not_look_like_arns",
        wrong={"secrets_manager__secrets__api-secret": SENTRY},
        right={"secrets_manager__secrets__api-secrets": SENTRY},
        key="secrets_manager.secrets.api-secret",
        says=("six characters", "its own suffix", "api-secret-value"),
    ),
    Case(
        guard="secret_names_do_not_look_like_arns",
        wrong={"cache__task-broker": BROKER},
        right={"cache__task-brokers": BROKER},
        key="cache.task-broker",
        says=("six characters", "its own suffix", "task-broker-value"),
    ),
    Case(
        guard="secret_names_do_not_look_like_arns",
        wrong={"database__data-people": DATABASE},
        right={"database__data-peoples": DATABASE},
        key="database.data-people",
        says=("six characters", "its own suffix", "data-people-value"),
    ),
    Case(
        guard="names_are_free",
        wrong={"storage__access-logs": BUCKET},
        right={"storage__audit-logs": BUCKET},
        key="storage.access-logs",
        says=("built already", "load balancer", "another name"),
    ),
    Case(
        guard="kubernetes_version_is_supported",
        also={"compute": EKS},
        wrong={"compute__version": "1.34"},
        right={"compute__version": "1.35"},
        key="compute.version",
        says=("leaves standard support on 2026-12-02", "EKS would upgrade", "write 1.35"),
    ),
    Case(
        guard="kubernetes_version_is_supported",
        also={"compute": EKS},
        wrong={"compute__version": "1.99"},
        right={"compute__version": "1.35"},
        key="compute.version",
        says=("not in the calendar of versions", "write 1.35"),
    ),
    Case(
        guard="kubernetes_knows_the_setting",
        also={"compute": EKS, "services__web__scaling__target_requests_per_minute": None,
              "services__web__scaling__min_tasks": 1, "services__web__scaling__max_tasks": 1},
        wrong={"services__web__deployment": {"strategy": "blue_green", "bake_minutes": 5}},
        right={"services__web__deployment": {"strategy": "recreate"}},
        key="services.web.deployment.strategy",
        says=("a Deployment does not",),
    ),
    Case(
        guard="kubernetes_knows_the_setting",
        also={"compute": EKS, "services__web__scaling__target_requests_per_minute": None},
        wrong={"services__web__deployment": {"strategy": "blue_green", "bake_minutes": 5}},
        right={"services__web__deployment": {"strategy": "rolling"}},
        key="services.web.deployment.strategy",
        says=("a Deployment does not", "write rolling", "run on fargate"),
    ),
    Case(
        guard="kubernetes_knows_the_setting",
        also={"compute": {**EKS, "nodes": {"capacity": "auto", "max_vcpus": 40}}},
        wrong={"services__worker__scaling__scheduled": {"night": NIGHT}},
        right={"services__worker__scaling__scheduled": {}},
        key="services.worker.scaling.scheduled",
        says=("one pair of bounds", "run on fargate"),
    ),
    Case(
        guard="nodes_need_nat",
        also={**OFFLINE, "compute": EKS, "services__web__environment": {},
              "services__worker__environment": {}},
        wrong={"network__nat": "none"},
        right={"network__nat": "one"},
        key="network.nat",
        says=("could not join the cluster", "nat: one or per_zone"),
    ),
    Case(  # web 11 x 1 + worker 7 x 1 + three of 0.25 = 18.75 vCPU, 85 % of 22 is 18.7
        guard="pods_fit_the_nodes",
        also={"compute": EKS},
        wrong={"compute__nodes": {"capacity": "auto", "max_vcpus": 22}},
        right={"compute__nodes": {"capacity": "auto", "max_vcpus": 23}},
        key="compute.nodes.max_vcpus",
        says=("ask for 18.75 vCPU", "leave 18.7 of 22", "stay pending", "write 23"),
    ),
    Case(  # an m7g.xlarge has 4 vCPU and 16 GiB: vCPUs run out first
        guard="pods_fit_the_nodes",
        also={"compute": {**EKS, "nodes": MANAGED}},
        wrong={"compute__nodes": {**MANAGED, "count": 5}},
        right={"compute__nodes": {**MANAGED, "count": 6}},
        key="compute.nodes.count",
        says=("ask for 18.75 vCPU", "leave 17 of 20", "write 6"),
    ),
    Case(  # web 11 x 2 + worker 7 x 2 + three of 0.5 = 37.5 GiB; 85 % of 5 x 8 is 34
        guard="pods_fit_the_nodes",
        also={"compute": {**EKS, "nodes": {**MANAGED, "instance_type": "c7g.xlarge"}},
              "services__web__cpu_units": 256, "services__worker__cpu_units": 256},
        wrong={"compute__nodes": {**MANAGED, "instance_type": "c7g.xlarge", "count": 5}},
        right={"compute__nodes": {**MANAGED, "instance_type": "c7g.xlarge", "count": 6}},
        key="compute.nodes.count",
        says=("ask for 37.5 GiB of memory", "leave 34 of 40", "write 6"),
    ),
    Case(
        guard="images_run_on_the_nodes",
        also={"compute": {**EKS, "nodes": MANAGED}},
        wrong={"services__worker__architecture": "x86_64"},
        right={"services__worker__architecture": "arm64"},
        key="services.worker.architecture",
        says=("m7g.xlarge", "runs arm64 only", "capacity: auto"),
    ),
    Case(
        guard="spot_needs_auto_mode",
        also={"compute": EKS},
        wrong={"services__worker__spot_percent": 50},
        right={"services__worker__spot_percent": 100},
        key="services.worker.spot_percent",
        says=("all pods of a service are alike", "write 0 or 100"),
    ),
    Case(
        guard="spot_needs_auto_mode",
        also={"compute": {**EKS, "nodes": MANAGED}},
        wrong={"services__worker__spot_percent": 100},
        right={"services__worker__spot_percent": 0},
        key="services.worker.spot_percent",
        says=("managed node group is on-demand", "capacity: auto"),
    ),
    Case(
        guard="pods_reach_storage_by_internet",
        also={"compute": EKS},
        wrong={"services__worker__internet_access": False},
        right={"services__scheduler__internet_access": False},
        key="services.worker.internet_access",
        says=("does not reach S3", "write true"),
    ),
]  # fmt: skip


def name(case: Case) -> str:
    return f"{case.guard}-{case.key}"


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_guard_names_the_trap_and_the_remedy_at_the_key(case: Case, tmp_path: Path) -> None:
    (problem,) = problems_of(changed("prod", {**case.also, **case.wrong}), tmp_path)

    assert problem.key == f"groundplan:{case.key}"
    assert problem.line is not None
    assert [words for words in case.says if words not in problem.message] == []


@pytest.mark.parametrize("case", CASES, ids=name)
def test_the_nearest_right_file_passes(case: Case, tmp_path: Path) -> None:
    assert problems_of(changed("prod", {**case.also, **case.right}), tmp_path) == ()


def test_every_guard_has_a_case() -> None:
    assert {guard.__name__ for guard in GUARDS} == {case.guard for case in CASES}
