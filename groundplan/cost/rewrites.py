"""The changes that alternatives try out: each turns one resource's inputs into others.

A change gives the inputs as they are where it does not apply, and None to take a resource away.
"""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from groundplan.cost.inputs import NotKnown
from groundplan.cost.storage import lifecycle_rules
from groundplan.plan import UNKNOWN, Plan, PlannedResource, is_known

Inputs = Mapping[str, Any]

BUCKET = "aws:s3/bucket:Bucket"
NAT = "aws:ec2/natGateway:NatGateway"
EIP = "aws:ec2/eip:Eip"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
SERVICE = "aws:ecs/service:Service"
DATABASE = "aws:rds/instance:Instance"
REPLICATION_GROUP = "aws:elasticache/replicationGroup:ReplicationGroup"
CLASS_PARTS = 3
GRAVITON = {"m5": "m6g", "r5": "r6g", "t3": "t4g", "m6i": "m6g", "r6i": "r6g"}
SPOT_HALF = (
    {"capacityProvider": "FARGATE", "weight": 1, "base": 1},
    {"capacityProvider": "FARGATE_SPOT", "weight": 1},
)


class Rewrite(NamedTuple):
    """One alternative: what to change, how, and what it risks."""

    title: str
    change: Callable[[PlannedResource, Plan], Inputs | None]
    risk: str
    takes_redundancy: bool = False


def arm_tasks(resource: PlannedResource, _: Plan) -> Inputs:
    """Run Fargate tasks on Graviton."""
    platform = resource.read("runtimePlatform")
    if resource.kind != TASK_DEFINITION or platform is UNKNOWN:
        return resource.inputs
    if isinstance(platform, Mapping) and platform.get("cpuArchitecture") in {"ARM64", UNKNOWN}:
        return resource.inputs
    known = platform if isinstance(platform, Mapping) else {}
    return {**resource.inputs, "runtimePlatform": {**known, "cpuArchitecture": "ARM64"}}


def spot_tasks(resource: PlannedResource, _: Plan) -> Inputs:
    """Run half of the tasks beyond the first on Spot; never those that serve a load balancer."""
    on_demand = resource.kind == SERVICE and "FARGATE_SPOT" not in str(
        resource.read("capacityProviderStrategies")
    )
    if not on_demand or resource.inputs.get("loadBalancers"):
        return resource.inputs
    kept = {key: value for key, value in resource.inputs.items() if key != "launchType"}
    return {**kept, "capacityProviderStrategies": list(SPOT_HALF)}


def single_nat(resource: PlannedResource, plan: Plan) -> Inputs | None:
    """Keep one NAT gateway and its address."""
    gateways = sorted(plan.of_kind(NAT), key=lambda one: one.urn)
    surplus = {one.urn for one in gateways[1:]}
    if resource.urn in surplus:
        return None
    users = {user.urn for user, _ in plan.users(resource.urn)}
    if resource.kind == EIP and users and users <= surplus:
        return None
    return resource.inputs


def valkey(resource: PlannedResource, _: Plan) -> Inputs:
    """Run caches on Valkey instead of Redis."""
    is_redis = resource.kind == REPLICATION_GROUP and resource.read("engine") != "valkey"
    return {**resource.inputs, "engine": "valkey"} if is_redis else resource.inputs


def graviton(resource: PlannedResource, _: Plan) -> Inputs:
    """Move databases and caches to the Graviton class of the same size."""
    path = {DATABASE: "instanceClass", REPLICATION_GROUP: "nodeType"}.get(resource.kind)
    named = resource.read(path) if path else None
    if path is None or not isinstance(named, str) or not is_known(named):
        return resource.inputs
    parts = named.split(".")
    if len(parts) != CLASS_PARTS:
        return resource.inputs
    prefix, family, size = parts
    return {**resource.inputs, path: f"{prefix}.{GRAVITON.get(family, family)}.{size}"}


def single_zone(resource: PlannedResource, _: Plan) -> Inputs:
    """Run databases without a standby."""
    has_standby = resource.kind == DATABASE and resource.read("multiAz") is True
    return {**resource.inputs, "multiAz": False} if has_standby else resource.inputs


def colder_objects(resource: PlannedResource, plan: Plan) -> Inputs:
    """Move objects to Standard-IA after 30 days, in buckets whose rules move nothing yet."""
    if resource.kind != BUCKET:
        return resource.inputs
    try:
        moved = any(rule.get("transitions") for rule in lifecycle_rules(resource, plan))
    except NotKnown:
        return resource.inputs
    if moved:
        return resource.inputs
    move = {"days": 30, "storageClass": "STANDARD_IA"}
    own = list(resource.inputs.get("lifecycleRules") or ())
    return {**resource.inputs, "lifecycleRules": [*own, {"enabled": True, "transitions": [move]}]}


REWRITES = (
    Rewrite(
        "run Fargate tasks on ARM64",
        arm_tasks,
        "images must be built for arm64, with every native dependency",
    ),
    Rewrite(
        "run half of the tasks that serve no load balancer on Fargate Spot",
        spot_tasks,
        "a task may end with two minutes' notice; the price floats",
    ),
    Rewrite(
        "one NAT gateway for all zones",
        single_nat,
        "if its zone fails no private subnet reaches the internet; data from other zones crosses",
        takes_redundancy=True,
    ),
    Rewrite("Valkey instead of Redis", valkey, "compatible with Redis 7.2; modules are not"),
    Rewrite(
        "Graviton classes for databases and caches",
        graviton,
        "a restart to change the class; extensions must exist for arm64",
    ),
    Rewrite(
        "objects older than 30 days to Standard-IA",
        colder_objects,
        "reading them back costs by the GB, small ones count as 128 KB; neither is in the saving",
    ),
    Rewrite(
        "no standby for databases",
        single_zone,
        "a failure or a change of class means minutes to hours without the database",
        takes_redundancy=True,
    ),
)
