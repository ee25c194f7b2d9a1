"""Who may reach what: from the internet to the load balancer, to the program, to its stores."""

from collections.abc import Callable, Iterable, Sequence

from policies.container import containers
from policies.kinds import INGRESS_RULE, SECURITY_GROUP, SECURITY_GROUP_RULE, TASK_DEFINITION
from policies.properties import Properties
from policies.reachability import (
    Entry,
    balancers,
    data_ports,
    entries,
    from_internet,
    services,
    stores,
)
from policies.rule import ALWAYS, Rule
from policies.subject import Subject
from policies.verdict import PASS, Undecided, Verdict, all_of, demand

_WAYS_IN = (SECURITY_GROUP, SECURITY_GROUP_RULE, INGRESS_RULE)


_EDGE_PORTS = (80, 443)


def _each_entry(judge_entry):  # noqa: ANN001, ANN202 - see Rule.check
    def check(subject: Subject) -> Verdict | None:
        return all_of(lambda one=one: judge_entry(one) for one in entries(subject))

    return check


def _edge_only(entry: Entry) -> Verdict | None:
    if not from_internet(entry):
        return PASS
    fine = entry.at_edge and set(entry.opening.ports) <= set(_EDGE_PORTS)
    return demand(fine, _path(entry), "only an internet-facing load balancer may be reached")


def _plain_http_only_to_redirect(entry: Entry) -> Verdict | None:
    if not entry.opening.opens(80) or not from_internet(entry):
        return PASS
    return demand(entry.at_edge, _path(entry))


def _stores_let_in_programs(entry: Entry) -> Verdict | None:
    guarded = stores(entry.group) if entry.group else []
    what = "more than the store's own port is open"
    return _lets_in(entry, guarded, data_ports, what, _comes_from_programs)


def _lets_in(
    entry: Entry,
    guarded: Sequence[Subject],
    ports_of: Callable[[Subject], Iterable[int]],
    too_much: str,
    comes_from: Callable[[Entry], Verdict],
) -> Verdict | None:
    """Judge a way into what a group guards: by whom it is used, on which ports."""
    if not guarded:
        return None
    if entry.is_own:
        return PASS
    return all_of(
        [
            lambda: demand(_names_no_addresses(entry), _path(entry), "an address range is let in"),
            lambda: demand(
                set(entry.opening.ports) <= {port for one in guarded for port in ports_of(one)},
                entry.opening.block.at("fromPort"),
                too_much,
            ),
            lambda: comes_from(entry),
        ]
    )


def _names_no_addresses(entry: Entry) -> bool:
    names = (
        "cidrBlocks",
        "ipv6CidrBlocks",
        "cidrIpv4",
        "cidrIpv6",
        "prefixListIds",
        "prefixListId",
    )
    return not any(entry.opening.block.has(name) for name in names)


def _comes_from_programs(entry: Entry) -> Verdict:
    if entry.from_nodes:
        return PASS
    if entry.names_peers and not entry.peers:
        raise Undecided(entry.opening.block.at("referencedSecurityGroupId"))
    wrong = [one for one in entry.peers if balancers(one)]
    return demand(not wrong, _path(entry), "a load balancer is let in")


def _programs_let_in_balancers(entry: Entry) -> Verdict | None:
    guarded = services(entry.group) if entry.group else []
    what = "more than the container's port is open"
    return _lets_in(entry, guarded, _ports, what, _comes_from_balancers)


def _comes_from_balancers(entry: Entry) -> Verdict:
    if entry.names_peers and not entry.peers:
        raise Undecided(entry.opening.block.at("referencedSecurityGroupId"))
    return demand(
        all(balancers(one) for one in entry.peers), _path(entry), "not only load balancers come in"
    )


def _ports(service: Subject) -> set[int]:
    """The ports on which the service's containers listen."""
    found = {int(one.known().number("containerPort")) for one in service.each("loadBalancers")}
    if found:
        return found
    return {
        int(mapping.known().number("containerPort"))
        for task in service.uses("taskDefinition", TASK_DEFINITION)
        for container in containers(task)
        for mapping in container.each("portMappings")
    }


def _path(entry: Entry) -> str:
    block: Properties = entry.opening.block
    return block.path or "cidrIpv4"


RULES = (
    Rule(
        name="internet-reaches-load-balancers-only",
        control="X-01",
        ids="CIS5:5.3",
        severity="critical",
        levels=ALWAYS,
        applies_to=_WAYS_IN,
        graph=True,
        check=_each_entry(_edge_only),
        never_exempt=True,
        problem="the internet is let in beside the load balancer",
        why="only the load balancer has TLS, a web firewall and logs",
        fix="referenced_security_group_id=<the load balancer's group> instead of a CIDR",
    ),
    Rule(
        name="store-reached-by-programs-only",
        control="X-02",
        severity="critical",
        levels=ALWAYS,
        applies_to=_WAYS_IN,
        graph=True,
        check=_each_entry(_stores_let_in_programs),
        problem="more than the program may reach the store",
        why="whoever reaches the port needs only a password, or none",
        fix="one ingress rule per program: referenced_security_group_id=<its group>, the store's "
        "port only",
    ),
    Rule(
        name="program-reached-by-load-balancer-only",
        control="X-03",
        severity="critical",
        levels=ALWAYS,
        applies_to=_WAYS_IN,
        graph=True,
        check=_each_entry(_programs_let_in_balancers),
        problem="more than the load balancer may reach the program",
        why="requests would come in without TLS, web firewall and logs",
        fix="one ingress rule: referenced_security_group_id=<the load balancer's group>, the "
        "container's port only",
    ),
    Rule(
        name="security-group-plain-http-at-edge-only",
        control="SG-04",
        ids="FSBP:EC2.18 CKV_AWS_260",
        severity="high",
        levels=ALWAYS,
        applies_to=_WAYS_IN,
        graph=True,
        check=_each_entry(_plain_http_only_to_redirect),
        problem="plain HTTP is open to the internet beside a redirecting load balancer",
        why="port 80 exists only to send clients to HTTPS",
        fix="remove the rule, or attach the group to an internet-facing load balancer only",
    ),
)
