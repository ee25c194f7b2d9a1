"""What is demanded of listeners: TLS, redirects, and headers that protect browsers."""

from collections.abc import Iterator

from policies.condition import both, one_of, property_is, where
from policies.kinds import LISTENER, LOAD_BALANCER
from policies.properties import number
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.security.load_balancer import is_application, is_public
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand, violation

_MINIMUM_HSTS_SECONDS = 31_536_000


_HEADER = "routingHttpResponse{}HeaderValue"


def approved_tls(policy: object) -> bool:
    """TLS 1.2 or newer with forward secrecy, by the policies' naming scheme.

    Source: Elastic Load Balancing user guide, "Security policies for your Application Load
    Balancer": -TLS13-1-2-, -TLS13-1-3- and -FS-1-2- policies, with or without Res, Ext, PQ, FIPS.
    """
    name = policy if isinstance(policy, str) else ""
    return name.startswith(
        (
            *("ELBSecurityPolicy-TLS13-1-2-", "ELBSecurityPolicy-TLS13-1-3-"),
            *("ELBSecurityPolicy-FS-1-2-", "ELBSecurityPolicy-TLS-1-2-"),
        )
    )


def default_actions(listener: Subject) -> Iterator[Subject]:
    """The listener's default actions, each to be read like the listener."""
    yield from listener.each("defaultActions")  # type: ignore[misc]


def redirects_to_https(listener: Subject) -> Verdict | None:
    """Whether every default action is a permanent or temporary redirect to HTTPS."""
    return all_of(
        lambda action=action: demand(
            str(action.known().get("type", "")).lower() == "redirect"
            and str(action.get("redirect.protocol", "#{protocol}")).upper() == "HTTPS",
            action.at("type"),
        )
        for action in default_actions(listener)
    ) or violation("defaultActions")


def _http_redirects(listener: Subject) -> Verdict | None:
    if str(listener.get("protocol", "HTTP")).upper() != "HTTP":
        return None
    balancers = listener.uses("loadBalancerArn", LOAD_BALANCER)
    if any(not is_public(one) for one in balancers):
        return None
    return redirects_to_https(listener)


def _every_listener_redirects(balancer: Subject) -> Verdict | None:
    if not (is_public(balancer) and is_application(balancer)):
        return None
    listeners = balancer.users(LISTENER, "loadBalancerArn")
    return all_of(lambda one=one: _http_redirects(one) for one in listeners)


def _tls_or_redirect(listener: Subject) -> Verdict | None:
    protocol = str(listener.get("protocol", "")).upper()
    if protocol in ("HTTPS", "TLS"):
        return demand(approved_tls(listener.get("sslPolicy")), "sslPolicy")
    if protocol == "HTTP":
        return redirects_to_https(listener)
    if protocol:
        return None
    balancers = listener.uses("loadBalancerArn", LOAD_BALANCER)
    gateway = any(one.get("loadBalancerType", "") == "gateway" for one in balancers)
    return None if gateway else violation("protocol")


def _sets_headers(listener: Subject) -> Verdict | None:
    def header(name: str) -> str:
        return _HEADER.format(name)

    def lasts(value: object) -> bool:
        parts = str(value).replace(";", " ").split()
        ages = [number(one.removeprefix("max-age=")) for one in parts if one.startswith("max-age=")]
        return any(age is not None and age >= _MINIMUM_HSTS_SECONDS for age in ages)

    return both(
        property_is(header("StrictTransportSecurity"), lasts),
        one_of(header("XFrameOptions"), ("DENY", "SAMEORIGIN")),
        one_of(header("XContentTypeOptions"), ("nosniff",)),
        property_is(header("ContentSecurityPolicy"), lambda value: isinstance(value, str)),
        property_is("routingHttpResponseServerEnabled", lambda value: value in (False, "false")),
    )(listener)


RULES = (
    Rule(
        name="listener-http-redirects",
        control="ALB-01",
        ids="FSBP:ELB.1 CKV_AWS_2",
        severity="high",
        levels=ALWAYS,
        applies_to=(LISTENER,),
        graph=True,
        check=_http_redirects,
        problem="plain HTTP is answered",
        why="passwords and session cookies would cross the internet in clear",
        fix="default_actions=[{'type': 'redirect', 'redirect': {'protocol': 'HTTPS', "
        "'port': '443', 'status_code': 'HTTP_301'}}]",
    ),
    Rule(
        name="load-balancer-http-redirects",
        control="ALB-01",
        ids="FSBP:ELB.1 CKV2_AWS_20",
        severity="high",
        levels=ALWAYS,
        applies_to=(LOAD_BALANCER,),
        graph=True,
        check=_every_listener_redirects,
        problem="a listener answers plain HTTP",
        why="passwords and session cookies would cross the internet in clear",
        fix="make the port 80 listener's default action a redirect to HTTPS",
    ),
    Rule(
        name="listener-tls-modern",
        control="ALB-02",
        ids="FSBP:ELB.17 CKV_AWS_103 CKV2_AWS_74",
        severity="high",
        levels=ALWAYS,
        applies_to=(LISTENER,),
        graph=True,
        check=_tls_or_redirect,
        problem="old TLS versions, or none at all, are accepted",
        why="the policy that AWS takes when none is named still speaks TLS 1.0",
        fix='ssl_policy="ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"',
    ),
    Rule(
        name="listener-security-headers-set",
        control="ALB-08",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LISTENER,),
        check=where(lambda one: str(one.get("protocol", "")).upper() == "HTTPS", _sets_headers),
        problem="a security header is missing or the server names itself",
        why="browsers protect users only where HSTS, framing, sniffing and content policy are set",
        fix="routing_http_response_strict_transport_security_header_value='max-age=31536000; "
        "includeSubDomains', ..._x_frame_options_..., ..._x_content_type_options_..., "
        "..._content_security_policy_..., routing_http_response_server_enabled=False",
    ),
    Rule(
        name="listener-cors-not-open",
        control="ALB-09",
        severity="high",
        levels=ALWAYS,
        applies_to=(LISTENER,),
        check=property_is(
            "routingHttpResponseAccessControlAllowOriginHeaderValue", lambda one: one != "*"
        ),
        problem="every origin may read answers",
        why="any web page could call the API with its visitor's session",
        fix="routing_http_response_access_control_allow_origin_header_value='https://app.example'",
    ),
)
