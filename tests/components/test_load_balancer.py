"""The load balancer: TLS in front, nothing else open, one target group per web service."""

from typing import Any

from components.labels import Labels
from components.load_balancer import LoadBalancer, LoadBalancerArgs
from groundplan.plan import MISSING, Plan, PlannedResource
from tests.components.recorded import (
    EGRESS,
    INGRESS,
    SECURITY_GROUP,
    of,
    only,
    recorded,
    tier,
    used,
)
from tests.settings.stack_files import config_of

BALANCER = "aws:lb/loadBalancer:LoadBalancer"
LISTENER = "aws:lb/listener:Listener"
RULE = "aws:lb/listenerRule:ListenerRule"
TARGET_GROUP = "aws:lb/targetGroup:TargetGroup"

CERTIFICATE_ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/1"
WEB = config_of("staging")["groundplan:services"]["web"]
API = {**WEB, "paths": ["/api/*", "/ws/*"], "priority": 50, "port": 9000, "database_pools": {}}


def build(labels: Labels) -> None:
    stack = labels.settings
    args = LoadBalancerArgs(
        labels=labels,
        settings=stack.load_balancer,
        web_services=stack.web_services,
        tier=tier(),
        certificate_arn=CERTIFICATE_ARN,
        log_bucket="logs",
    )
    LoadBalancer("load-balancer", args)


def load_balancer(services: dict[str, Any] | None = None, **changes: Any) -> Plan:
    return recorded(build, {"load_balancer": changes, "services": services or {}})


def listener(plan: Plan, port: int) -> PlannedResource:
    (found,) = (one for one in plan.of_kind(LISTENER) if one.read("port") == port)
    return found


def test_http_is_redirected_to_https_for_ever() -> None:
    actions = listener(load_balancer(), 80).read("defaultActions")

    assert actions == [
        {
            "type": "redirect",
            "redirect": {"protocol": "HTTPS", "port": "443", "statusCode": "HTTP_301"},
        }
    ]


def test_https_speaks_tls_1_2_and_1_3_with_post_quantum_key_exchange() -> None:
    https = listener(load_balancer(), 443)

    assert https.read("protocol") == "HTTPS"
    assert https.read("sslPolicy") == "ELBSecurityPolicy-TLS13-1-2-Res-PQ-2025-09"
    assert https.read("certificateArn") == CERTIFICATE_ARN


def test_every_answer_has_the_security_headers_and_none_names_the_server() -> None:
    https = listener(load_balancer(hsts_max_age_seconds=86400), 443)
    header = "routingHttpResponse{}HeaderValue".format

    assert https.read(header("StrictTransportSecurity")) == "max-age=86400"
    assert https.read(header("XContentTypeOptions")) == "nosniff"
    assert https.read(header("XFrameOptions")) == "DENY"
    assert https.read(header("ContentSecurityPolicy")) == "frame-ancestors 'none'"
    assert https.read("routingHttpResponseServerEnabled") is False


def test_a_path_that_nobody_serves_is_not_found() -> None:
    (action,) = listener(load_balancer(), 443).read("defaultActions")

    assert action["type"] == "fixed-response"
    assert action["fixedResponse"]["statusCode"] == "404"


def test_internal_paths_are_not_found_before_any_service_is_asked() -> None:
    plan = load_balancer(internal_paths=["/metrics", "/admin/*"])
    rules = of(plan, RULE)
    closed = rules.pop("load-balancer-internal-paths")

    assert closed.read("conditions") == [{"pathPattern": {"values": ["/metrics", "/admin/*"]}}]
    assert closed.read("actions[0].fixedResponse.statusCode") == "404"
    assert closed.read("priority") < min(rule.read("priority") for rule in rules.values())


def test_without_internal_paths_there_is_no_rule_for_them() -> None:
    assert set(of(load_balancer(internal_paths=[]), RULE)) == {"load-balancer-web"}


def test_requests_that_are_no_proper_http_are_dropped() -> None:
    balancer = only(load_balancer(), BALANCER)

    assert balancer.read("dropInvalidHeaderFields") is True
    assert balancer.read("desyncMitigationMode") == "defensive"


def test_deletion_protection_and_idle_timeout_are_as_set() -> None:
    kept = only(load_balancer(deletion_protection=True, idle_timeout_seconds=30), BALANCER)
    loose = only(load_balancer(deletion_protection=False), BALANCER)

    assert (kept.read("enableDeletionProtection"), kept.read("idleTimeout")) == (True, 30)
    assert loose.read("enableDeletionProtection") is False


def test_access_is_logged() -> None:
    balancer = only(load_balancer(), BALANCER)

    assert balancer.read("accessLogs") == {"bucket": "logs", "prefix": "alb", "enabled": True}


def test_each_web_service_has_a_rule_and_a_target_group_of_its_own() -> None:
    plan = load_balancer({"api": API})
    rules = of(plan, RULE)

    assert set(of(plan, TARGET_GROUP)) == {"web", "api"}, "workers are not behind it"
    assert of(plan, TARGET_GROUP)["api"].read("port") == 9000
    assert used(plan, rules["load-balancer-api"], "actions") == {"api"}
    assert rules["load-balancer-api"].read("priority") == 50
    assert rules["load-balancer-api"].read("conditions") == [
        {"pathPattern": {"values": ["/api/*", "/ws/*"]}}
    ]


def test_tasks_are_asked_for_their_health_as_set() -> None:
    check = {"path": "/ready", "interval_seconds": 20, "timeout_seconds": 4}
    health = only(load_balancer({"web": {"health_check": check}}), TARGET_GROUP).read("healthCheck")

    assert (health["path"], health["interval"], health["timeout"]) == ("/ready", 20, 4)
    assert health["matcher"] == "200-299", "a redirect or a refusal is not health"


def test_the_world_reaches_80_and_443_by_one_rule_each_and_no_rule_is_inline() -> None:
    plan = load_balancer()
    group = only(plan, SECURITY_GROUP)

    assert {(rule.read("cidrIpv4"), rule.read("fromPort"), rule.read("toPort"))
            for rule in plan.of_kind(INGRESS)} == {
        ("0.0.0.0/0", 80, 80),
        ("0.0.0.0/0", 443, 443),
    }  # fmt: skip
    assert (group.read("ingress"), group.read("egress")) == (MISSING, MISSING)
    assert list(plan.of_kind(EGRESS)) == [], "each service opens its own port"


def test_the_name_fits_for_the_longest_project_and_stack() -> None:
    plan = recorded(build, project="p" * 24, stack="s" * 24)

    assert len(only(plan, BALANCER).read("name")) <= 32


def test_subdomains_are_promised_https_by_setting_only() -> None:
    changes = {"hsts_max_age_seconds": 31536000, "hsts_include_subdomains": True}
    https = listener(load_balancer(**changes), 443)
    value = https.read("routingHttpResponseStrictTransportSecurityHeaderValue")

    assert value == "max-age=31536000; includeSubDomains"


def test_a_service_with_hosts_answers_for_them_alone() -> None:
    plan = load_balancer(
        {"tools": {**API, "hosts": ["tools.example.com"]}},
        more_domain_names=["tools.example.com"],
    )

    assert of(plan, RULE)["load-balancer-tools"].read("conditions") == [
        {"pathPattern": {"values": ["/api/*", "/ws/*"]}},
        {"hostHeader": {"values": ["tools.example.com"]}},
    ]


def test_a_rolling_service_has_one_target_group_whose_rule_is_ours() -> None:
    plan = load_balancer()
    (action,) = of(plan, RULE)["load-balancer-web"].read("actions")

    assert set(of(plan, TARGET_GROUP)) == {"web"}
    assert action["type"] == "forward"
    assert "forward" not in action


def test_a_second_set_of_tasks_has_a_target_group_that_begins_without_traffic() -> None:
    green = {
        **WEB,
        "deployment": {"strategy": "blue_green", "bake_minutes": 5},
        "scaling": {**WEB["scaling"], "target_requests_per_minute": None},
    }
    plan = load_balancer({"web": green})
    (action,) = of(plan, RULE)["load-balancer-web"].read("actions")

    assert set(of(plan, TARGET_GROUP)) == {"web", "web-alternate"}
    assert [one["weight"] for one in action["forward"]["targetGroups"]] == [100, 0]


def test_a_new_revision_answers_under_a_name_of_its_own_before_users_see_it() -> None:
    green = {
        **WEB,
        "deployment": {
            "strategy": "blue_green",
            "bake_minutes": 5,
            "test_host": "green.example.com",
        },
        "scaling": {**WEB["scaling"], "target_requests_per_minute": None},
    }
    plan = load_balancer({"web": green}, more_domain_names=["green.example.com"])
    test, own = (of(plan, RULE)[f"load-balancer-{name}"] for name in ("web-test", "web"))

    assert test.read("conditions")[-1] == {"hostHeader": {"values": ["green.example.com"]}}
    assert test.read("conditions")[:-1] == own.read("conditions")
    assert test.read("priority") == own.read("priority") - 1, "or users' rule would take it"
    assert used(plan, test, "actions") == {"web", "web-alternate"}


def test_a_leaving_task_drains_for_less_than_it_may_take_to_stop() -> None:
    plan = load_balancer({"web": {"stop_timeout_seconds": 90}})

    assert only(plan, TARGET_GROUP).read("deregistrationDelay") == 45
