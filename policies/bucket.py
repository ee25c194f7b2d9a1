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

Satellites = Mapping[tuple[str, str], list[PlannedResource]]


def _satellites(facts: Facts) -> Satellites:
    """Each bucket's satellites by (bucket URN, kind of satellite)."""
    plan = facts.plan
    by_name = {
        name: one.urn
        for one in plan.of_kind(BUCKET)
        for name in (one.read("bucket"),)
        if isinstance(name, str)
    }
    found: dict[tuple[str, str], list[PlannedResource]] = defaultdict(list)
    for one in plan.of_kind(*_SATELLITES):
        owner = _owner(facts, one, depth=3) or by_name.get(str(one.read("bucket")))
        if owner:
            found[owner, one.kind].append(one)
    return found


def _owner(facts: Facts, satellite: PlannedResource, depth: int) -> str | None:
    """The URN of the bucket; a satellite may name it by way of another satellite."""
    for one in facts.plan.uses(satellite, "bucket"):
        if one.kind == BUCKET:
            return one.urn
        if depth and (owner := _owner(facts, one, depth - 1)):
            return owner
    return None


def satellites(bucket: Subject, kind: str) -> list[Subject]:
    """The resources of this kind that configure the bucket."""
    found = bucket.fact(_satellites).get((bucket.resource.urn, kind), ())
    return [bucket.other(one) for one in found]


def receives_logs(bucket: Subject) -> bool:
    """Whether load balancers, other buckets or flow logs deliver into it."""
    plan, urn = bucket.plan, bucket.resource.urn
    return any(
        (one.kind, name)
        in (
            (LOAD_BALANCER, "accessLogs"),
            (LOAD_BALANCER, "connectionLogs"),
            (BUCKET_LOGGING, "targetBucket"),
            (FLOW_LOG, "logDestination"),
            (WEB_ACL_LOGGING, "logDestinationConfigs"),
        )
        for one, name in plan.users(urn)
    )


def takes_load_balancer_logs(bucket: Subject) -> bool:
    """Whether a load balancer writes its logs into it, which only works with SSE-S3."""
    users = bucket.plan.users(bucket.resource.urn)
    return any(
        one.kind == LOAD_BALANCER and name in ("accessLogs", "connectionLogs")
        for one, name in users
    )
