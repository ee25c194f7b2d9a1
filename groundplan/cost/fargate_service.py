"""Services on Fargate: vCPU and memory of every task, for as many tasks as run.

Source: aws.amazon.com/fargate/pricing: per vCPU and GB, by architecture and operating system;
20 GB of ephemeral storage included; Spot tasks at a price that floats. Data that crosses zones
costs in either direction (aws.amazon.com/ec2/pricing/on-demand, data transfer).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from groundplan.cost import inputs
from groundplan.cost.fargate_task import INCLUDED_STORAGE_GB, Task, task_of
from groundplan.cost.line_item import HOURS_PER_MONTH, LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.cost.scaling import scaling_target
from groundplan.plan import PlannedResource

SERVICE = "aws:ecs/service:Service"
CLUSTER = "aws:ecs/cluster:Cluster"
CAPACITY_PROVIDERS = "aws:ecs/clusterCapacityProviders:ClusterCapacityProviders"

SCHEDULE = "aws:scheduler/schedule:Schedule"

SPOT_FACTOR = "fargate/spot-factor"


def service(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield vCPU, memory, extra storage and public addresses of the tasks that run all month."""
    shares = _shares(resource, quote)
    if shares is None:
        yield quote.free("runs on instances of the cluster, which are charged as instances")
        return
    task, count = task_of(resource, quote), _tasks(resource, quote)
    spot = _spot_tasks(shares, count)
    note = f"{count.normalize():f} tasks"
    if count > spot or not count:
        yield from _compute(task, count - spot, quote, note)
    if spot:
        yield from _spot(task, spot, quote)
    extra = max(task.storage_gb - INCLUDED_STORAGE_GB, Decimal(0))
    if extra:
        yield from quote.hours(
            "Ephemeral storage above 20 GB", "fargate/ephemeral-storage", extra * count, note=note
        )
    if len(inputs.items(resource, "networkConfiguration.subnets")) > 1:
        yield from quote.metered(
            "Data between zones, both ways",
            "transfer/intra-region",
            "monthly_cross_zone_gb",
            times=2,
        )
    if inputs.flag(resource, "networkConfiguration.assignPublicIp"):
        yield from quote.hours("Public IPv4 addresses", "ipv4/hours", count, note=note)


def _compute(task: Task, count: Decimal, quote: Quote, note: str) -> Iterator[LineItem]:
    key = f"fargate/{task.platform}"
    yield from quote.hours(
        f"Fargate vCPU ({task.platform})", f"{key}/vcpu", task.vcpu * count, note=note
    )
    yield from quote.hours(
        f"Fargate memory ({task.platform})", f"{key}/memory", task.memory_gb * count, note=note
    )


def _spot(task: Task, count: Decimal, quote: Quote) -> Iterator[LineItem]:
    """Yield Spot tasks at a planning share of the on-demand price: the real one floats."""
    for title, part, amount in (("vCPU", "vcpu", task.vcpu), ("memory", "memory", task.memory_gb)):
        item, key = f"Fargate Spot {title} ({task.platform})", f"fargate/{task.platform}/{part}"
        if not (quote.has(key) and quote.has(SPOT_FACTOR)):
            missing = SPOT_FACTOR if quote.has(key) else key
            yield from quote.hours(item, missing, amount * count)
            continue
        full, factor = quote.price_of(key), quote.price_of(SPOT_FACTOR)
        price = replace(full, usd=full.usd * factor.usd, grade="C", source=factor.source)
        note = f"Spot floats: planned at {factor.usd} of the on-demand price"
        yield quote.at_price("fixed", item, price, HOURS_PER_MONTH * amount * count, note)


def _shares(resource: PlannedResource, quote: Quote) -> Sequence[Mapping[str, Any]] | None:
    """Give the capacity provider strategy; None for a service that does not run on Fargate."""
    launch_type = inputs.text(resource, "launchType", "")
    if launch_type:
        return [] if launch_type == "FARGATE" else None
    strategy = list(inputs.blocks(resource, "capacityProviderStrategies"))
    providers = [str(one.get("capacityProvider")) for one in strategy]
    for cluster_setting in () if strategy else _cluster_settings(resource, quote):
        strategy = list(inputs.blocks(cluster_setting, "defaultCapacityProviderStrategies"))
        providers = [str(one.get("capacityProvider")) for one in strategy]
        providers = providers or list(inputs.texts(cluster_setting, "capacityProviders"))
    on_fargate = providers and all(one.startswith("FARGATE") for one in providers)
    return strategy if on_fargate else None


def _cluster_settings(resource: PlannedResource, quote: Quote) -> Iterator[PlannedResource]:
    for cluster in quote.plan.uses(resource, "cluster"):
        for user, _ in quote.plan.users(cluster.urn):
            if user.kind == CAPACITY_PROVIDERS:
                yield user


def _spot_tasks(strategy: Sequence[Mapping[str, Any]], count: Decimal) -> Decimal:
    """Split tasks as ECS does: each provider's base first, the rest by weight."""
    base = sum((_count(one, "base") for one in strategy), Decimal(0))
    weight = sum((_count(one, "weight") for one in strategy), Decimal(0))
    rest = max(count - base, Decimal(0))
    spot = Decimal(0)
    for one in strategy:
        if one.get("capacityProvider") == "FARGATE_SPOT":
            spot += _count(one, "base") + (rest * _count(one, "weight") / weight if weight else 0)
    return min(spot, count)


def _count(block: Mapping[str, Any], key: str) -> Decimal:
    return Decimal(str(block.get(key, 0)))


def _tasks(resource: PlannedResource, quote: Quote) -> Decimal:
    """Give how many tasks run: the range of the scaling target, or the desired count."""
    target = scaling_target(resource, "ecs:service:DesiredCount", quote)
    if target is None:
        return inputs.number(resource, "desiredCount", 1)
    least, most = inputs.number(target, "minCapacity"), inputs.number(target, "maxCapacity")
    if quote.scenario == "low":
        return least
    if quote.scenario == "high":
        return most
    usual = quote.figure("average_tasks")
    if usual is None:
        usual = inputs.number(resource, "desiredCount", least)
    return min(max(usual, least), most)


def cluster(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield what Container Insights watches, where it is on; the cluster itself is free."""
    yield quote.free("an ECS cluster carries no charge; its tasks do")
    for setting in inputs.blocks(resource, "settings"):
        value = setting.get("value") if setting.get("name") == "containerInsights" else None
        if value == "enhanced":
            yield from quote.metered(
                "Container Insights, observations",
                "metric/container-insights-enhanced",
                "monthly_observations",
            )
        elif value == "enabled":
            yield from quote.metered(
                "Container Insights, metrics", "metric/container-insights", "monthly_metrics"
            )


def schedule(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield vCPU and memory of the task that a schedule starts, for as long as it runs.

    Source: aws.amazon.com/eventbridge/pricing: 14 million starts a month carry no charge.
    """
    yield quote.free("starts below 14 million a month carry no charge; what they start does")
    if not list(inputs.blocks(resource, "target.ecsParameters")):
        return
    task = task_of(resource, quote, "target")
    for title, part, amount in (("vCPU", "vcpu", task.vcpu), ("memory", "memory", task.memory_gb)):
        yield from quote.metered(
            f"Fargate {title} ({task.platform})",
            f"fargate/{task.platform}/{part}",
            "monthly_task_hours",
            times=amount,
        )


RULES: Mapping[str, PricingRule] = {SERVICE: service, CLUSTER: cluster, SCHEDULE: schedule}
