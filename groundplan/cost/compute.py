"""Instances that other people's programs start: EC2.

Source: aws.amazon.com/ec2/pricing/on-demand.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def instance(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the hours of the instance."""
    kind = inputs.text(resource, "instanceType")
    yield from quote.hours(f"Instance ({kind}, Linux, on demand)", f"ec2/{kind}/linux/shared")


RULES: Mapping[str, PricingRule] = {"aws:ec2/instance:Instance": instance}
