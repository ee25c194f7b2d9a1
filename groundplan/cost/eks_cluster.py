"""EKS: the control plane by version, managed node groups, Fargate profiles, Auto Mode.

Source: aws.amazon.com/eks/pricing: a cluster costs more per hour once its Kubernetes version is in
extended support; nodes are charged as instances, Auto Mode adds a share of their price.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.block_storage import Disk
from groundplan.cost.compute import LAUNCH_TEMPLATE, group_size, linked
from groundplan.cost.extended_support import eks_is_extended
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
from groundplan.cost.machine import Machine, from_template, machine_lines
from groundplan.cost.pods import demand_of
from groundplan.cost.price import Price
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

AUTO_MODE_USD = "monthly_auto_mode_ec2_usd"
NODE_TYPE = "m6i.large"
NODE_VCPUS = Decimal("1.8")
NODE_GIB = Decimal("6.5")
"""What a node of 2 vCPU and 8 GiB leaves to pods: less the kubelet's share and daemons."""

OBSERVABILITY = "amazon-cloudwatch-observability"
DEFAULT_NODE_TYPE = "t3.medium"
DEFAULT_NODE_DISK_GB = Decimal(20)


def cluster(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the control plane; without a version EKS takes its newest, in standard support."""
    version = inputs.text(resource, "version", "")
    if eks_is_extended(version, quote.as_of):
        yield from quote.hours(
            f"EKS control plane, extended support of {version}", "eks/cluster-extended",
            note=f"on {quote.as_of}; an upgrade of Kubernetes ends it",
        )  # fmt: skip
    else:
        yield from quote.hours("EKS control plane", "eks/cluster")
    if inputs.flag(resource, "computeConfig.enabled"):
        yield from _auto_mode(quote)


def _auto_mode(quote: Quote) -> Iterator[LineItem]:
    """Yield the nodes that EKS picks itself: as usage says, else as the plan's pods need."""
    nodes_usd = quote.figure(AUTO_MODE_USD)
    if nodes_usd is None:
        yield from _nodes_for_pods(quote)
        return
    given = Price(
        key="eks/auto-mode-nodes", unit="ratio", usd=Decimal(1), effective="given", grade="A",
        source="the usage file",
    )  # fmt: skip
    yield quote.at_price("usage", "Auto Mode nodes, EC2 hours in USD", given, nodes_usd, "given")
    yield from quote.metered("Auto Mode fee on them", "eks/auto-mode-factor", AUTO_MODE_USD)


def _nodes_for_pods(quote: Quote) -> Iterator[LineItem]:
    """Yield as many nodes of a planning type as the pods' requests fill, and the fee on them."""
    demand = demand_of(quote.plan, quote.scenario)
    if not demand.pods:
        yield quote.unpriced("Auto Mode nodes", f"no workload in the plan: give {AUTO_MODE_USD}")
        return
    by_cpu, by_memory = demand.vcpus / NODE_VCPUS, demand.memory_gib / NODE_GIB
    count = max(by_cpu, by_memory).to_integral_value(rounding="ROUND_CEILING")
    note = (
        f"{demand.pods} pods request {demand.vcpus.normalize():f} vCPU and "
        f"{demand.memory_gib:.1f} GiB: {count} nodes, counted as {NODE_TYPE}; EKS picks the type"
    )
    key = f"ec2/{NODE_TYPE}/linux/shared"
    yield from quote.hours("Auto Mode nodes", key, count, note=note)
    if quote.has(key) and quote.has("eks/auto-mode-factor"):
        node, factor = quote.price_of(key), quote.price_of("eks/auto-mode-factor")
        fee = replace(node, usd=node.usd * factor.usd, grade=factor.grade, source=factor.source)
        share = f"{factor.usd} of the node's on-demand price"
        hours = HOURS_PER_MONTH * count
        yield quote.at_price("fixed", "Auto Mode fee", fee, hours, share)
    else:
        yield quote.unpriced(
            "Auto Mode fee", "no price of the node, or no share of it, in the list"
        )


def node_group(group: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield as many nodes as the group wants: between its sizes at low and high."""
    count = group_size(
        group, quote, "scalingConfig.minSize", "scalingConfig.desiredSize", "scalingConfig.maxSize"
    )
    if not count:
        yield quote.free("the group wants no nodes")
        return
    template = linked(group, "launchTemplate", LAUNCH_TEMPLATE, quote)
    types = inputs.texts(group, "instanceTypes")
    if template is not None:
        machine = from_template(template)
        machine = replace(machine, instance_type=types[0]) if types else machine
    else:
        size = inputs.number(group, "diskSize", DEFAULT_NODE_DISK_GB)
        machine = Machine(
            instance_type=types[0] if types else DEFAULT_NODE_TYPE, disks=(Disk("root", size),)
        )
    spot = inputs.text(group, "capacityType", "ON_DEMAND") == "SPOT"
    yield from machine_lines(replace(machine, spot=spot), count, quote)


def fargate_profile(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield one pod of 1 vCPU and 1 GB: a profile says which pods run, not how many."""
    note = "a profile names no pods: one of 1 vCPU and 1 GB"
    pods = quote.figure("pods") or Decimal(1)
    yield from quote.hours("Fargate vCPU (x86)", "fargate/x86/vcpu", pods, note=note)
    yield from quote.hours("Fargate memory (x86)", "fargate/x86/memory", pods, note=note)


def addon(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield what an add-on's agents report; add-ons of AWS carry no charge by themselves.

    Source: aws.amazon.com/cloudwatch/pricing, Container Insights with enhanced observability: the
    add-on turns it on for EKS, and it is charged by observation.
    """
    yield quote.free("an add-on of AWS carries no charge; its pods run on the nodes")
    if inputs.text(resource, "addonName") == OBSERVABILITY:
        yield from quote.metered(
            "Container Insights, observations",
            "metric/container-insights-enhanced",
            "monthly_observations",
        )


RULES: Mapping[str, PricingRule] = {
    "aws:eks/cluster:Cluster": cluster,
    "aws:eks/addon:Addon": addon,
    "aws:eks/nodeGroup:NodeGroup": node_group,
    "aws:eks/fargateProfile:FargateProfile": fargate_profile,
}
