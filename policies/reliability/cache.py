"""What is demanded of ElastiCache so that a lost node is not a lost service."""

from policies.condition import at_least, either, on, property_is, where
from policies.kinds import CACHE_CLUSTER, REPLICATION_GROUP
from policies.properties import number
from policies.rule import ADVICE, ALWAYS, PROD_ADVICE, PROD_FIRST, PROD_ONLY, Rule
from policies.subject import Subject
from policies.verdict import Verdict, demand

_REPLICATED = 2
_NEWEST_OLD_MAJOR = 6


def _has_replica(group: Subject) -> Verdict | None:
    per_shard = number(group.get("replicasPerNodeGroup", 0)) or 0
    nodes = number(group.get("numCacheClusters", 0)) or 0
    return demand(per_shard >= 1 or nodes >= _REPLICATED, "numCacheClusters")


def _is_redis(cache: Subject) -> bool:
    return cache.get("engine", "redis") in ("redis", "valkey")


def _recent_engine(cache: Subject) -> Verdict | None:
    version = cache.get("engineVersion", "7")
    major = number(str(version).partition(".")[0])
    return demand(major is not None and major > _NEWEST_OLD_MAJOR, "engineVersion")


def _own_subnets(cache: Subject) -> Verdict | None:
    return demand(
        not str(cache.get("subnetGroupName", "default")).startswith("default"), "subnetGroupName"
    )


def _tells_of_slow_commands(cache: Subject) -> Verdict | None:
    delivered = {one.known().get("logType", "") for one in cache.each("logDeliveryConfigurations")}
    return demand({"slow-log", "engine-log"} <= delivered, "logDeliveryConfigurations")


RULES = (
    Rule(
        name="cache-in-own-subnets",
        control="RED-07",
        ids="FSBP:ElastiCache.7",
        severity="medium",
        levels=ALWAYS,
        applies_to=(REPLICATION_GROUP,),
        graph=True,
        check=either(
            _own_subnets,
            lambda one: demand(bool(one.resource.property_dependencies.get("subnetGroupName"))),
        ),
        problem="it stands in the default subnet group",
        why="the default group is every subnet of the default VPC, public ones included",
        fix="subnet_group_name=<an aws.elasticache.SubnetGroup of private subnets>",
    ),
    Rule(
        name="cache-logs-delivered",
        control="RED-09",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(REPLICATION_GROUP,),
        check=_tells_of_slow_commands,
        problem="slow and engine logs stay on the node",
        why="one KEYS command explains an outage, if somebody can see it",
        fix='log_delivery_configurations for "slow-log" and "engine-log"',
    ),
    Rule(
        name="cache-fails-over",
        control="RED-04",
        ids="FSBP:ElastiCache.3 CKV2_AWS_50",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(REPLICATION_GROUP,),
        check=on("automaticFailoverEnabled"),
        problem="no other node takes over",
        why="sessions and queued jobs stop until the node is replaced",
        fix="automatic_failover_enabled=True; settings: cache.<name>.replicas",
    ),
    Rule(
        name="cache-multi-az",
        control="RED-04",
        ids="FSBP:ElastiCache.3",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(REPLICATION_GROUP,),
        check=on("multiAzEnabled"),
        problem="all nodes may stand in one zone",
        why="when the zone fails, there is nothing to fail over to",
        fix="multi_az_enabled=True; settings: cache.<name>.replicas",
    ),
    Rule(
        name="cache-replicated",
        control="RED-04",
        ids="FSBP:ElastiCache.3",
        severity="high",
        levels=PROD_ONLY,
        applies_to=(REPLICATION_GROUP,),
        check=_has_replica,
        problem="there is one node only",
        why="failover needs a replica to fail over to",
        fix="num_cache_clusters=2 or replicas_per_node_group=1; settings: cache.<name>.replicas",
    ),
    Rule(
        name="cache-snapshots-on",
        control="RED-05",
        ids="FSBP:ElastiCache.1 CKV_AWS_134",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(REPLICATION_GROUP, CACHE_CLUSTER),
        check=where(
            _is_redis, property_is("snapshotRetentionLimit", lambda one: (number(one) or 0) > 0)
        ),
        problem="there are no snapshots",
        why="ElastiCache has no append-only file: without snapshots a lost node is lost data",
        fix="snapshot_retention_limit=7",
    ),
    Rule(
        name="cache-snapshots-kept",
        control="RED-05",
        ids="FSBP:ElastiCache.1",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(REPLICATION_GROUP,),
        check=where(_is_redis, at_least("snapshotRetentionLimit", "minimum_days")),
        thresholds={"minimum_days": 7},
        in_staging={"minimum_days": 1},
        problem="snapshots are kept too short",
        why="damage that is found after a long weekend could not be undone",
        fix="snapshot_retention_limit=7",
    ),
    Rule(
        name="cache-engine-supported",
        control="RED-08",
        severity="low",
        levels=ADVICE,
        applies_to=(REPLICATION_GROUP, CACHE_CLUSTER),
        check=where(_is_redis, _recent_engine),
        problem="the engine is older than version 7",
        why="older versions get no new fixes",
        fix='engine_version="7.1"',
    ),
)
