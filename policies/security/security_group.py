"""What single security group rules must not open, and to whom."""

from collections.abc import Callable

from policies.kinds import (
    DEFAULT_SECURITY_GROUP,
    EGRESS_RULE,
    INGRESS_RULE,
    SECURITY_GROUP,
    SECURITY_GROUP_RULE,
)
from policies.opening import EVERY_PORT, Opening, egress, ingress
from policies.rule import ADVICE, ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_INGRESS = (SECURITY_GROUP, DEFAULT_SECURITY_GROUP, SECURITY_GROUP_RULE, INGRESS_RULE)
_EGRESS = (SECURITY_GROUP, SECURITY_GROUP_RULE, EGRESS_RULE)

INTERNAL_PORTS = (
    *(1433, 1521, 3306, 5432, 27017, 27018, 6379, 11211, 9200, 9300, 5601),
    *(5672, 15672, 9092, 2379, 8000, 8080, 8888, 9090, 3000, 5000, 5555),
)
"""Databases, caches, brokers, search, and the ports that application servers listen on.

Source: the high-risk ports of AWS Security Hub EC2.19, and the five reference systems.
"""


def _closed(openings: Callable[[Subject], object], harmless: Callable[[Opening], bool]):  # noqa: ANN202
    def check(subject: Subject) -> Verdict | None:
        found: list[Opening] = list(openings(subject))  # type: ignore[arg-type]
        return all_of(
            lambda one=one: demand(
                harmless(one) or not one.from_internet, one.block.path or "cidrIpv4"
            )
            for one in found
        ) or demand(fulfilled=True)

    return check


def _ports_closed(*ports: int):  # noqa: ANN202
    return _closed(ingress, lambda one: not one.opens(*ports))


def _is_described(subject: Subject) -> bool:
    """Whether somebody wrote the description; pulumi-aws fills in one that says nothing."""
    return subject.has("description") and subject.read("description") != "Managed by Pulumi"


def _described(subject: Subject) -> Verdict | None:
    own = demand(subject.kind == DEFAULT_SECURITY_GROUP or _is_described(subject), "description")
    blocks = [
        one.block for one in (*ingress(subject), *egress(subject)) if one.block is not subject
    ]
    return all_of(
        [
            lambda: own,
            *(
                lambda one=one: demand(one.has("description"), one.at("description"))
                for one in blocks
            ),
        ]
    )


RULES = (
    Rule(
        name="security-group-ssh-closed",
        control="SG-01",
        ids="FSBP:EC2.13 FSBP:EC2.53 FSBP:EC2.54 CIS5:5.3 CIS5:5.4 CKV_AWS_24",
        severity="critical",
        levels=ALWAYS,
        applies_to=_INGRESS,
        check=_ports_closed(22),
        never_exempt=True,
        problem="SSH is open to the internet",
        why="the whole internet tries passwords and keys there; Session Manager needs no open port",
        fix="remove the rule and use SSM Session Manager, or narrow cidr_blocks to your own range",
    ),
    Rule(
        name="security-group-rdp-closed",
        control="SG-01",
        ids="FSBP:EC2.14 FSBP:EC2.53 FSBP:EC2.54 CIS5:5.3 CIS5:5.4 CKV_AWS_25",
        severity="critical",
        levels=ALWAYS,
        applies_to=_INGRESS,
        check=_ports_closed(3389),
        never_exempt=True,
        problem="RDP is open to the internet",
        why="remote desktop is what ransomware tries first",
        fix="remove the rule and use SSM Session Manager, or narrow cidr_blocks to your own range",
    ),
    Rule(
        name="security-group-not-all-ports-in",
        control="SG-02",
        ids="FSBP:EC2.18 CKV_AWS_277",
        severity="critical",
        levels=ALWAYS,
        applies_to=_INGRESS,
        check=_closed(ingress, lambda one: one.ports != EVERY_PORT),
        never_exempt=True,
        problem="every port is open to the internet",
        why="nothing that runs behind it is protected by the network any more",
        fix="name the port: from_port=443, to_port=443, ip_protocol='tcp'",
    ),
    Rule(
        name="security-group-internal-ports-closed",
        control="SG-03",
        ids="FSBP:EC2.19",
        severity="critical",
        levels=ALWAYS,
        applies_to=_INGRESS,
        check=_ports_closed(*INTERNAL_PORTS),
        problem="a database, cache or application port is open to the internet",
        why="these answer without the load balancer's TLS, web firewall and logs",
        fix="referenced_security_group_id=<the group of the caller> instead of a CIDR",
    ),
    Rule(
        name="security-group-described",
        control="SG-05",
        ids="CKV_AWS_23",
        severity="low",
        levels=ADVICE,
        applies_to=(SECURITY_GROUP, SECURITY_GROUP_RULE, INGRESS_RULE, EGRESS_RULE),
        check=_described,
        problem="a description is missing",
        why="a rule that nobody can explain is never removed",
        fix='description="who calls whom, and why"',
    ),
    Rule(
        name="security-group-egress-narrow",
        control="SG-06",
        ids="CKV_AWS_382",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=_EGRESS,
        check=_closed(egress, lambda one: one.ports != EVERY_PORT),
        problem="everything may leave to the internet",
        why="it is the way out for stolen data",
        fix="one egress rule per need: 443 to 0.0.0.0/0, the database port to the database's group",
    ),
    Rule(
        name="security-group-rules-apart",
        control="SG-09",
        severity="low",
        levels=ADVICE,
        applies_to=(SECURITY_GROUP,),
        check=lambda group: demand(not group.has("ingress") and not group.has("egress"), "ingress"),
        problem="rules are written inside the group",
        why="a preview can tell who is let in only when each rule is a resource of its own",
        fix="aws.vpc.SecurityGroupIngressRule and SecurityGroupEgressRule, one per rule",
    ),
)
