"""A web ACL's rules: managed sets, rate limits, and whether they block or only count."""

from collections.abc import Iterator

from policies.kinds import WEB_ACL, WEB_ACL_ASSOCIATION
from policies.properties import Properties
from policies.subject import Subject


def rules(acl: Subject) -> Iterator[Properties]:
    """The rules of a web ACL."""
    for one in acl.each("rules"):
        yield one.known()


def managed_set(rule: Properties) -> str:
    """The name of the AWS managed rule group that a rule applies; empty for other rules."""
    return str(rule.get("statement.managedRuleGroupStatement.name", ""))


def only_counts(rule: Properties) -> bool:
    """Whether a hit is counted and let through."""
    return rule.has_key("overrideAction.count") or rule.has_key("action.count")


def blocking_sets(acl: Subject) -> set[str]:
    """The managed rule groups that really block."""
    return {managed_set(rule) for rule in rules(acl) if managed_set(rule) and not only_counts(rule)}


def rate_limits(acl: Subject) -> list[Properties]:
    """The rate-based rules that block."""
    return [
        rule
        for rule in rules(acl)
        if rule.has_key("statement.rateBasedStatement") and not only_counts(rule)
    ]


def acls_of(balancer: Subject) -> list[Subject]:
    """The web ACLs of this plan that guard a load balancer."""
    return [
        acl
        for association in balancer.users(WEB_ACL_ASSOCIATION, "resourceArn")
        for acl in association.uses("webAclArn", WEB_ACL)
    ]
