"""What runs on Kubernetes: charged through the nodes, so free by itself.

Pods on nodes cost what the nodes cost, and the data that they move to other zones. A load balancer
that a Service asks for is made by the cluster after deployment: no plan can see it, so it is
unpriced, not free.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

PODS_ONLY = frozenset({"aws-load-balancer-controller"})
ON_NODES = "pods are charged through the nodes they run on"


def workload(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield nothing to pay but data between zones: the nodes carry the charge."""
    yield quote.free(ON_NODES)
    if quote.figure("monthly_cross_zone_gb") is not None:
        yield from quote.metered(
            "Data between zones, both ways", "transfer/intra-region", "monthly_cross_zone_gb",
            times=2,
        )  # fmt: skip


def service(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the load balancer that a Service of that type makes the cluster create."""
    if inputs.text(resource, "spec.type", "ClusterIP") == "LoadBalancer":
        yield quote.unpriced(
            "Load balancer of the Service", "the cluster creates it: its type is not in the plan"
        )
    else:
        yield quote.free("inside the cluster")


def release(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield nothing for charts known to make pods only; what others make is not in the plan."""
    if inputs.text(resource, "chart", "") in PODS_ONLY:
        yield quote.free(ON_NODES)
    else:
        yield quote.unpriced("Objects of the chart", "the plan names the chart, not what it makes")


RULES: Mapping[str, PricingRule] = {
    "kubernetes:apps/v1:Deployment": workload,
    "kubernetes:apps/v1:StatefulSet": workload,
    "kubernetes:apps/v1:DaemonSet": workload,
    "kubernetes:batch/v1:Job": workload,
    "kubernetes:batch/v1:CronJob": workload,
    "kubernetes:core/v1:Pod": workload,
    "kubernetes:core/v1:Service": service,
    "kubernetes:helm.sh/v3:Release": release,
}
