"""Object storage: S3 buckets, by storage class, requests and retrieval.

Source: aws.amazon.com/s3/pricing.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def bucket(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield what the standard class charges, and the data that leaves."""
    yield from quote.metered("Storage, Standard", "s3/standard/storage", "standard.storage_gb")
    yield from quote.metered(
        "PUT, COPY, POST, LIST, Standard", "s3/standard/tier-1", "standard.monthly_tier_1_requests"
    )
    yield from quote.metered(
        "GET and others, Standard", "s3/standard/tier-2", "standard.monthly_tier_2_requests"
    )
    if quote.figure("monthly_outbound_internet_gb") is not None:
        yield from quote.metered(
            "Data transfer out to the internet", "transfer/out", "monthly_outbound_internet_gb"
        )


RULES: Mapping[str, PricingRule] = {"aws:s3/bucket:Bucket": bucket}
