"""What the packs demand of VPCs, subnets and network ACLs, so that nothing is open by accident."""

from policies.condition import not_on, where
from policies.kinds import (
    DEFAULT_NETWORK_ACL,
    DEFAULT_SECURITY_GROUP,
    DEFAULT_SUBNET,
    DEFAULT_VPC,
    FLOW_LOG,
    NETWORK_ACL,
    NETWORK_ACL_RULE,
    SUBNET,
    VPC,
)
from policies.network_acl import acl_keeps_closed
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation


def _flow_log_records_all(vpc: Subject) -> Verdict | None:
    logs = vpc.users(FLOW_LOG, "vpcId")
    return any_of(
        lambda log=log: demand(str(log.get("trafficType", "ALL")).upper() == "ALL", "trafficType")
        for log in logs
    ) or violation(detail="no flow log uses it")


def _default_group_is_locked(vpc: Subject) -> Verdict | None:
    adopted = vpc.users(DEFAULT_SECURITY_GROUP, "vpcId")
    return any_of(lambda group=group: _is_empty(group) for group in adopted) or violation(
        detail="its default security group is not adopted"
    )


def _is_empty(group: Subject) -> Verdict:
    rules = [*group.each("ingress"), *group.each("egress")]
    return demand(not rules, "ingress", "the default group has rules")


def _acl_rule(name: str, ids: str, problem: str, *ports: int) -> Rule:
    return Rule(
        name=name,
        control="NET-08",
        ids=f"FSBP:EC2.21 CIS5:5.2 {ids}",
        severity="high",
        levels=ALWAYS,
        applies_to=(NETWORK_ACL, NETWORK_ACL_RULE, DEFAULT_NETWORK_ACL),
        check=acl_keeps_closed(*ports),
        problem=problem,
        why="a network ACL is the stateless backstop behind the security groups",
        fix="narrow cidr_block to your own ranges, or the ports to those that you serve",
    )


RULES = (
    Rule(
        name="vpc-flow-log-on",
        control="NET-01",
        ids="FSBP:EC2.6 CIS5:3.7 CKV2_AWS_11",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(VPC,),
        graph=True,
        check=_flow_log_records_all,
        problem="traffic is not recorded",
        why="without flow logs there is no trail after an incident",
        fix='aws.ec2.FlowLog(vpc_id=vpc.id, traffic_type="ALL"); '
        "settings: network.flow_log_retention_days",
    ),
    Rule(
        name="vpc-default-security-group-locked",
        control="NET-02",
        ids="FSBP:EC2.2 CIS5:5.5 CKV2_AWS_12",
        severity="high",
        levels=ALWAYS,
        applies_to=(VPC,),
        graph=True,
        check=_default_group_is_locked,
        problem="the default security group is open",
        why="whatever is launched without a group lands in it",
        fix="aws.ec2.DefaultSecurityGroup(vpc_id=vpc.id) with no ingress and no egress",
    ),
    Rule(
        name="vpc-not-default",
        control="NET-03",
        ids="CKV_AWS_148",
        severity="medium",
        levels=ALWAYS,
        applies_to=(DEFAULT_VPC, DEFAULT_SUBNET),
        check=lambda _: violation(),
        problem="a default VPC or subnet is in use",
        why="it is shared with everything else in the account, and public",
        fix="build an aws.ec2.Vpc of your own and remove this resource",
    ),
    Rule(
        name="subnet-public-ip-not-automatic",
        control="NET-04",
        ids="FSBP:EC2.15 CKV_AWS_130",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(SUBNET,),
        check=where(
            lambda subnet: subnet.get("tags.tier", subnet.get("tags.Tier", "")) != "public",
            not_on("mapPublicIpOnLaunch"),
        ),
        problem="public addresses are given out automatically",
        why="a task or node would be on the internet without anyone asking for it",
        fix='map_public_ip_on_launch=False, or tags={"tier": "public"} on load balancer subnets',
    ),
    _acl_rule("network-acl-ssh-closed", "CKV_AWS_232", "SSH is open to the internet", 22),
    _acl_rule("network-acl-rdp-closed", "CKV_AWS_231", "RDP is open to the internet", 3389),
    _acl_rule("network-acl-ftp-data-closed", "CKV_AWS_230", "FTP is open to the internet", 20),
    _acl_rule("network-acl-ftp-closed", "CKV_AWS_229", "FTP is open to the internet", 21),
    _acl_rule("network-acl-not-all-ports", "CKV_AWS_352", "all ports are open to the internet"),
)
