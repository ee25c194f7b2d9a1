"""What is demanded of load balancers so that they stay, and find only healthy targets."""

from policies.condition import on, property_is, where
from policies.kinds import (
    AUTOSCALING_ATTACHMENT,
    AUTOSCALING_GROUP,
    LOAD_BALANCER,
    TARGET_GROUP,
)
from policies.properties import number
from policies.rule import ADVICE, PROD_FIRST, PROD_ONLY, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_TWO = 2
_DRAIN_SECONDS = range(30, 301)
_IDLE_SECONDS = range(60, 121)


def _health_checked(group: Subject) -> Verdict | None:
    protocol = str(group.get("protocol", "")).upper()
    check = group.sub("healthCheck")
    if protocol in ("TCP", "UDP", "TCP_UDP", "TLS") and not check.has("path"):
        return demand(group.has("healthCheck"), "healthCheck")
    return demand(check.has("path"), "healthCheck.path")


def _checks_soundly(group: Subject) -> Verdict | None:
    check = group.sub("healthCheck")
    interval = number(check.get("interval", 30)) or 0
    timeout = number(check.get("timeout", 5)) or 0
    return all_of(
        [
            lambda: demand(str(check.get("path", "")).find("/admin") != 0, "healthCheck.path"),
            lambda: demand(_only_success(str(check.get("matcher", "200"))), "healthCheck.matcher"),
            lambda: demand(interval <= group.threshold("maximum_interval"), "healthCheck.interval"),
            lambda: demand(timeout < interval, "healthCheck.timeout"),
            lambda: _in_range(check.get("healthyThreshold", 3), "healthCheck.healthyThreshold"),
            lambda: _in_range(check.get("unhealthyThreshold", 3), "healthCheck.unhealthyThreshold"),
        ]
    )


def _only_success(matcher: str) -> bool:
    parts = matcher.replace("-", ",").split(",")
    return all(part.strip().startswith("2") for part in parts)


def _in_range(value: object, path: str) -> Verdict:
    return demand((number(value) or 0) in (2, 3), path)


def _several_zones(balancer: Subject) -> Verdict | None:
    for name in ("subnets", "subnetMappings"):
        if balancer.has(name):
            return demand(len(balancer.get(name)) >= _TWO, name)
    return None


def _replaces_sick_machines(group: Subject) -> Verdict | None:
    attachments = any(True for _ in group.users(AUTOSCALING_ATTACHMENT, "autoscalingGroupName"))
    if not (attachments or group.has("targetGroupArns") or group.has("loadBalancers")):
        return None
    return demand(group.get("healthCheckType", "EC2") == "ELB", "healthCheckType")


RULES = (
    Rule(
        name="autoscaling-group-follows-health-checks",
        control="ALB-10",
        ids="FSBP:AutoScaling.1 CKV2_AWS_15",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(AUTOSCALING_GROUP,),
        graph=True,
        check=_replaces_sick_machines,
        problem="machines that fail the load balancer's check stay",
        why="EC2 checks see a running machine, not a program that hangs",
        fix='health_check_type="ELB"',
    ),
    Rule(
        name="load-balancer-deletion-protected",
        control="ALB-07",
        ids="FSBP:ELB.6 CKV_AWS_150",
        severity="medium",
        levels=PROD_ONLY,
        applies_to=(LOAD_BALANCER,),
        check=on("enableDeletionProtection"),
        problem="one call deletes the load balancer",
        why="its address is in DNS: a new one is an outage",
        fix="enable_deletion_protection=True; settings: load_balancer.deletion_protection",
    ),
    Rule(
        name="target-group-health-checked",
        control="ALB-10",
        ids="FSBP:AutoScaling.1 CKV_AWS_261",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TARGET_GROUP,),
        check=where(lambda one: one.get("targetType", "instance") != "lambda", _health_checked),
        problem="no health check path is named",
        why="a process that listens is not yet one that works",
        fix='health_check={"path": "/health", "matcher": "200"}; '
        "settings: services.<name>.health_check",
    ),
    Rule(
        name="target-group-health-check-sound",
        control="ALB-10",
        ids="FSBP:AutoScaling.1",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(TARGET_GROUP,),
        check=where(
            lambda one: (
                str(one.get("protocol", "")).upper() in ("HTTP", "HTTPS") and one.has("healthCheck")
            ),
            _checks_soundly,
        ),
        thresholds={"maximum_interval": 30},
        problem="the health check decides too late or on the wrong page",
        why="sick targets stay in use, and a login page answers even when the database is gone",
        fix='health_check={"path": "/health", "matcher": "200-299", "interval": 15, "timeout": 5, '
        '"healthy_threshold": 2, "unhealthy_threshold": 3}',
    ),
    Rule(
        name="target-group-drains",
        control="ALB-11",
        severity="low",
        levels=ADVICE,
        applies_to=(TARGET_GROUP,),
        check=property_is(
            "deregistrationDelay", lambda one: number(one) in _DRAIN_SECONDS, default=300
        ),
        problem="stopping tasks lose their requests or linger",
        why="a deployment must let running requests end, and then end itself",
        fix="deregistration_delay=60",
    ),
    Rule(
        name="load-balancer-idle-timeout-sound",
        control="ALB-14",
        severity="low",
        levels=ADVICE,
        applies_to=(LOAD_BALANCER,),
        check=where(
            lambda one: one.get("loadBalancerType", "application") == "application",
            property_is("idleTimeout", lambda one: number(one) in _IDLE_SECONDS, default=60),
        ),
        problem="the idle timeout does not fit the application's",
        why="when the server closes first, clients see 502",
        fix="idle_timeout=60 to 120, and a longer keep-alive in the server",
    ),
    Rule(
        name="load-balancer-spans-zones",
        control="ALB-15",
        ids="FSBP:ELB.13",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        check=_several_zones,
        problem="the load balancer stands in one zone",
        why="when the zone fails, nobody reaches the others",
        fix="subnets=<one public subnet per zone>",
    ),
    Rule(
        name="load-balancer-cross-zone",
        control="ALB-15",
        ids="FSBP:ELB.13 CKV_AWS_152",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        check=where(
            lambda one: one.get("loadBalancerType", "application") in ("network", "gateway"),
            on("enableCrossZoneLoadBalancing"),
        ),
        problem="each zone serves only its own targets",
        why="a zone with few targets is overloaded while others idle",
        fix="enable_cross_zone_load_balancing=True",
    ),
)
