"""Certificates: public ones are free, those of a private authority are not.

Source: aws.amazon.com/certificate-manager/pricing and aws.amazon.com/private-ca/pricing.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def certificate(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield a certificate issued by a private authority; a public one carries no charge."""
    if inputs.is_set(resource, "certificateAuthorityArn"):
        given = quote.figure("monthly_requests")
        yield from quote.worldwide.fixed(
            "Private certificate", "acm/private-certificate", 1 if given is None else given
        )
    else:
        yield quote.free("public certificates for AWS services are free")


RULES: Mapping[str, PricingRule] = {"aws:acm/certificate:Certificate": certificate}
