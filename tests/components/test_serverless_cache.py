"""A cache without nodes: users, limits, and nothing that it does not know."""

from typing import Any

from components.labels import Labels
from components.serverless_cache import ServerlessCache, ServerlessCacheArgs
from groundplan.plan import Plan
from groundplan.settings.cache import ServerlessCacheSettings
from tests.components.recorded import KEY_ARN, of, only, recorded, tier, used, vault
from tests.settings.stack_files import SERVERLESS

CACHE = "aws:elasticache/serverlessCache:ServerlessCache"
USER = "aws:elasticache/user:User"


def build(labels: Labels) -> ServerlessCache:
    settings = labels.settings.cache["spare"]
    assert isinstance(settings, ServerlessCacheSettings)
    return ServerlessCache("cache-spare", ServerlessCacheArgs(settings, tier(), vault(labels)))


def cache(**changes: Any) -> Plan:
    return recorded(build, {"cache": {"spare": SERVERLESS | changes}})


def test_it_grows_up_to_its_limits() -> None:
    limits = only(cache(max_storage_gib=7, max_units_per_second=9000), CACHE).read(
        "cacheUsageLimits"
    )

    assert limits["dataStorage"] == {"maximum": 7, "unit": "GB"}
    assert limits["ecpuPerSeconds"] == [{"maximum": 9000}]


def test_only_its_users_are_let_in_by_its_own_group() -> None:
    plan = cache()

    assert used(plan, only(plan, CACHE), "userGroupId") == {"cache-spare"}
    assert used(plan, only(plan, CACHE), "securityGroupIds") == {"cache-spare"}
    assert set(of(plan, USER)) == {"cache-spare-user-app"}


def test_its_copies_are_read_at_a_port_of_their_own() -> None:
    found: dict[str, int] = {}
    recorded(
        lambda labels: found.update(build(labels).data_store.ports),
        {"cache": {"spare": SERVERLESS}},
    )

    assert set(found.values()) == {6379, 6380}


def test_it_is_encrypted_with_the_stack_s_key_and_saved_every_night() -> None:
    own = only(cache(snapshot_retention_days=3), CACHE)

    assert own.read("kmsKeyId") == KEY_ARN
    assert (own.read("snapshotRetentionLimit"), own.read("dailySnapshotTime")) == (3, "01:00")


def test_services_refer_to_it_by_its_users() -> None:
    found: set[str] = set()
    recorded(
        lambda labels: found.update(build(labels).references), {"cache": {"spare": SERVERLESS}}
    )

    assert found == {
        f"cache.spare.users.app.{key}" for key in ("url", "host", "port", "username", "password")
    }


def test_names_fit_for_the_longest_project_and_stack() -> None:
    changes = {"cache": {"spare": SERVERLESS}}
    plan = recorded(build, changes, project="p" * 24, stack="s" * 24)

    assert len(only(plan, CACHE).read("name")) <= 40
    assert len(only(plan, USER).read("userId")) <= 40
