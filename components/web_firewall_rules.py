"""The rules of the web ACL, in the order in which WAF asks them."""

import re
from collections.abc import Iterator, Sequence

import pulumi_aws as aws

from groundplan.settings.request_rate import enforceable, parse
from groundplan.settings.web_firewall import WebFirewallSettings

_Rule = aws.wafv2.WebAclRuleArgsDict
_Scope = aws.wafv2.WebAclRuleStatementRateBasedStatementScopeDownStatementArgsDict
_Managed = aws.wafv2.WebAclRuleStatementManagedRuleGroupStatementArgsDict
_Path = aws.wafv2.WebAclRuleStatementRegexMatchStatementArgsDict

_COMMON = "AWSManagedRulesCommonRuleSet"
_MANAGED = {
    "ip-reputation": "AWSManagedRulesAmazonIpReputationList",
    "common": _COMMON,
    "known-bad-inputs": "AWSManagedRulesKnownBadInputsRuleSet",
    "sql-injection": "AWSManagedRulesSQLiRuleSet",
}
"""1,125 of the 1,500 capacity units that are in the price. Source: WAF Developer Guide."""

_LARGE_BODY_RULE = "SizeRestrictions_BODY"
_LARGE_BODY_LABEL = "awswaf:managed:aws:core-rule-set:SizeRestrictions_Body"
_TOO_MANY_REQUESTS = 429
_UNPLACED = 0
"""In place of a priority until the order is known."""


def rules(settings: WebFirewallSettings, health_paths: Sequence[str]) -> Iterator[_Rule]:
    """Each rule with its place: limits first, for they are cheap, then the managed groups."""
    for priority, rule in enumerate(_in_order(settings, health_paths)):
        rule["priority"] = priority
        yield rule


def _in_order(settings: WebFirewallSettings, health_paths: Sequence[str]) -> Iterator[_Rule]:
    health: _Scope = {"regex_match_statement": _path(f"^({_either(health_paths)})$")}
    yield _rate("all-requests", settings.rate_limit, {"not_statement": {"statement": health}})
    for name, limit in settings.path_rate_limits.items():
        yield _rate(name, limit.rate, {"regex_match_statement": _path_begins(limit.paths)})
    for name, group in _MANAGED.items():
        yield _managed(name, group, counts_large_bodies=bool(settings.upload_paths))
    if settings.upload_paths:
        yield _large_bodies(settings.upload_paths)


def _rate(name: str, rate: str, scope: _Scope) -> _Rule:
    taken = enforceable(parse(rate))
    return {
        "name": f"rate-{name}",
        "priority": _UNPLACED,
        "action": {"block": {"custom_response": {"response_code": _TOO_MANY_REQUESTS}}},
        "statement": {
            "rate_based_statement": {
                "aggregate_key_type": "IP",
                "limit": taken.requests,
                "evaluation_window_sec": taken.seconds,
                "scope_down_statement": scope,
            }
        },
        "visibility_config": measured(f"rate-{name}"),
    }


def _managed(name: str, group: str, *, counts_large_bodies: bool) -> _Rule:
    statement: _Managed = {"vendor_name": "AWS", "name": group}
    if group == _COMMON and counts_large_bodies:
        statement["rule_action_overrides"] = [
            {"name": _LARGE_BODY_RULE, "action_to_use": {"count": {}}}
        ]
    return {
        "name": name,
        "priority": _UNPLACED,
        "override_action": {"none": {}},
        "statement": {"managed_rule_group_statement": statement},
        "visibility_config": measured(name),
    }


def _large_bodies(upload_paths: Sequence[str]) -> _Rule:
    """What the common group only counted is blocked, unless it is an upload."""
    upload = _path_begins(upload_paths)
    return {
        "name": "large-bodies",
        "priority": _UNPLACED,
        "action": {"block": {}},
        "statement": {
            "and_statement": {
                "statements": [
                    {"label_match_statement": {"scope": "LABEL", "key": _LARGE_BODY_LABEL}},
                    {"not_statement": {"statement": {"regex_match_statement": upload}}},
                ]
            }
        },
        "visibility_config": measured("large-bodies"),
    }


def _path_begins(paths: Sequence[str]) -> _Path:
    return _path(f"^({_either(paths)})")


def _either(paths: Sequence[str]) -> str:
    return "|".join(re.escape(path) for path in paths)


def _path(expression: str) -> _Path:
    """The path as the application reads it, or /%6Cogin and //login would pass unlimited."""
    return {
        "regex_string": expression,
        "field_to_match": {"uri_path": {}},
        "text_transformations": [
            {"priority": 0, "type": "URL_DECODE"},
            {"priority": 1, "type": "NORMALIZE_PATH"},
        ],
    }


def measured(name: str) -> aws.wafv2.WebAclVisibilityConfigArgsDict:
    """A metric for each rule; no samples, for redaction does not reach them.

    Source: WAF Developer Guide, logging traffic.
    """
    return {
        "metric_name": name,
        "cloudwatch_metrics_enabled": True,
        "sampled_requests_enabled": False,
    }
