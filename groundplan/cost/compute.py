"""Virtual machines of other people's programs: EC2 instances and Auto Scaling groups.

Source: aws.amazon.com/ec2/pricing/on-demand and docs.aws.amazon.com/autoscaling/ec2/userguide.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.inputs import NotKnown
from groundplan.cost.line_item import LineItem
from groundplan.cost.machine import (
    Machine,
    from_configuration,
    from_instance,
    from_template,
    machine_lines,
)
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

LAUNCH_TEMPLATE = "aws:ec2/launchTemplate:LaunchTemplate"
LAUNCH_CONFIGURATION = "aws:ec2/launchConfiguration:LaunchConfiguration"
MIXED = "mixedInstancesPolicy"
DISTRIBUTION = f"{MIXED}.instancesDistribution"


def instance(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield one instance with its disks, and its public address where it asks for one."""
    machine = from_instance(resource, linked(resource, "launchTemplate", LAUNCH_TEMPLATE, quote))
    yield from machine_lines(machine, Decimal(1), quote)
    if inputs.flag(resource, "associatePublicIpAddress"):
        yield from quote.hours("Public IPv4 address", "ipv4/hours")


def scaling_group(group: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield as many machines as the group wants: between its sizes at low and high."""
    count = group_size(group, quote, "minSize", "desiredCapacity", "maxSize")
    if not count:
        yield quote.free("the group wants no instances")
        return
    if inputs.is_set(group, MIXED):
        yield from _mixed(group, count, quote)
        return
    yield from machine_lines(_machine(group, quote), count, quote)


def group_size(
    group: PlannedResource, quote: Quote, least_path: str, wanted_path: str, most_path: str
) -> Decimal:
    """Give the number of machines: usage first, then the wanted size, else the smallest (or 1)."""
    least = inputs.number(group, least_path, 0)
    if quote.scenario == "low" and inputs.is_set(group, least_path):
        return least
    if quote.scenario == "high":
        return inputs.number(group, most_path, least)
    given = quote.figure("instances")
    if given is not None:
        return given
    if inputs.is_set(group, wanted_path):
        return inputs.number(group, wanted_path)
    return max(least, Decimal(1))


def linked(
    resource: PlannedResource, property_name: str, kind: str, quote: Quote
) -> PlannedResource | None:
    """Give the planned resource of a kind that a property was made from."""
    found = (one for one in quote.plan.uses(resource, property_name) if one.kind == kind)
    return next(found, None)


def _machine(group: PlannedResource, quote: Quote) -> Machine:
    configuration = linked(group, "launchConfiguration", LAUNCH_CONFIGURATION, quote)
    if configuration is not None:
        return from_configuration(configuration)
    template = linked(group, "launchTemplate", LAUNCH_TEMPLATE, quote)
    if template is None:
        raise NotKnown("neither its launch template nor its launch configuration is in the plan")
    return from_template(template)


def _mixed(group: PlannedResource, count: Decimal, quote: Quote) -> Iterator[LineItem]:
    """Yield the first override's type, on demand up to the base and by share above it."""
    template = linked(group, MIXED, LAUNCH_TEMPLATE, quote)
    machine = from_template(template) if template else Machine(instance_type="")
    overrides = inputs.blocks(group, f"{MIXED}.launchTemplate.overrides")
    if overrides:
        first = overrides[0]
        weight = Decimal(str(first.get("weightedCapacity") or 1))
        count = (count / weight).to_integral_value(rounding="ROUND_CEILING")
        machine = replace(
            machine, instance_type=str(first.get("instanceType", machine.instance_type))
        )
    base = min(inputs.number(group, f"{DISTRIBUTION}.onDemandBaseCapacity", 0), count)
    share = inputs.number(group, f"{DISTRIBUTION}.onDemandPercentageAboveBaseCapacity", 100) / 100
    on_demand = base + (count - base) * share
    if on_demand:
        yield from machine_lines(machine, on_demand, quote)
    if count > on_demand:
        yield from machine_lines(replace(machine, spot=True), count - on_demand, quote)


RULES: Mapping[str, PricingRule] = {
    "aws:ec2/instance:Instance": instance,
    "aws:autoscaling/group:Group": scaling_group,
}
