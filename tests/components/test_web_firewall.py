"""The web firewall: what it blocks, what it spares, what it writes down."""

from typing import Any

from components.labels import Labels
from components.web_firewall import WebFirewall, WebFirewallArgs
from groundplan.plan import Plan
from tests.components.recorded import KEY_ARN, LOG_GROUP, only, recorded, used

WEB_ACL = "aws:wafv2/webAcl:WebAcl"
ASSOCIATION = "aws:wafv2/webAclAssociation:WebAclAssociation"
LOGGING = "aws:wafv2/webAclLoggingConfiguration:WebAclLoggingConfiguration"
BALANCER_ARN = "arn:aws:elasticloadbalancing:eu-west-1:111122223333:loadbalancer/app/alb/1"
BODY_LABEL = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"


def build(labels: Labels) -> None:
    args = WebFirewallArgs(labels, labels.settings, KEY_ARN, BALANCER_ARN)
    WebFirewall("web-firewall", args)


def web_firewall(**changes: Any) -> Plan:
    return recorded(build, {"web_firewall": changes})


def rules(plan: Plan) -> dict[str, dict[str, Any]]:
    return {one["name"]: one for one in only(plan, WEB_ACL).read("rules")}


def limit(rule: dict[str, Any]) -> dict[str, Any]:
    return rule["statement"]["rateBasedStatement"]


def expression(scope: dict[str, Any]) -> str:
    return scope["regexMatchStatement"]["regexString"]


def test_it_guards_the_load_balancer() -> None:
    plan = web_firewall()
    association = only(plan, ASSOCIATION)

    assert association.read("resourceArn") == BALANCER_ARN
    assert used(plan, association, "webAclArn") == {"web-firewall"}
    assert only(plan, WEB_ACL).read("scope") == "REGIONAL"


def test_four_managed_groups_block() -> None:
    managed = {
        one["statement"]["managedRuleGroupStatement"]["name"]: one["overrideAction"]
        for one in rules(web_firewall()).values()
        if "managedRuleGroupStatement" in one["statement"]
    }

    assert managed == {
        "AWSManagedRulesAmazonIpReputationList": {"none": {}},
        "AWSManagedRulesCommonRuleSet": {"none": {}},
        "AWSManagedRulesKnownBadInputsRuleSet": {"none": {}},
        "AWSManagedRulesSQLiRuleSet": {"none": {}},
    }


def test_each_rule_has_a_place_of_its_own_and_a_metric() -> None:
    found = rules(web_firewall()).values()

    assert [one["priority"] for one in found] == list(range(len(found)))
    assert all(one["visibilityConfig"]["cloudwatchMetricsEnabled"] for one in found)


def test_the_limit_for_all_requests_spares_health_checks() -> None:
    whole = limit(rules(web_firewall(rate_limit="10 r/s"))["rate-all-requests"])

    assert (whole["limit"], whole["evaluationWindowSec"]) == (600, 60)
    spared = whole["scopeDownStatement"]["notStatement"]["statement"]
    assert expression(spared) == "^(/health/live)$"


def test_sign_in_has_a_limit_of_its_own_as_the_application_states_it() -> None:
    sign_in = {"sign-in": {"rate": "5 per minute", "paths": ["/login", "/api/v1.0/token"]}}
    plan = web_firewall(path_rate_limits=sign_in)
    rule = rules(plan)["rate-sign-in"]

    assert (limit(rule)["limit"], limit(rule)["evaluationWindowSec"]) == (10, 120)
    assert expression(limit(rule)["scopeDownStatement"]) == r"^(/login|/api/v1\.0/token)"
    assert rule["action"] == {"block": {"customResponse": {"responseCode": 429}}}
    assert "sign-in 10 in 120 s" in only(plan, WEB_ACL).read("description")


def test_large_bodies_pass_on_upload_paths_only() -> None:
    found = rules(web_firewall(upload_paths=["/files", "/avatars"]))

    common = found["common"]["statement"]["managedRuleGroupStatement"]
    assert common["ruleActionOverrides"] == [
        {"name": "SizeRestrictions_BODY", "actionToUse": {"count": {}}}
    ]
    large, upload = found["large-bodies"]["statement"]["andStatement"]["statements"]
    assert large["labelMatchStatement"] == {"scope": "LABEL", "key": BODY_LABEL}
    assert expression(upload["notStatement"]["statement"]) == "^(/files|/avatars)"
    assert found["large-bodies"]["action"] == {"block": {}}
    assert found["large-bodies"]["priority"] > found["common"]["priority"]


def test_without_upload_paths_the_common_rules_block_as_they_are() -> None:
    found = rules(web_firewall(upload_paths=[]))

    assert "large-bodies" not in found
    assert "ruleActionOverrides" not in found["common"]["statement"]["managedRuleGroupStatement"]


def test_the_log_is_encrypted_and_holds_neither_tokens_nor_harmless_requests() -> None:
    plan = web_firewall(log_retention_days=90)
    group, logging = only(plan, LOG_GROUP), only(plan, LOGGING)

    assert group.read("name") == "aws-waf-logs-shop-test"
    assert group.read("kmsKeyId") == KEY_ARN
    assert group.read("retentionInDays") == 90
    assert [one["singleHeader"]["name"] for one in logging.read("redactedFields")] == [
        "authorization",
        "cookie",
    ]
    assert logging.read("loggingFilter.defaultBehavior") == "DROP"
    assert used(plan, logging, "logDestinationConfigs") == {"web-firewall"}


def test_samples_which_nothing_redacts_are_not_kept() -> None:
    plan = web_firewall()
    configs = [one["visibilityConfig"] for one in rules(plan).values()]

    assert not any(one["sampledRequestsEnabled"] for one in configs)
    assert only(plan, WEB_ACL).read("visibilityConfig.sampledRequestsEnabled") is False


def test_every_key_is_in_the_form_that_the_provider_reads() -> None:
    assert not list(_with_underscores(only(web_firewall(), WEB_ACL).inputs))


def _with_underscores(value: Any) -> Any:
    if isinstance(value, dict):
        yield from (key for key in value if "_" in key)
    for one in value.values() if isinstance(value, dict) else value:
        if isinstance(one, dict | list):
            yield from _with_underscores(one)


def test_as_many_limits_as_a_web_acl_takes_keep_its_description_short_enough() -> None:
    with_the_two_of_staging = {
        f"a-rather-long-name-{number}": {"rate": "5 per minute", "paths": ["/x"]}
        for number in range(7)
    }

    plan = web_firewall(path_rate_limits=with_the_two_of_staging)

    assert len(rules(plan)) == 10 + 4 + 1
    assert len(only(plan, WEB_ACL).read("description")) <= 256
