"""Guards between the keys of a cache."""

from collections.abc import Iterator

from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def broker_has_no_cluster_mode(settings: Settings) -> Iterator[Problem]:
    """Celery's Redis transport cannot follow a cluster: MOVED and CROSSSLOT errors.

    Source: github.com/celery/celery issues 2852 and 9019.
    """
    for name, cache in settings.cache.items():
        if cache.role == "broker" and cache.cluster_mode:
            yield Problem(
                ("cache", name, "cluster_mode"),
                "task queues such as Celery fail on a cluster (MOVED, CROSSSLOT); write false: "
                "replicas, not cluster mode, keep a broker available",
                value=True,
            )


def shards_need_cluster_mode(settings: Settings) -> Iterator[Problem]:
    """Without cluster mode there is one shard."""
    for name, cache in settings.cache.items():
        if cache.shards > 1 and not cache.cluster_mode:
            yield Problem(
                ("cache", name, "shards"),
                "more than one shard needs cluster_mode: true; write 1, or turn it on",
                cache.shards,
            )
