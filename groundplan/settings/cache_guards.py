"""Guards between the keys of a cache."""

from collections.abc import Iterator

from groundplan.settings.cache import CacheSettings, ServerlessCacheSettings
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def broker_has_no_cluster_mode(settings: Settings) -> Iterator[Problem]:
    """Celery's Redis transport cannot follow a cluster: MOVED and CROSSSLOT errors.

    Source: github.com/celery/celery issues 2852 and 9019.
    """
    for name, cache in _nodes(settings).items():
        if cache.role == "broker" and cache.cluster_mode:
            yield Problem(
                ("cache", name, "cluster_mode"),
                "task queues such as Celery fail on a cluster (MOVED, CROSSSLOT); write false: "
                "replicas, not cluster mode, keep a broker available",
                value=True,
            )


def broker_is_not_serverless(settings: Settings) -> Iterator[Problem]:
    """Serverless is a cluster to its clients, and evicts what expires.

    Source: ElastiCache User Guide, choosing between deployment options.
    """
    for name, cache in _serverless(settings).items():
        if cache.role == "broker":
            yield Problem(
                ("cache", name, "kind"),
                "serverless is always a cluster, on which task queues such as Celery fail; write "
                "nodes, with node_type and replicas",
                "serverless",
            )


def serverless_cache_has_users(settings: Settings) -> Iterator[Problem]:
    """Serverless takes no token: without users everybody in the network is let in."""
    for name, cache in _serverless(settings).items():
        if not cache.users:
            yield Problem(
                ("cache", name, "users"),
                "a serverless cache takes no token, so nobody would be asked who they are; name a "
                'user, such as app: {keys: "*", commands: write}',
                {},
            )


def shards_need_cluster_mode(settings: Settings) -> Iterator[Problem]:
    """Without cluster mode there is one shard."""
    for name, cache in _nodes(settings).items():
        if cache.shards > 1 and not cache.cluster_mode:
            yield Problem(
                ("cache", name, "shards"),
                "more than one shard needs cluster_mode: true; write 1, or turn it on",
                cache.shards,
            )


def _nodes(settings: Settings) -> dict[str, CacheSettings]:
    return {name: one for name, one in settings.cache.items() if isinstance(one, CacheSettings)}


def _serverless(settings: Settings) -> dict[str, ServerlessCacheSettings]:
    return {
        name: one
        for name, one in settings.cache.items()
        if isinstance(one, ServerlessCacheSettings)
    }
