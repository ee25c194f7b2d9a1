"""Content delivery: CloudFront by edge location, its functions, Global Accelerator.

Source: aws.amazon.com/cloudfront/pricing: prices belong to the place of the edge, not to a region.
The always-free terabyte is the account's and is not taken off.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

EDGES = {
    "us": "us",
    "europe": "europe",
    "south_africa": "south-africa",
    "south_america": "south-america",
    "japan": "japan",
    "australia": "australia",
    "asia_pacific": "asia-pacific",
    "india": "india",
}
"""Place of the edge in a usage file, and in the price list."""

TRAFFIC = (
    ("Data transfer out to the internet", "out", "monthly_data_transfer_to_internet_gb"),
    ("Data transfer out to the origin", "origin", "monthly_data_transfer_to_origin_gb"),
    ("HTTP requests", "http", "monthly_http_requests"),
    ("HTTPS requests", "https", "monthly_https_requests"),
    ("Origin Shield requests", "shield", "monthly_shield_requests"),
)


DISTRIBUTION = "aws:cloudfront/distribution:Distribution"


def distribution(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield traffic per edge that usage names (the US where it names none), then extras."""
    world = quote.worldwide
    used = [
        edge
        for edge in EDGES
        if any(quote.figure(f"{key}.{edge}") is not None for *_, key in TRAFFIC)
    ]
    shield = _shield_edge(resource)
    for title, part, key in TRAFFIC:
        edges = used or ["us"]
        if part == "shield":
            edges = [shield] if shield else []
        for edge in edges:
            yield from world.metered(
                f"{title} ({edge})", f"cloudfront/{EDGES[edge]}/{part}", f"{key}.{edge}"
            )
    yield from world.metered(
        "Invalidation paths", "cloudfront/invalidation", "monthly_invalidation_requests"
    )
    yield from world.metered(
        "Field-level encryption", "cloudfront/field-encryption", "monthly_encryption_requests"
    )
    yield from world.metered("Real-time log lines", "cloudfront/realtime-log", "monthly_log_lines")
    yield from _certificates(resource, world)


def _shield_edge(resource: PlannedResource) -> str | None:
    """Give the place of Origin Shield: it is charged where the origin's region is."""
    for origin in inputs.blocks(resource, "origins"):
        shield = origin.get("originShield") or {}
        region = shield.get("originShieldRegion") if isinstance(shield, Mapping) else None
        if isinstance(region, str):
            return next((edge for start, edge in SHIELDS if region.startswith(start)), "us")
    return None


SHIELDS = (
    ("us-", "us"), ("eu-", "europe"), ("sa-", "south_america"), ("ap-northeast-1", "japan"),
    ("ap-south-1", "india"), ("ap-southeast-2", "australia"), ("ap-", "asia_pacific"),
)  # fmt: skip
"""Region of Origin Shield by its beginning, and the place whose price it has."""


def _certificates(resource: PlannedResource, world: Quote) -> Iterator[LineItem]:
    given = world.figure("custom_ssl_certificates")
    dedicated = inputs.text(resource, "viewerCertificate.sslSupportMethod", "") == "vip"
    if given is not None or dedicated:
        count = 1 if given is None else given
        yield from world.fixed(
            "Certificates on dedicated IP addresses", "cloudfront/dedicated-ip-certificate", count
        )


def function(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the invocations of a function at the edge."""
    yield from quote.worldwide.metered("Invocations", "cloudfront/functions", "monthly_requests")


def accelerator(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the fixed fee; the premium per GB depends on where traffic goes."""
    yield from quote.worldwide.hours("Global Accelerator", "global-accelerator/hours")


def log_delivery(delivery: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield that CloudFront's logs cost nothing on their way; of others no price is held.

    Source: CloudFront Developer Guide, standard logging (v2), pricing.
    """
    sources = quote.plan.uses(delivery, "deliverySourceName")
    logged = [one for source in sources for one in quote.plan.uses(source, "resourceArn")]
    if logged and all(one.type == DISTRIBUTION for one in logged):
        yield quote.free("CloudFront delivers its logs; the bucket has their storage")
    else:
        yield quote.unpriced("Logs delivered", "vended logs have a price by service", "GB")


RULES: Mapping[str, PricingRule] = {
    "aws:cloudwatch/logDelivery:LogDelivery": log_delivery,
    DISTRIBUTION: distribution,
    "aws:cloudfront/function:Function": function,
    "aws:globalaccelerator/accelerator:Accelerator": accelerator,
}
