"""Secrets: a price per secret and per 10,000 calls.

Source: aws.amazon.com/secrets-manager/pricing; a replica in another region is a secret there.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def secret(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the secret, its replicas and its calls."""
    yield from quote.fixed("Secret", "secrets/secret")
    for replica in inputs.blocks(resource, "replicas"):
        yield from quote.at(str(replica["region"])).fixed(
            f"Secret, replica in {replica['region']}", "secrets/secret"
        )
    yield from quote.metered("API requests", "secrets/requests", "monthly_requests")


RULES: Mapping[str, PricingRule] = {"aws:secretsmanager/secret:Secret": secret}
