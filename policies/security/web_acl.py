"""What is demanded of a web ACL's rules: attacks blocked, rates limited, hits measured."""

from policies.kinds import (
    RULE_GROUP,
    WEB_ACL,
)
from policies.properties import Properties, is_true
from policies.rule import ADVICE, PROD_FIRST, Rule
from policies.security.web_firewall import LOG4J_SET
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand
from policies.web_acl import blocking_sets, managed_set, rate_limits, rules

_WANTED_SETS = (
    "AWSManagedRulesCommonRuleSet",
    LOG4J_SET,
    "AWSManagedRulesSQLiRuleSet",
    "AWSManagedRulesAmazonIpReputationList",
)


_ACTIONS = ("action", "overrideAction")


_LOWEST_LIMIT = 10


def _known_bad_inputs(acl: Subject) -> Verdict | None:
    found = [one for one in rules(acl) if managed_set(one) == LOG4J_SET]
    return demand(bool(found) and LOG4J_SET in blocking_sets(acl), "rules")


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


def _measured(acl: Subject) -> Verdict | None:
    blocks = [acl.sub("visibilityConfig"), *(one.sub("visibilityConfig") for one in rules(acl))]
    return all_of(
        lambda one=one: demand(is_true(one.get("cloudwatchMetricsEnabled")), one.path)
        for one in blocks
    )


RULES = (
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
        "for sign-in and uploads; settings: web_firewall.rate_limit",
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
)
