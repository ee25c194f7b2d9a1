"""What is demanded of the web firewall in front of public load balancers."""

import json
from collections.abc import Iterator

from policies.kinds import (
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    RULE_GROUP,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
)
from policies.properties import Properties, is_true
from policies.rule import ADVICE, PROD_FIRST, Rule
from policies.security.load_balancer import is_application, is_public
from policies.subject import Subject
from policies.verdict import Undecided, Verdict, all_of, any_of, demand
from policies.web_acl import acls_of, blocking_sets, managed_set, rate_limits, rules

_LOG4J_SET = "AWSManagedRulesKnownBadInputsRuleSet"
_WANTED_SETS = (
    "AWSManagedRulesCommonRuleSet",
    _LOG4J_SET,
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
)
_ACTIONS = ("action", "overrideAction")
_LOWEST_LIMIT = 10
_PRIVATE_PATHS = ("/metrics", "/admin")


def _is_guarded(balancer: Subject) -> Verdict | None:
    if not (is_public(balancer) and is_application(balancer)):
        return None
    found = list(balancer.users(WEB_ACL_ASSOCIATION, "resourceArn"))
    return demand(bool(found), detail="" if found else "no web ACL is associated")


def _guards_against_log4j(balancer: Subject) -> Verdict | None:
    if not is_application(balancer):
        return None
    return any_of(
        lambda acl=acl: demand(_LOG4J_SET in blocking_sets(acl), detail=acl.resource.name)
        for acl in acls_of(balancer)
    )


def _known_bad_inputs(acl: Subject) -> Verdict | None:
    found = [one for one in rules(acl) if managed_set(one) == _LOG4J_SET]
    return demand(bool(found) and _LOG4J_SET in blocking_sets(acl), "rules")


def _wanted_sets(acl: Subject) -> Verdict | None:
    missing = [one for one in _WANTED_SETS if one not in blocking_sets(acl)]
    return demand(not missing, "rules", ", ".join(missing) and f"not blocking: {missing[0]}")


def _every_rule_acts(acl: Subject) -> Verdict | None:
    return all_of(
        lambda rule=rule: demand(
            bool(managed_set(rule)) or any(rule.has_key(one) for one in _ACTIONS), rule.path
        )
        for rule in rules(acl)
        if not rule.has_key("statement.ruleGroupReferenceStatement")
    )


def _rate_limited(acl: Subject) -> Verdict | None:
    limits = rate_limits(acl)
    whole = [one for one in limits if _is_for_all(one)]
    tight = [one for one in limits if not _is_for_all(one)]
    legal = all(one.number("statement.rateBasedStatement.limit") >= _LOWEST_LIMIT for one in limits)
    return all_of(
        [
            lambda: demand(bool(whole), "rules", "no limit per address for all requests"),
            lambda: demand(bool(tight), "rules", "no tighter limit for sign-in or uploads"),
            lambda: demand(legal, "rules", "WAF counts no fewer than 10 requests per window"),
        ]
    )


def _scope(rule: Properties) -> Properties:
    return rule.sub("statement.rateBasedStatement.scopeDownStatement")


def _is_for_all(rule: Properties) -> bool:
    """Whether it counts all requests, or all but a few."""
    scope = _scope(rule)
    return not scope.raw or scope.has_key("notStatement")


def _health_is_free(acl: Subject) -> Verdict | None:
    whole = [one for one in rate_limits(acl) if not _scope(one).raw]
    return demand(not whole, "rules", "the limit for all requests has no scope-down statement")


def _logged(acl: Subject) -> Verdict | None:
    found = list(acl.users(WEB_ACL_LOGGING, "resourceArn"))
    return demand(bool(found), detail="" if found else "no logging configuration uses it")


def _redacts(logging: Subject) -> Verdict | None:
    names = {
        str(field.known().get("singleHeader.name", "")).lower()
        for field in logging.each("redactedFields")
    }
    return demand({"authorization", "cookie"} <= names, "redactedFields")


def _measured(acl: Subject) -> Verdict | None:
    blocks = [acl.sub("visibilityConfig"), *(one.sub("visibilityConfig") for one in rules(acl))]
    return all_of(
        lambda one=one: demand(is_true(one.get("cloudwatchMetricsEnabled")), one.path)
        for one in blocks
    )


def _private_paths_closed(balancer: Subject) -> Verdict | None:
    if not (is_public(balancer) and is_application(balancer)):
        return None
    texts = [*_listener_rules(balancer), *map(_text, acls_of(balancer))]
    missing = [path for path in _PRIVATE_PATHS if not any(path in text for text in texts)]
    return demand(not missing, detail=f"{missing[0]} is open" if missing else "")


def _listener_rules(balancer: Subject) -> Iterator[str]:
    for listener in balancer.users(LISTENER, "loadBalancerArn"):
        for rule in listener.users(LISTENER_RULE, "listenerArn"):
            actions = [one.known().get("type", "") for one in rule.each("actions")]
            if "fixed-response" in actions:
                yield _as_text(rule.get("conditions", []), "conditions")


def _text(acl: Subject) -> str:
    """The rules that block, as text, to look for a path in them."""
    if not acl.has("rules"):
        return ""
    return _as_text([rule.raw for rule in rules(acl) if rule.has_key("action.block")], "rules")


def _as_text(value: object, path: str) -> str:
    """A structure as text, to look for a path in it. Raises Undecided where a part is unknown."""
    text = json.dumps(value, default=str)
    if any(marker in text for marker in ("UNKNOWN", "SECRET")):
        raise Undecided(path)
    return text


RULES = (
    Rule(
        name="load-balancer-behind-web-firewall",
        control="WAF-01",
        ids="FSBP:ELB.16 CKV2_AWS_28",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        graph=True,
        check=_is_guarded,
        problem="no web firewall stands in front",
        why="scanners and floods reach the program itself",
        fix="aws.wafv2.WebAclAssociation(resource_arn=balancer.arn, web_acl_arn=acl.arn); "
        "settings: web_firewall",
    ),
    Rule(
        name="load-balancer-log4j-blocked",
        control="WAF-02",
        ids="FSBP:WAF.10 CKV2_AWS_76",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        graph=True,
        check=_guards_against_log4j,
        problem="known bad inputs such as Log4j lookups reach the program",
        why="they are tried on every address of the internet",
        fix="AWSManagedRulesKnownBadInputsRuleSet with override_action none in the web ACL",
    ),
    Rule(
        name="web-acl-log4j-blocked",
        control="WAF-02",
        ids="FSBP:WAF.10 CKV_AWS_192",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL,),
        check=_known_bad_inputs,
        problem="known bad inputs such as Log4j lookups are let through",
        why="they are tried on every address of the internet",
        fix="AWSManagedRulesKnownBadInputsRuleSet with override_action none",
    ),
    Rule(
        name="web-acl-managed-sets-block",
        control="WAF-02",
        ids="FSBP:WAF.10",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL,),
        check=_wanted_sets,
        problem="a set of known attacks is not blocked",
        why="injection and scripting are found by rules that AWS keeps current",
        fix="managed rule groups Common, KnownBadInputs, SQLi and AmazonIpReputation, not in count "
        "mode",
    ),
    Rule(
        name="web-acl-has-rules",
        control="WAF-02",
        ids="FSBP:WAF.10 CKV_AWS_175",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL, RULE_GROUP),
        check=lambda acl: demand(acl.has("rules"), "rules"),
        problem="there are no rules",
        why="an empty firewall only costs money",
        fix="rules=[...] with managed rule groups and rate limits",
    ),
    Rule(
        name="web-acl-rules-act",
        control="WAF-02",
        ids="FSBP:WAF.10 CKV_AWS_342",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL, RULE_GROUP),
        check=_every_rule_acts,
        problem="a rule has no action",
        why="what it finds has no consequence",
        fix='"action": {"block": {}}',
    ),
    Rule(
        name="web-acl-limits-rates",
        control="WAF-03",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL,),
        check=_rate_limited,
        problem="requests per address are not limited",
        why="one client can use up the service, or try passwords all day",
        fix="two rate_based_statement rules with action block: one for all requests, a tighter one "
        "for sign-in and uploads; settings: web_firewall.rate_limits",
    ),
    Rule(
        name="web-acl-spares-health-checks",
        control="WAF-04",
        severity="low",
        levels=ADVICE,
        applies_to=(WEB_ACL,),
        check=_health_is_free,
        problem="health checks count against the limit",
        why="an outside monitor would be blocked first",
        fix="scope_down_statement that excludes the health path",
    ),
    Rule(
        name="web-acl-logged",
        control="WAF-05",
        ids="FSBP:WAF.11 CKV2_AWS_31",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL,),
        graph=True,
        check=_logged,
        problem="blocked requests are not logged",
        why="neither attacks nor wrongly blocked users can be seen",
        fix="aws.wafv2.WebAclLoggingConfiguration(resource_arn=acl.arn, ...)",
    ),
    Rule(
        name="web-acl-logs-redacted",
        control="WAF-05",
        ids="FSBP:WAF.11",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL_LOGGING,),
        check=_redacts,
        problem="session cookies and tokens are written to the log",
        why="whoever reads the log can be any user",
        fix='redacted_fields for the single headers "authorization" and "cookie"',
    ),
    Rule(
        name="web-acl-measured",
        control="WAF-06",
        ids="FSBP:WAF.12",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(WEB_ACL,),
        check=_measured,
        problem="a rule has no metric",
        why="no alarm can tell that it suddenly blocks everybody",
        fix='"visibility_config": {"cloudwatch_metrics_enabled": True, ...} on ACL and rules',
    ),
    Rule(
        name="load-balancer-private-paths-closed",
        control="WAF-07",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(LOAD_BALANCER,),
        graph=True,
        check=_private_paths_closed,
        problem="metrics or admin pages are open to the internet",
        why="they tell an attacker what runs, and let him try passwords",
        fix="an aws.lb.ListenerRule with a fixed 403 for /metrics* and /admin*, or a WAF rule",
    ),
)
