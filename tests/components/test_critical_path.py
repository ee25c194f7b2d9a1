"""How long a first `up` takes: what waits for what, and why. A new edge has to be argued for."""

from collections.abc import Callable, Iterator
from functools import cache

import pytest

from groundplan.plan import Plan, PlannedResource

MINUTES = {
    "aws:rds/instance:Instance": 15,
    "aws:elasticache/replicationGroup:ReplicationGroup": 12,
    "aws:acm/certificateValidation:CertificateValidation": 5,
    "aws:ecs/service:Service": 4,
    "aws:lb/loadBalancer:LoadBalancer": 3,
    "aws:ec2/natGateway:NatGateway": 2,
    "aws:ssm/parameter:Parameter": 2,
    "aws:eks/cluster:Cluster": 10,
    "aws:eks/addon:Addon": 2,
    "kubernetes:batch/v1:Job": 2,
    "kubernetes:apps/v1:Deployment": 2,
}
"""What takes minutes to build, by experience; everything else takes seconds."""

SECONDS = 0.05
NATS = {"network-nat-a", "network-nat-b", "network-nat-c"}

CRITICAL_PATH = [
    ("network", "the VPC, where everything lies"),
    ("network-isolated-a", "a subnet lies in the VPC"),
    ("database-main", "the subnet group names subnets"),
    ("database-main-primary", "the instance lies in its subnet group"),
    ("database-main-replica-1", "a replica is copied from its source"),
    ("database-main-replica-1", "the secret holds the replica's address, which AWS chooses"),
    ("web", "the task reads that secret when it starts"),
    ("web", "the service runs the task"),
    ("web", "the autoscaler moves the service's number of tasks"),
    ("web-cpu", "a scaling policy belongs to the autoscaler's target"),
]
"""The longest chain of prod, and why each waits for the one before."""

CRITICAL_PATH_ON_EKS = [
    *CRITICAL_PATH[:6],
    ("web-secrets", "the driver is told which secrets it mounts, that one among them"),
    ("web", "pods mount them as they start"),
    ("web-cpu", "the alarm watches the Deployment by its name"),
    ("web-suffers", "one alarm speaks for those of a service"),
]
"""The cluster and its add-ons are there before the replica is: they are no part of it."""

WAITS = {
    "database-main-primary": set(),
    "database-main-replica-1": {"database-main-primary"},
    "cache-broker": set(),
    "cache-sessions": set(),
    "certificate": set(),
    "load-balancer": set(),
    **{nat: set() for nat in NATS},
    "migrate-gate": {"database-main-primary", *NATS},
    "scheduler": {"database-main-primary", "cache-broker", "migrate-gate", *NATS},
    "worker": {
        "database-main-primary",
        "cache-broker",
        "cache-sessions",
        "migrate-gate",
        *NATS,
    },
    "web": {
        "database-main-primary",
        "database-main-replica-1",
        "cache-broker",
        "cache-sessions",
        "migrate-gate",
        "load-balancer",
        "certificate",
        *NATS,
    },
}
"""For each thing that takes minutes, the others that must be there: its secrets, its way out and
its listener. No store waits for another, and nothing but tasks waits for NAT."""

BEGUN = ("aws:rds/subnetGroup:SubnetGroup", "aws:elasticache/subnetGroup:SubnetGroup")
COME_FIRST = {
    "Bucket", "BucketReplica", "Cache", "ContentDelivery", "Database", "EcsCluster", "EksCluster",
    "EncryptionKey", "Network", "SecretsManager",
}  # fmt: skip
"""What keeps data, what that stands on, and clusters, which take as long: nothing is before them
in the engine's queue that could come later."""


def before(plan: Plan) -> Callable[[str], frozenset[str]]:
    """Everything that must exist before a resource."""

    @cache
    def all_before(urn: str) -> frozenset[str]:
        direct = [one for one in plan.by_urn[urn].dependencies if one in plan.by_urn]
        return frozenset(direct).union(*(all_before(one) for one in direct))

    return all_before


def longest(plan: Plan) -> list[PlannedResource]:
    """The chain of resources that takes the most minutes."""

    @cache
    def minutes(urn: str) -> float:
        before = max(map(minutes, known_before(urn)), default=0.0)
        return before + MINUTES.get(plan.by_urn[urn].type, SECONDS)

    def known_before(urn: str) -> list[str]:
        return [one for one in plan.by_urn[urn].dependencies if one in plan.by_urn]

    def back(urn: str | None) -> Iterator[str]:
        while urn:
            yield urn
            urn = max(sorted(known_before(urn)), key=minutes, default=None)

    last = max(sorted(plan.by_urn), key=minutes)
    return [plan.by_urn[urn] for urn in reversed(list(back(last)))]


def test_the_longest_chain_of_a_first_deployment_is_known(prod_plan: Plan) -> None:
    assert [one.name for one in longest(prod_plan)] == [name for name, _ in CRITICAL_PATH]


def test_on_eks_the_longest_chain_leads_through_the_database_too(prod_eks_plan: Plan) -> None:
    assert [one.name for one in longest(prod_eks_plan)] == [
        name for name, _ in CRITICAL_PATH_ON_EKS
    ]


def test_what_takes_minutes_waits_for_what_it_needs_and_nothing_else(prod_plan: Plan) -> None:
    slow = {one.urn: one.name for one in prod_plan.of_kind(*MINUTES)}
    all_before = before(prod_plan)

    assert {
        name: {slow[one] for one in all_before(urn) & slow.keys()} for urn, name in slow.items()
    } == WAITS


@pytest.mark.parametrize("plan", ["prod_plan", "prod_eks_plan", "staging_plan"])
def test_what_comes_later_stands_back_until_every_store_is_begun(
    plan: str, request: pytest.FixtureRequest
) -> None:
    planned: Plan = request.getfixturevalue(plan)
    begun = {one.urn for one in planned.of_kind(*BEGUN)}
    whole = {one.urn: one for one in planned.resources if not one.custom}
    later = [
        one
        for one in whole.values()
        if one.parent not in whole and one.type.split(":")[-1] not in COME_FIRST
    ]

    assert {one.type.split(":")[-1] for one in later} > {"LoadBalancer", "Monitoring", "Backup"}
    assert [one.name for one in later if not begun <= {*one.dependencies}] == []
