"""Who may reach whom: security groups, what is attached to them, and whom they let in.

Edges are property dependencies, so they are known in a first preview; the groups of other stacks
are not in the plan, and what depends on them is undecided.
"""

from dataclasses import dataclass

from policies.address_range import covers_internet
from policies.kinds import (
    CACHE_CLUSTER,
    DATABASE,
    DATABASE_CLUSTER,
    DOCUMENT_CLUSTER,
    ECS_SERVICE,
    ECS_TASK_SET,
    EKS_CLUSTER,
    INGRESS_RULE,
    LOAD_BALANCER,
    MOUNT_TARGET,
    PREFIX_LIST,
    REPLICATION_GROUP,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
    SERVERLESS_CACHE,
)
from policies.opening import Opening, ingress
from policies.properties import is_true
from policies.subject import Subject

DATA_PORTS = {
    DATABASE: (5432, 3306, 1433, 1521),
    DATABASE_CLUSTER: (5432, 3306),
    DOCUMENT_CLUSTER: (27017,),
    REPLICATION_GROUP: (6379,),
    CACHE_CLUSTER: (6379, 11211),
    SERVERLESS_CACHE: (6379, 6380),
    MOUNT_TARGET: (2049,),
    "aws:mq/broker:Broker": (5671, 61617, 8883, 61614, 443),
}
"""The ports on which stores listen unless `port` says otherwise.

Source: the services' user guides, "default port".
"""

_RULE_KINDS = (
    SECURITY_GROUP_RULE,
    INGRESS_RULE,
    "aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule",
)


@dataclass(frozen=True)
class Entry:
    """One way into a group: the resource that declares it, and the group it opens.

    `group` is None where the plan does not hold it.
    """

    source: Subject
    group: Subject | None
    opening: Opening

    @property
    def peers(self) -> list[Subject]:
        """The groups that are let in, as far as this plan holds them."""
        if self.source.kind == SECURITY_GROUP:
            return self.source.uses("ingress", SECURITY_GROUP)
        names = ("referencedSecurityGroupId", "sourceSecurityGroupId")
        return [one for name in names for one in self.source.uses(name, SECURITY_GROUP)]

    @property
    def from_nodes(self) -> bool:
        """Whether it lets in the group that EKS makes for a cluster's nodes, and so its pods."""
        return bool(self.source.uses("referencedSecurityGroupId", EKS_CLUSTER))

    @property
    def names_peers(self) -> bool:
        """Whether the entry lets in a group at all, here or in another stack."""
        names = ("referencedSecurityGroupId", "sourceSecurityGroupId", "securityGroups")
        return any(self.opening.block.has(name) for name in names)

    @property
    def is_own(self) -> bool:
        """Whether members of the group let each other in."""
        peers = [one.resource.urn for one in self.peers]
        own = self.group is not None and peers == [self.group.resource.urn]
        return own or is_true(self.opening.block.get("self"))

    @property
    def at_edge(self) -> bool:
        """Whether the group guards internet-facing load balancers and nothing else.

        Raises Undecided where it is not known which group is opened.
        """
        if self.group is None:
            self.source.get("securityGroupId")
            return False
        return is_edge(self.group)


def entries(subject: Subject) -> list[Entry]:
    """The ways in that a group or a rule resource declares, by the group that each opens."""
    if subject.kind == SECURITY_GROUP:
        return [Entry(subject, subject, one) for one in ingress(subject)]
    groups = subject.uses("securityGroupId", SECURITY_GROUP) or [None]
    return [Entry(subject, group, one) for one in ingress(subject) for group in groups]


def attached(group: Subject) -> list[Subject]:
    """What the group is attached to."""
    return [
        group.other(one)
        for one, _ in group.plan.users(group.resource.urn)
        if one.kind not in (*_RULE_KINDS, SECURITY_GROUP)
    ]


def stores(group: Subject) -> list[Subject]:
    """The databases, caches and brokers that the group guards."""
    return [one for one in attached(group) if one.kind in DATA_PORTS]


def services(group: Subject) -> list[Subject]:
    """The ECS services that the group guards."""
    return [one for one in attached(group) if one.kind in (ECS_SERVICE, ECS_TASK_SET)]


def balancers(group: Subject) -> list[Subject]:
    """The load balancers that the group guards."""
    return [one for one in attached(group) if one.kind == LOAD_BALANCER]


def is_edge(group: Subject) -> bool:
    """Whether it guards internet-facing load balancers and nothing else."""
    found = attached(group)
    return bool(found) and all(
        one.kind == LOAD_BALANCER and not is_true(one.get("internal")) for one in found
    )


def from_internet(entry: Entry) -> bool:
    """Whether the internet is let in, by address or by prefix list. Raises Undecided."""
    if entry.opening.from_internet:
        return True
    names = ("prefixListId",) if not entry.opening.inline else ("prefixListIds",)
    at_top = entry.source.kind != SECURITY_GROUP
    lists = [
        one
        for name in names
        for one in entry.source.uses(name if at_top else "ingress", PREFIX_LIST)
    ]
    if not lists:
        for name in names:
            entry.opening.block.get(name)
    return any(covers_internet(_cidrs(one)) for one in lists)


def _cidrs(prefix_list: Subject) -> list[str]:
    return [
        cidr
        for one in prefix_list.each("entries")
        for cidr in (one.known().get("cidr", ""),)
        if isinstance(cidr, str)
    ]


def data_ports(store: Subject) -> tuple[int, ...]:
    """The ports on which a store listens. Raises Undecided where its port is unknown."""
    if store.has("port"):
        return (int(store.number("port")),)
    return DATA_PORTS[store.kind]
