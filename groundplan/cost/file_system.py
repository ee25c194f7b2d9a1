"""Shared file systems: EFS storage by class, access to cold classes, throughput.

Source: aws.amazon.com/efs/pricing: One Zone costs about half; provisioned throughput is charged
above the 1 MiB/s that every 20 GB of Standard storage include.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

GB_PER_INCLUDED_MIBPS = 20


def file_system(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield storage, then the cold class if files move there, then throughput."""
    place = "one-zone" if inputs.is_set(resource, "availabilityZoneName") else "standard"
    yield from quote.metered(f"Storage ({place})", f"efs/{place}/storage", "storage_gb")
    policies = inputs.blocks(resource, "lifecyclePolicies")
    if any(policy.get("transitionToIa") for policy in policies):
        yield from quote.metered(
            f"Storage ({place}, infrequent access)", f"efs/{place}-ia/storage",
            "infrequent_access_storage_gb",
        )  # fmt: skip
        for title in ("read", "write"):
            yield from quote.metered(
                f"Infrequent access {title}", "efs/ia-requests",
                f"monthly_infrequent_access_{title}_gb",
            )  # fmt: skip
    yield from _throughput(resource, quote)


def _throughput(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    mode = inputs.text(resource, "throughputMode", "bursting")
    if mode == "provisioned":
        stored = quote.figure("storage_gb") or Decimal(0)
        wanted = inputs.number(resource, "provisionedThroughputInMibps")
        extra = max(wanted - stored / GB_PER_INCLUDED_MIBPS, Decimal(0))
        yield from quote.fixed(
            "Provisioned throughput", "efs/throughput", extra,
            note=f"{wanted} MiB/s less 1 for every {GB_PER_INCLUDED_MIBPS} GB stored",
        )  # fmt: skip
    if mode == "elastic":
        yield from quote.metered("Elastic throughput, read", "efs/elastic/read", "monthly_read_gb")
        yield from quote.metered(
            "Elastic throughput, write", "efs/elastic/write", "monthly_write_gb"
        )


RULES: Mapping[str, PricingRule] = {"aws:efs/fileSystem:FileSystem": file_system}
