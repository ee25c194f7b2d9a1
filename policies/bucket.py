"""A bucket and the resources that configure it: satellites, found by edge or by literal name."""

from collections import defaultdict
from collections.abc import Mapping

from groundplan.plan import PlannedResource
from policies.kinds import (
    BUCKET,
    BUCKET_ACCESS_BLOCK,
    BUCKET_ACL,
    BUCKET_ENCRYPTION,
    BUCKET_LIFECYCLE,
    BUCKET_LOGGING,
    BUCKET_OBJECT_LOCK,
    BUCKET_OWNERSHIP,
    BUCKET_POLICY,
    BUCKET_REPLICATION,
    BUCKET_VERSIONING,
    FLOW_LOG,
    LOAD_BALANCER,
    WEB_ACL_LOGGING,
)
from policies.subject import Facts, Subject

_SATELLITES = (
    *(BUCKET_ACCESS_BLOCK, BUCKET_ACL, BUCKET_ENCRYPTION, BUCKET_LIFECYCLE, BUCKET_LOGGING),
    *(BUCKET_OBJECT_LOCK, BUCKET_OWNERSHIP, BUCKET_POLICY, BUCKET_REPLICATION, BUCKET_VERSIONING),
)

_DELIVERIES = {
    LOAD_BALANCER: ("accessLogs.bucket", "connectionLogs.bucket"),
    BUCKET_LOGGING: ("targetBucket",),
    FLOW_LOG: ("logDestination",),
    WEB_ACL_LOGGING: ("logDestinationConfigs",),
}

Satellites = Mapping[tuple[str, str], list[PlannedResource]]


def _satellites(facts: Facts) -> Satellites:
    """Each bucket's satellites by (bucket URN, kind of satellite)."""
    plan, by_name = facts.plan, _by_name(facts)
    found: dict[tuple[str, str], list[PlannedResource]] = defaultdict(list)
    for one in plan.of_kind(*_SATELLITES):
        owner = _bucket_behind(facts, one, "bucket", depth=3) or by_name.get(
            str(one.read("bucket"))
        )
        if owner:
            found[owner, one.kind].append(one)
    return found


def _by_name(facts: Facts) -> Mapping[str, str]:
    return {
        name: one.urn
        for one in facts.plan.of_kind(BUCKET)
        for name in (one.read("bucket"),)
        if isinstance(name, str)
    }


def _bucket_behind(facts: Facts, user: PlannedResource, name: str, depth: int) -> str | None:
    """The URN of the bucket that a property names, maybe by way of one of its satellites."""
    for one in facts.plan.uses(user, name):
        if one.kind == BUCKET:
            return one.urn
        if depth and (owner := _bucket_behind(facts, one, "bucket", depth - 1)):
            return owner
    return None


def satellites(bucket: Subject, kind: str) -> list[Subject]:
    """The resources of this kind that configure the bucket."""
    found = bucket.fact(_satellites).get((bucket.resource.urn, kind), ())
    return [bucket.other(one) for one in found]


def _writers(facts: Facts) -> Mapping[str, set[str]]:
    """The kinds of resources that deliver logs into each bucket, by the bucket's URN."""
    by_name = _by_name(facts)
    found: dict[str, set[str]] = defaultdict(set)
    for kind, paths in _DELIVERIES.items():
        for one in facts.plan.of_kind(kind):
            for path in paths:
                owner = _bucket_behind(facts, one, path.partition(".")[0], depth=3)
                if urn := owner or by_name.get(str(one.read(path))):
                    found[urn].add(kind)
    return found


def receives_logs(bucket: Subject) -> bool:
    """Whether load balancers, other buckets or flow logs deliver into it."""
    return bool(bucket.fact(_writers).get(bucket.resource.urn))


def takes_load_balancer_logs(bucket: Subject) -> bool:
    """Whether a load balancer writes its logs into it, which only works with SSE-S3."""
    return LOAD_BALANCER in bucket.fact(_writers).get(bucket.resource.urn, ())
