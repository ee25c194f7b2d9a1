"""Container images: ECR storage.

Source: aws.amazon.com/ecr/pricing; pulls inside the region carry no charge of their own.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def repository(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the storage of images."""
    yield from quote.metered("Storage", "ecr/storage", "storage_gb")


RULES: Mapping[str, PricingRule] = {"aws:ecr/repository:Repository": repository}
