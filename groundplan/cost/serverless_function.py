"""Functions: Lambda requests, and memory times duration by architecture.

Source: aws.amazon.com/lambda/pricing: GB-seconds in three tiers, 512 MB of scratch space free. The
account's free million requests is not taken off: no single stack can claim it.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

DEFAULT_MEMORY_MIB = 128
FREE_SCRATCH_MIB = 512
MIB_PER_GB = 1024
REQUESTS = "monthly_requests"
DURATION = "request_duration_ms"


def function(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield requests, duration, and scratch space above the free size."""
    yield from quote.metered("Requests", "lambda/requests", REQUESTS)
    memory_gb = inputs.number(resource, "memorySize", DEFAULT_MEMORY_MIB) / MIB_PER_GB
    scratch_gb = inputs.number(resource, "ephemeralStorage.size", FREE_SCRATCH_MIB) / MIB_PER_GB
    seconds = _seconds(quote)
    architecture = "arm" if "arm64" in inputs.texts(resource, "architectures") else "x86"
    free_gb = Decimal(FREE_SCRATCH_MIB) / MIB_PER_GB
    extra_gb = max(scratch_gb - free_gb, Decimal(0))
    yield from quote.used(
        "Ephemeral storage above 512 MB", "lambda/ephemeral-storage",
        None if seconds is None else seconds * extra_gb, REQUESTS, DURATION,
    )  # fmt: skip
    yield from quote.used(
        f"Duration ({architecture})", f"lambda/duration/{architecture}",
        None if seconds is None else seconds * memory_gb, REQUESTS, DURATION,
    )  # fmt: skip


def _seconds(quote: Quote) -> Decimal | None:
    requests, milliseconds = quote.figure(REQUESTS), quote.figure(DURATION)
    if requests is None or milliseconds is None:
        return None
    return requests * milliseconds / 1000


def provisioned(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the memory kept warm all month."""
    memory = [
        inputs.number(one, "memorySize", DEFAULT_MEMORY_MIB) / MIB_PER_GB
        for one in quote.plan.uses(resource, "functionName")
    ]
    count = inputs.number(resource, "provisionedConcurrentExecutions")
    gigabytes = memory[0] if memory else Decimal(DEFAULT_MEMORY_MIB) / MIB_PER_GB
    yield from quote.fixed(
        "Provisioned concurrency", "lambda/provisioned/x86", count * gigabytes * 730 * 3600
    )


RULES: Mapping[str, PricingRule] = {
    "aws:lambda/function:Function": function,
    "aws:lambda/provisionedConcurrencyConfig:ProvisionedConcurrencyConfig": provisioned,
}
