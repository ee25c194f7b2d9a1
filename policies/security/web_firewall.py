"""What is demanded of the web firewall in front of public load balancers."""

import json
from collections.abc import Iterator

from policies.kinds import (
    LISTENER,
    LISTENER_RULE,
    LOAD_BALANCER,
    WEB_ACL,
    WEB_ACL_ASSOCIATION,
    WEB_ACL_LOGGING,
)
from policies.rule import PROD_FIRST, Rule
from policies.security.load_balancer import is_application, is_public
from policies.subject import Subject
from policies.verdict import Undecided, Verdict, any_of, demand
from policies.web_acl import acls_of, blocking_sets, rules

LOG4J_SET = "AWSManagedRulesKnownBadInputsRuleSet"


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
        lambda acl=acl: demand(LOG4J_SET in blocking_sets(acl), detail=acl.resource.name)
        for acl in acls_of(balancer)
    )


def _logged(acl: Subject) -> Verdict | None:
    found = list(acl.users(WEB_ACL_LOGGING, "resourceArn"))
    return demand(bool(found), detail="" if found else "no logging configuration uses it")


def _redacts(logging: Subject) -> Verdict | None:
    names = {
        str(field.known().get("singleHeader.name", "")).lower()
        for field in logging.each("redactedFields")
    }
    return demand({"authorization", "cookie"} <= names, "redactedFields")


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
