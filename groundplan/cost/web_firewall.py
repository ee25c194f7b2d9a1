"""Web firewalls: WAF by access list, rule and request; Network Firewall by endpoint.

Source: aws.amazon.com/waf/pricing: a price for the list, for each of its rules and each rule group
it refers to, and per million requests. The rules inside a group are the group's, not the list's.
Managed groups of AWS count as one rule; those of a vendor have a price of their own.
"""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource, dig

PAID_MANAGED = (
    "AWSManagedRulesBotControlRuleSet",
    "AWSManagedRulesATPRuleSet",
    "AWSManagedRulesACFPRuleSet",
)
CLOUDFRONT = "CLOUDFRONT"


def access_list(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the list, its rules, the groups it refers to, and requests."""
    if inputs.text(resource, "scope", "REGIONAL") == CLOUDFRONT:
        quote = quote.worldwide
    rules = inputs.blocks(resource, "rules")
    groups = [rule for rule in rules if _statement(rule, "ruleGroupReferenceStatement")]
    managed = [rule for rule in rules if _statement(rule, "managedRuleGroupStatement")]
    yield from quote.fixed("Web ACL", "waf/acl")
    own = len(rules) - len(groups) - len(managed)
    for title, count in (
        ("Rules", own),
        ("Rule groups", len(groups)),
        ("Managed groups", len(managed)),
    ):
        if count:
            yield from quote.fixed(title, "waf/rule", count)
    for rule in managed:
        yield from _dear_group(_statement(rule, "managedRuleGroupStatement"), quote)
    yield from quote.metered("Requests", "waf/requests", "monthly_requests")


def _statement(rule: Mapping[str, Any], name: str) -> Mapping[str, Any] | None:
    found = dig(rule, f"statement.{name}")
    return found if isinstance(found, Mapping) else None


def _dear_group(statement: Mapping[str, Any] | None, quote: Quote) -> Iterator[LineItem]:
    """Yield what a managed group costs beyond being a rule, where it does."""
    if statement is None:
        return
    vendor, name = statement.get("vendorName", "AWS"), statement.get("name")
    if vendor != "AWS" or name in PAID_MANAGED:
        yield quote.unpriced(f"Subscription to {name}", f"{vendor} charges for {name}: no price")


def classic(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield a list of the first generation: rules and groups are told apart by their type."""
    rules = inputs.blocks(resource, "rules")
    groups = sum(rule.get("type") == "GROUP" for rule in rules)
    inside = quote.figure("rule_group_rules") or 0
    yield from quote.fixed("Web ACL", "waf/acl")
    for title, count in (("Rules", len(rules) - groups + inside), ("Rule groups", groups)):
        if count:
            yield from quote.fixed(title, "waf/rule", count)
    yield from quote.metered("Requests", "waf/requests", "monthly_requests")


def network_firewall(firewall: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield an endpoint per subnet, and data."""
    endpoints = len(inputs.items(firewall, "subnetMappings"))
    yield from quote.hours("Firewall endpoints", "network-firewall/hours", endpoints)
    yield from quote.metered("Data processed", "network-firewall/data", "monthly_data_processed_gb")


RULES: Mapping[str, PricingRule] = {
    "aws:wafv2/webAcl:WebAcl": access_list,
    "aws:waf/webAcl:WebAcl": classic,
    "aws:wafregional/webAcl:WebAcl": classic,
    "aws:networkfirewall/firewall:Firewall": network_firewall,
}
