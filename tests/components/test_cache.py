"""Caches: a queue never forgets, a cache does; TLS and a token for both."""

from typing import Any

import pytest

from components.cache import Cache, CacheArgs
from components.labels import Labels
from groundplan.plan import MISSING, SECRET, Plan, PlannedResource
from tests.components.recorded import (
    KEY_ARN,
    LOG_GROUP,
    RANDOM_PASSWORD,
    SECRET_VERSION,
    SECURITY_GROUP,
    of,
    only,
    recorded,
    tier,
    used,
    vault,
)
from tests.components.recorded import SECRET as STORED_SECRET
from tests.settings.stack_files import config_of

GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
USER = "aws:elasticache/user:User"
USER_GROUP = "aws:elasticache/userGroup:UserGroup"
PARAMETERS = "aws:elasticache/parameterGroup:ParameterGroup"


def build(labels: Labels, name: str = "sessions") -> Cache:
    args = CacheArgs(labels.settings.cache[name], tier(), vault(labels))
    return Cache(f"cache-{name}", args)


def cache(name: str = "sessions", **changes: Any) -> Plan:
    return recorded(lambda labels: build(labels, name), {"cache": {name: changes}})


def group(name: str = "sessions", **changes: Any) -> PlannedResource:
    return only(cache(name, **changes), GROUP)


def parameters(plan: Plan) -> dict[str, str]:
    return {one["name"]: one["value"] for one in only(plan, PARAMETERS).read("parameters")}


def test_a_broker_never_evicts_a_job() -> None:
    assert parameters(cache("broker")) == {"maxmemory-policy": "noeviction"}


def test_a_cache_drops_what_was_used_least_recently() -> None:
    assert parameters(cache("sessions")) == {"maxmemory-policy": "allkeys-lru"}


def test_clients_must_use_tls_and_a_token() -> None:
    plan = cache()
    own = only(plan, GROUP)

    assert own.read("transitEncryptionEnabled") is True
    assert own.read("transitEncryptionMode") == "required"
    assert own.read("authToken") is SECRET
    assert only(plan, RANDOM_PASSWORD).read("special") is False, "it stands in a URL as it is"
    assert only(plan, SECRET_VERSION).read("secretString") is SECRET


def test_it_is_encrypted_at_rest_with_the_stack_s_key() -> None:
    own = group()

    assert (own.read("atRestEncryptionEnabled"), own.read("kmsKeyId")) == (True, KEY_ARN)


def with_users(version: int = 1, **users: dict[str, str]) -> Plan:
    """Give a further cache, to which no service of the stack refers by its token."""
    sessions = config_of("staging")["groundplan:cache"]["sessions"]
    changes = {"cache": {"spare": sessions | {"users": users, "password_version": version}}}
    return recorded(lambda labels: build(labels, "spare"), changes)


def access(plan: Plan) -> dict[str, str]:
    return {name: one.read("accessString") for name, one in of(plan, USER).items()}


def test_users_take_the_place_of_the_token() -> None:
    plan = with_users(app={"keys": "app:*", "commands": "write"})
    own = only(plan, GROUP)

    assert (own.read("authToken"), own.read("authTokenUpdateStrategy")) == (MISSING, MISSING)
    assert used(plan, own, "userGroupIds") == {"cache-spare"}
    assert used(plan, only(plan, USER_GROUP), "userIds") == {"cache-spare-user-app"}


def test_a_user_has_a_password_of_its_own_which_nobody_sees() -> None:
    reader = {"keys": "*", "commands": "read"}
    plan = with_users(app=reader, reports=reader)

    passwords = {one.read("authenticationMode.passwords[0]") for one in plan.of_kind(USER)}
    assert passwords == {SECRET}
    assert set(of(plan, STORED_SECRET)) == {
        "cache-spare-user-app",
        "cache-spare-user-reports",
    }


def test_another_token_is_taken_beside_the_one_before() -> None:
    before, after = cache(), cache(password_version=2)

    assert only(before, RANDOM_PASSWORD).read("keepers") == {"version": "1"}
    assert only(after, RANDOM_PASSWORD).read("keepers") == {"version": "2"}
    assert only(after, GROUP).read("authTokenUpdateStrategy") == "ROTATE"


@pytest.mark.parametrize(("version", "opened_by"), [(1, [1]), (2, [2, 1]), (9, [9, 8])])
def test_the_password_before_opens_too_until_every_service_has_the_next(
    version: int, opened_by: list[int]
) -> None:
    plan = with_users(version, app={"keys": "*", "commands": "write"})
    newest, *_ = passwords = [f"cache-spare-user-app-{one}" for one in opened_by]
    told = used(plan, only(plan, SECRET_VERSION), "secretString")

    assert used(plan, only(plan, USER), "authenticationMode") == set(passwords)
    assert told & set(passwords) == {newest}


@pytest.mark.parametrize(
    ("commands", "granted"),
    [
        ("read", "on ~app:* &* -@all +@read +@connection"),
        ("all", "on ~app:* &* +@all -@dangerous"),
    ],
)
def test_a_user_may_do_what_is_set_on_the_keys_that_are_set(commands: str, granted: str) -> None:
    plan = with_users(app={"keys": "app:*", "commands": commands})

    assert access(plan) == {"cache-spare-user-app": granted}


@pytest.mark.parametrize(("replicas", "fails_over"), [(0, False), (1, True), (3, True)])
def test_it_fails_over_as_soon_as_there_is_something_to_fail_over_to(
    replicas: int,
    fails_over: bool,  # noqa: FBT001 - a column of the table
) -> None:
    own = group(replicas=replicas)

    assert own.read("numCacheClusters") == 1 + replicas
    assert own.read("automaticFailoverEnabled") is fails_over
    assert own.read("multiAzEnabled") is fails_over


def test_a_cluster_has_shards_and_always_fails_over() -> None:
    plan = cache(cluster_mode=True, shards=3, replicas=2)
    own = only(plan, GROUP)

    assert (own.read("numNodeGroups"), own.read("replicasPerNodeGroup")) == (3, 2)
    assert own.read("numCacheClusters") is MISSING, "AWS refuses both counts together"
    assert own.read("automaticFailoverEnabled") is True
    assert parameters(plan)["cluster-enabled"] == "yes"


def test_size_version_and_snapshots_are_as_set() -> None:
    plan = cache(node_type="cache.r7g.large", engine_version="7.2", snapshot_retention_days=3)
    own = only(plan, GROUP)

    assert (own.read("engine"), own.read("engineVersion")) == ("valkey", "7.2")
    assert own.read("nodeType") == "cache.r7g.large"
    assert own.read("snapshotRetentionLimit") == 3
    assert only(plan, PARAMETERS).read("family") == "valkey7"


def test_slow_commands_and_the_engine_s_words_are_kept_under_our_key() -> None:
    plan = cache(log_retention_days=60)
    groups = of(plan, LOG_GROUP)
    delivered = only(plan, GROUP).read("logDeliveryConfigurations")

    assert {one["logType"]: one["destination"] for one in delivered} == {
        "slow-log": "/aws/vendedlogs/shop/test/cache-sessions/slow-log",
        "engine-log": "/aws/vendedlogs/shop/test/cache-sessions/engine-log",
    }
    assert {one.read("name") for one in groups.values()} == {
        one["destination"] for one in delivered
    }
    assert {(one.read("retentionInDays"), one.read("kmsKeyId")) for one in groups.values()} == {
        (60, KEY_ARN)
    }


def test_it_lives_in_the_tier_it_is_given_behind_a_group_without_inline_rules() -> None:
    plan = cache()
    own = only(plan, SECURITY_GROUP)

    assert used(plan, only(plan, GROUP), "securityGroupIds") == {"cache-sessions"}
    assert only(plan, "aws:elasticache/subnetGroup:SubnetGroup").read("subnetIds") == [
        "subnet-a",
        "subnet-b",
    ]
    assert (own.read("ingress"), own.read("egress")) == (MISSING, MISSING)


def test_two_caches_share_nothing() -> None:
    def both(labels: Labels) -> None:
        build(labels, "broker")
        build(labels, "sessions")

    plan = recorded(both)

    assert set(of(plan, STORED_SECRET)) == {"cache-broker", "cache-sessions"}
    assert {one.read("name") for one in plan.of_kind(STORED_SECRET)} == {
        "shop/test/cache/broker",
        "shop/test/cache/sessions",
    }
    assert len({one.read("replicationGroupId") for one in plan.of_kind(GROUP)}) == 2


def test_services_may_refer_to_url_host_port_and_token() -> None:
    found: set[str] = set()
    recorded(lambda labels: found.update(build(labels).references))

    assert found == {f"cache.sessions.{key}" for key in ("url", "host", "port", "auth_token")}


def test_the_name_fits_for_the_longest_project_and_stack() -> None:
    plan = recorded(build, project="p" * 24, stack="s" * 24)

    assert len(only(plan, GROUP).read("replicationGroupId")) <= 40
