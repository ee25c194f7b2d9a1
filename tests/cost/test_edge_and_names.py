"""Firewalls, certificates, content delivery and names."""

from decimal import Decimal
from typing import Any

from groundplan.plan import PlannedResource
from tests.cost.plans import lines_of, monthly, priced, resource

LOGS = "aws:cloudwatch/logDelivery"


def rule(**statement: Any) -> dict[str, Any]:
    return {"name": "rule", "statement": statement}


def access_list(*rules: dict[str, Any], **inputs: Any) -> PlannedResource:
    return resource("aws:wafv2/webAcl:WebAcl", "acl", rules=list(rules), **inputs)


def test_a_web_acl_counts_managed_groups_and_own_groups_apart() -> None:
    """Infracost takes the number of managed groups from the number of own groups."""
    acl = access_list(
        rule(rateBasedStatement={"limit": 1000}),
        rule(managedRuleGroupStatement={"vendorName": "AWS", "name": "Common"}),
        rule(managedRuleGroupStatement={"vendorName": "AWS", "name": "Sql"}),
        rule(ruleGroupReferenceStatement={"arn": "arn"}),
    )
    lines = lines_of(priced(acl, usage={"acl": {"monthly_requests": 2_000_000}}), "acl")
    assert [lines[item].quantity for item in ("Rules", "Managed groups", "Rule groups")] == [
        1,
        2,
        1,
    ]
    total = 5 + 1 + 2 + 1 + 2 * Decimal("0.60")
    assert sum(line.monthly or 0 for line in lines.values()) == total


def test_a_vendors_rule_group_is_unpriced() -> None:
    acl = access_list(rule(managedRuleGroupStatement={"vendorName": "Fortinet", "name": "All"}))
    (gap,) = priced(acl).unpriced
    assert "Fortinet" in (gap.assumption or "")


def test_an_acl_for_cloudfront_has_no_region() -> None:
    bill = priced(access_list(scope="CLOUDFRONT"), region="eu-central-1")
    assert lines_of(bill, "acl")["Web ACL"].region == "global"


def test_public_certificates_are_free_and_private_ones_are_not() -> None:
    token = "aws:acm/certificate:Certificate"
    bill = priced(
        resource(token, "public", domainName="a.example"),
        resource(token, "private", certificateAuthorityArn="arn:aws:acm-pca:ca"),
    )
    assert lines_of(bill, "public")["no charge"].kind == "free"
    assert monthly(bill, "private") == Decimal("0.75")


def test_traffic_is_priced_where_the_edge_is() -> None:
    usage = {
        "monthly_data_transfer_to_internet_gb": {"europe": 20_480, "india": 100},
        "monthly_https_requests": {"europe": 1_000_000},
    }
    bill = priced(resource("aws:cloudfront/distribution:Distribution", "cdn"), usage={"cdn": usage})
    europe = 10_240 * Decimal("0.085") + 10_240 * Decimal("0.08")
    requests = 100 * Decimal("0.012")  # per ten thousand
    assert monthly(bill, "cdn") == europe + 100 * Decimal("0.109") + requests


def test_cloudfront_delivers_its_logs_for_nothing_and_others_have_no_price_here() -> None:
    def delivered(kind: str) -> tuple[PlannedResource, ...]:
        logged = resource(kind, "logged")
        source = resource(f"{LOGS}Source:LogDeliverySource", "s", uses={"resourceArn": (logged,)})
        uses = {"deliverySourceName": (source,)}
        return logged, source, resource(f"{LOGS}:LogDelivery", "delivery", uses=uses)

    edge = priced(*delivered("aws:cloudfront/distribution:Distribution"))
    other = priced(*delivered("aws:bedrock/agentKnowledgeBase:AgentKnowledgeBase"))

    assert lines_of(edge, "delivery")["no charge"].kind == "free"
    assert lines_of(other, "delivery")["Logs delivered"].kind == "unpriced"


def test_a_zone_its_queries_and_a_check() -> None:
    zone = resource("aws:route53/zone:Zone", "zone")
    record = resource("aws:route53/record:Record", "www", type="A")
    alias = resource("aws:route53/record:Record", "apex", aliases=[{"name": "lb"}])
    check = resource(
        "aws:route53/healthCheck:HealthCheck", "check", type="HTTPS_STR_MATCH", requestInterval=10
    )
    bill = priced(
        zone, record, alias, check, usage={"www": {"monthly_standard_queries": 1_500_000_000}}
    )
    assert monthly(bill, "zone") == Decimal("0.50")
    assert monthly(bill, "www") == 1000 * Decimal("0.40") + 500 * Decimal("0.20")
    assert lines_of(bill, "apex")["no charge"].kind == "free"
    assert monthly(bill, "check") == Decimal("0.50") + 3 * Decimal("1.00")  # HTTPS, match, fast


def test_a_gap_beside_it_does_not_hide_a_range() -> None:
    acl = access_list(rule(managedRuleGroupStatement={"vendorName": "Fortinet", "name": "All"}))
    requests = {"low": 0, "expected": 1_000_000, "high": 2_000_000}
    bill = priced(acl, usage={"acl": {"monthly_requests": requests}})
    assert bill.usage.high == 2 * bill.usage.expected > bill.usage.low == 0


def test_a_word_of_a_usage_file_counts_in_any_case() -> None:
    check = resource("aws:route53/healthCheck:HealthCheck", "check", type="HTTP")
    spelled = [
        priced(check, usage={"check": {"endpoint_type": word}}) for word in ("Non_AWS", "non_aws")
    ]
    assert {bill.total.expected for bill in spelled} == {Decimal("0.75")}
    assert priced(check).total.expected == Decimal("0.50")
