"""What is demanded of load balancers at the edge: TLS, clean requests, logs."""

from policies.condition import on, one_of, property_is, where
from policies.kinds import LISTENER, LOAD_BALANCER, TARGET_GROUP
from policies.properties import is_true
from policies.rule import ALWAYS, PROD_ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, any_of, demand, violation


def is_application(balancer: Subject) -> bool:
    """Whether it speaks HTTP; unset means application."""
    return balancer.get("loadBalancerType", "application") == "application"


def is_public(balancer: Subject) -> bool:
    """Whether it has addresses on the internet; unset means yes."""
    return not is_true(balancer.get("internal"))


def _is_encrypted(listener: Subject) -> bool:
    return str(listener.get("protocol", "")).upper() in ("HTTPS", "TLS")


def _https_present(balancer: Subject) -> Verdict | None:
    if not (is_public(balancer) and is_application(balancer)):
        return None
    listeners = list(balancer.users(LISTENER, "loadBalancerArn"))
    return any_of(
        lambda one=one: demand(_is_encrypted(one) and one.has("certificateArn"), "protocol")
        for one in listeners
    ) or violation(detail="no HTTPS listener uses it")


RULES = (
    Rule(
        name="load-balancer-https-present",
        control="ALB-03",
        ids="FSBP:ELB.18 CKV_AWS_2",
        severity="high",
        levels=ALWAYS,
        applies_to=(LOAD_BALANCER,),
        graph=True,
        check=_https_present,
        problem="there is no HTTPS listener with a certificate",
        why="TLS must end at the edge that clients reach",
        fix='aws.lb.Listener(protocol="HTTPS", port=443, certificate_arn=certificate.arn)',
    ),
    Rule(
        name="load-balancer-invalid-headers-dropped",
        control="ALB-04",
        ids="FSBP:ELB.4 CKV_AWS_131",
        severity="medium",
        levels=ALWAYS,
        applies_to=(LOAD_BALANCER,),
        check=where(is_application, on("dropInvalidHeaderFields")),
        problem="malformed headers are passed on",
        why="request smuggling hides a second request in them",
        fix="drop_invalid_header_fields=True",
    ),
    Rule(
        name="load-balancer-desync-defended",
        control="ALB-05",
        ids="FSBP:ELB.12 CKV_AWS_328",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        check=one_of("desyncMitigationMode", ("defensive", "strictest"), default="defensive"),
        problem="ambiguous requests are passed on",
        why="request smuggling lives on two servers reading one request differently",
        fix='desync_mitigation_mode="defensive" or "strictest"',
    ),
    Rule(
        name="load-balancer-access-logs-on",
        control="ALB-06",
        ids="FSBP:ELB.5 CKV_AWS_91",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        check=where(
            lambda one: one.get("loadBalancerType", "application") != "gateway",
            on("accessLogs.enabled"),
        ),
        problem="requests are not logged",
        why="nobody can tell afterwards who asked for what",
        fix='access_logs={"bucket": bucket.bucket, "enabled": True}',
    ),
    Rule(
        name="target-group-encrypted",
        control="ALB-12",
        ids="CKV_AWS_378",
        severity="low",
        levels=PROD_ADVICE,
        applies_to=(TARGET_GROUP,),
        check=where(
            lambda one: one.get("targetType", "instance") != "lambda",
            property_is("protocol", lambda one: str(one).upper() != "HTTP"),
        ),
        problem="traffic between load balancer and targets is not encrypted",
        why="data in transit inside the VPC is readable to whoever mirrors it",
        fix='protocol="HTTPS" with a certificate in the container',
    ),
)
