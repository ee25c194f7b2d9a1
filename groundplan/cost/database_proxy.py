"""RDS Proxy: charged by the vCPUs of the database behind it.

Source: aws.amazon.com/rds/proxy/pricing: per vCPU and hour of each target, two vCPUs at least.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.instance_size import vcpus
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

TARGET = "aws:rds/proxyTarget:ProxyTarget"
INSTANCE = "aws:rds/instance:Instance"
FEWEST_VCPUS = 2


def proxy(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the vCPUs of every planned instance that the proxy stands in front of."""
    instances = list(_instances(resource, quote))
    if not instances:
        yield quote.unpriced("RDS Proxy", "the instance behind it is not in the plan")
    for instance in instances:
        instance_class = inputs.text(instance, "instanceClass")
        count = max(vcpus(instance_class) or FEWEST_VCPUS, FEWEST_VCPUS)
        yield from quote.hours(f"RDS Proxy for {instance.name}", "rds/proxy", count)


def _instances(resource: PlannedResource, quote: Quote) -> Iterator[PlannedResource]:
    for target, _ in quote.plan.users(resource.urn):
        if target.kind == TARGET:
            for one in quote.plan.uses(target, "dbInstanceIdentifier"):
                if one.kind == INSTANCE:
                    yield one


RULES: Mapping[str, PricingRule] = {"aws:rds/proxy:Proxy": proxy}
