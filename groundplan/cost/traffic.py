"""How many requests a stack is built for, read from the size of its web services.

Every figure here is a planning assumption, not a measurement: it is stated in the report, with the
money that it decides, and a usage file replaces it. A stack without a service or a Kubernetes
workload behind a load balancer has no traffic to derive, and nothing is assumed for it.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.inputs import NotKnown
from groundplan.cost.line_item import HOURS_PER_MONTH, Spread
from groundplan.cost.pods import WORKLOADS, pod_demand, replicas
from groundplan.cost.scaling import TARGET
from groundplan.cost.usage import Usage
from groundplan.cost.web_workload import web_workloads
from groundplan.plan import Plan, PlannedResource

SERVICE = "aws:ecs/service:Service"
TASK_DEFINITION = "aws:ecs/taskDefinition:TaskDefinition"
CPU_UNITS_PER_VCPU = 1024
SECONDS_PER_MONTH = HOURS_PER_MONTH * 3600

REQUESTS_PER_SECOND_PER_VCPU = Spread(Decimal(1), Decimal(5), Decimal(15))
"""Averages over a month, nights included. A vCPU serves some 50 requests a second of an ordinary
web framework; stacks are sized for peaks three to ten times their average."""


@dataclass(frozen=True)
class Traffic:
    """Average requests per second of a stack, and where the figure comes from."""

    requests_per_second: Spread
    reason: str

    @property
    def requests_per_month(self) -> Spread:
        """Requests of a month of 730 hours."""
        return self.requests_per_second.map(lambda rate: rate * SECONDS_PER_MONTH)

    def shared_by(self, count: int) -> "Traffic":
        """Give one of so many equal parts."""
        return Traffic(self.requests_per_second.map(lambda rate: rate / count), self.reason)

    def gigabytes_per_month(self, kilobytes_per_request: int | Decimal) -> Spread:
        """Data moved in a month at so many KB per request."""
        return self.requests_per_month.map(lambda count: count * kilobytes_per_request / 1_000_000)


def traffic_of(plan: Plan, usage: Usage) -> Traffic | None:
    """Give the stack's traffic: what the usage file says of its services, else from their size."""
    rates, reasons = Spread.none(), []
    for service in web_services(plan):
        given = usage.of(service).figures.get("requests_per_second")
        if given is not None and not isinstance(given, str):
            rates += given.spread
            reasons.append(f"{service.name}: given")
        elif (size := _vcpus(service, plan)) is not None:
            rates += _rates(size)
            reasons.append(_reason(service, size))
    return Traffic(rates, "; ".join(reasons)) if reasons else None


def web_services(plan: Plan) -> Iterator[PlannedResource]:
    """Yield what answers the requests from outside: services of ECS, workloads of Kubernetes."""
    for service in plan.of_kind(SERVICE):
        if inputs.is_set(service, "loadBalancers"):
            yield service
    yield from web_workloads(plan)


def _rates(size: Spread) -> Spread:
    per_vcpu = REQUESTS_PER_SECOND_PER_VCPU
    return Spread(
        size.low * per_vcpu.low, size.expected * per_vcpu.expected, size.high * per_vcpu.high
    )


def _reason(service: PlannedResource, size: Spread) -> str:
    per_vcpu = REQUESTS_PER_SECOND_PER_VCPU
    return (
        f"{service.name} runs {_plain(size.low)} to {_plain(size.high)} vCPU at an assumed "
        f"{per_vcpu.low} to {per_vcpu.high} (expected {per_vcpu.expected}) requests per second each"
    )


def _plain(figure: Decimal) -> str:
    return f"{figure.normalize():f}"


def _vcpus(service: PlannedResource, plan: Plan) -> Spread | None:
    """Give the vCPUs of a service at its fewest, usual and most tasks; None where unknown."""
    try:
        if service.kind in WORKLOADS:
            one_pod = pod_demand(service).vcpus
            return replicas(service, plan).map(lambda count: count * one_pod)
        units = [
            inputs.number(one, "cpu")
            for one in plan.uses(service, "taskDefinition")
            if one.kind == TASK_DEFINITION
        ]
        tasks = task_range(service, plan)
    except NotKnown:
        return None
    return tasks.map(lambda count: count * units[0] / CPU_UNITS_PER_VCPU) if units else None


def task_range(service: PlannedResource, plan: Plan) -> Spread:
    """Give the fewest, usual and most tasks, or pods, of a service. Raises NotKnown."""
    if service.kind in WORKLOADS:
        return replicas(service, plan)
    usual = inputs.number(service, "desiredCount", 1)
    for target in _targets(service, plan):
        least, most = inputs.number(target, "minCapacity"), inputs.number(target, "maxCapacity")
        return Spread(least, min(max(usual, least), most), most)
    return Spread.of(usual)


def _targets(service: PlannedResource, plan: Plan) -> Iterator[PlannedResource]:
    for user, property_name in plan.users(service.urn):
        if user.kind == TARGET and property_name == "resourceId":
            yield user
