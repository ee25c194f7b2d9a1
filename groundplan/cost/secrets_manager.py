"""Secrets and parameters: a price per secret and per 10,000 calls.

Sources: aws.amazon.com/secrets-manager/pricing (a replica in another region is a secret there) and
aws.amazon.com/systems-manager/pricing (standard parameters are free, advanced ones are not).
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
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


def parameter(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield an advanced parameter by the hour, and calls where higher throughput is turned on."""
    advanced = inputs.text(resource, "tier", "Standard") == "Advanced"
    if not advanced:
        yield from _standard(quote)
        return
    hours = quote.figure("parameter_storage_hrs")
    yield from quote.fixed(
        "Advanced parameter",
        "ssm/advanced-parameter",
        HOURS_PER_MONTH if hours is None else hours,
    )
    yield from quote.metered(
        "API interactions", "ssm/advanced-interactions", "monthly_api_interactions"
    )


def _standard(quote: Quote) -> Iterator[LineItem]:
    """Yield calls to standard parameters, which cost only where higher throughput is turned on."""
    if quote.usage.word("api_throughput_limit") in {"higher", "advanced"}:
        yield from quote.metered(
            "API interactions", "ssm/advanced-interactions", "monthly_api_interactions"
        )
    else:
        yield quote.free("standard parameters carry no charge")


RULES: Mapping[str, PricingRule] = {
    "aws:secretsmanager/secret:Secret": secret,
    "aws:ssm/parameter:Parameter": parameter,
}
