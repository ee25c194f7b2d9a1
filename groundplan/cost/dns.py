"""Names: Route 53 zones, queries, health checks, resolver endpoints.

Source: aws.amazon.com/route53/pricing. Alias records that point to AWS services answer for free.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

FAST_INTERVAL_SECONDS = 10
QUERIES = (
    ("Standard queries", "standard", "monthly_standard_queries"),
    ("Latency-based queries", "latency", "monthly_latency_based_queries"),
    ("Geo queries", "geo", "monthly_geo_queries"),
)


def zone(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the zone at the price of the account's first 25."""
    yield from quote.worldwide.fixed("Hosted zone", "route53/zone")


def record(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield queries by routing; an alias is free."""
    if inputs.is_set(resource, "aliases"):
        yield quote.free("queries of alias records to AWS services are free")
        return
    for title, part, key in QUERIES:
        yield from quote.worldwide.metered(title, f"route53/queries/{part}", key)


def health_check(check: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the check, and each optional feature: HTTPS, text match, fast interval, latency."""
    outside = quote.usage.word("endpoint_type") == "non_aws"
    place = "non-aws" if outside else "aws"
    kind = inputs.text(check, "type")
    if kind in {"CALCULATED", "CLOUDWATCH_METRIC", "RECOVERY_CONTROL"}:
        place, kind = "aws", ""
    yield from quote.worldwide.fixed("Health check", f"route53/health-check/{place}")
    features = (
        kind.startswith("HTTPS"),
        kind.endswith("STR_MATCH"),
        inputs.number(check, "requestInterval", 30) == FAST_INTERVAL_SECONDS,
        inputs.flag(check, "measureLatency"),
    )
    if any(features):
        yield from quote.worldwide.fixed(
            "Optional features", f"route53/health-check-option/{place}", sum(features)
        )


def resolver_endpoint(endpoint: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield an interface per address, and the queries that pass."""
    addresses = len(inputs.items(endpoint, "ipAddresses"))
    yield from quote.worldwide.hours("Resolver interfaces", "route53/resolver-endpoint", addresses)
    yield from quote.worldwide.metered("DNS queries", "route53/resolver-queries", "monthly_queries")


RULES: Mapping[str, PricingRule] = {
    "aws:route53/zone:Zone": zone,
    "aws:route53/record:Record": record,
    "aws:route53/healthCheck:HealthCheck": health_check,
    "aws:route53/resolverEndpoint:ResolverEndpoint": resolver_endpoint,
}
