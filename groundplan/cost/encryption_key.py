"""Encryption keys: a price per customer managed key and per 10,000 calls.

Source: aws.amazon.com/kms/pricing; each of the first two yearly rotations adds a price of a key.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def key(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the key and its calls; asymmetric keys pay another price per call."""
    rotates = inputs.flag(resource, "enableKeyRotation")
    note = "each of the first two yearly rotations adds the price of a key" if rotates else None
    yield from quote.fixed("Customer managed key", "kms/key", note=note)
    spec = inputs.text(resource, "customerMasterKeySpec", "SYMMETRIC_DEFAULT")
    if spec == "SYMMETRIC_DEFAULT":
        yield from quote.metered("Requests", "kms/requests/symmetric", "monthly_requests")
        for kind in ("ecc", "rsa"):
            if quote.figure(usage_key := f"monthly_{kind}_key_pair_requests") is not None:
                yield from quote.metered(
                    f"{kind.upper()} data key pairs", f"kms/requests/{kind}-key-pair", usage_key
                )
    else:
        family = "rsa-2048" if spec == "RSA_2048" else "asymmetric"
        yield from quote.metered(f"Requests ({spec})", f"kms/requests/{family}", "monthly_requests")


RULES: Mapping[str, PricingRule] = {
    "aws:kms/key:Key": key,
    "aws:kms/externalKey:ExternalKey": key,
    "aws:kms/replicaKey:ReplicaKey": key,
}
