"""Usage that follows the requests of a stack: connections, data, logs, images.

The constants are planning figures, not measurements; each stands in the reason that is printed.
"""

import re
from collections.abc import Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.kubernetes_ingress import INGRESS, makes_balancer
from groundplan.cost.line_item import Spread
from groundplan.cost.load_balancer import LOAD_BALANCER
from groundplan.cost.pods import WORKLOADS
from groundplan.cost.situation import Derivation, Situation
from groundplan.cost.traffic import SERVICE
from groundplan.cost.usage import Figure, Figures
from groundplan.plan import PlannedResource

KILOBYTES_PER_RESPONSE = 20
NEW_CONNECTION_SHARE = Decimal("0.2")
SECONDS_PER_CONNECTION = 30
LOG_KILOBYTES_PER_REQUEST = Decimal("0.5")
LOG_COMPRESSION = Decimal("0.15")
IMAGE_GB = Decimal("0.3")
DEPLOYMENTS = Spread(Decimal(4), Decimal(20), Decimal(60))
FLOW_LOG_SHARE = Decimal("0.02")
CROSS_ZONE_KILOBYTES = 10
QUIET_LOG_GB = Spread(Decimal("0.1"), Decimal("0.5"), Decimal(2))
POD_LOGS = re.compile(r"/aws/containerinsights/.+/application")
SEARCHED = Spread(Decimal(0), Decimal(1), Decimal(5))


def load_balancer(_: PlannedResource, situation: Situation) -> Figures:
    """Connections and bytes of the stack's requests, which its load balancers share evenly."""
    if situation.traffic is None or not situation.balancers:
        return {}
    traffic = situation.traffic.shared_by(situation.balancers)
    new = traffic.requests_per_second.map(lambda rate: rate * NEW_CONNECTION_SHARE)
    data = traffic.gigabytes_per_month(KILOBYTES_PER_RESPONSE)
    size = f"{KILOBYTES_PER_RESPONSE} KB per response; {traffic.reason}"
    return {
        "new_connections": Figure(new, f"every fifth request opens one; {traffic.reason}"),
        "active_connections": Figure(
            new.map(lambda rate: rate * SECONDS_PER_CONNECTION),
            f"open for {SECONDS_PER_CONNECTION} s; {traffic.reason}",
        ),
        "processed_bytes_gb": Figure(data, size),
        "monthly_outbound_internet_gb": Figure(data, size),
    }


def ingress(resource: PlannedResource, situation: Situation) -> Figures:
    """The same, where AWS makes a load balancer for it."""
    made = makes_balancer(resource, situation.plan)
    return load_balancer(resource, situation) if made else {}


def nat_gateway(_: PlannedResource, situation: Situation) -> Figures:
    """Images that deployments pull, shared among the gateways."""
    gateways = sum(1 for _ in situation.plan.of_kind("aws:ec2/natGateway:NatGateway"))
    pulled = _starts(situation.tasks).map(lambda starts: starts * IMAGE_GB / gateways)
    reason = (
        f"{IMAGE_GB} GB per image, {DEPLOYMENTS.low} to {DEPLOYMENTS.high} deployments a month of "
        f"every task, over {gateways} gateways; calls to third parties are not in it"
    )
    return {"monthly_data_processed_gb": Figure(pulled, reason)}


def log_group(group: PlannedResource, situation: Situation) -> Figures:
    """Lines of requests in the group of a web service; a quiet group elsewhere."""
    ingested, reason = _ingested(group, situation)
    days = inputs.number(group, "retentionInDays", 0)
    months = situation.months_kept(days) if days else Decimal(situation.month or 12)
    kept = f"kept {days} days" if days else "kept for ever: the figure of month 12"
    stored = ingested.map(lambda gigabytes: gigabytes * months * LOG_COMPRESSION)
    return {
        "monthly_data_ingested_gb": Figure(ingested, reason),
        "monthly_data_scanned_gb": Figure(
            Spread(ingested.low * SEARCHED.low, ingested.expected, ingested.high * SEARCHED.high),
            f"everything is searched once (high: {SEARCHED.high} times); {reason}",
        ),
        "storage_gb": Figure(stored, f"{kept}, compressed to {LOG_COMPRESSION}; {reason}"),
    }


def _ingested(group: PlannedResource, situation: Situation) -> tuple[Spread, str]:
    web = situation.web_services
    writers = sum(1 for one in web if _writes(one, group))
    if situation.traffic is not None and writers:
        kilobytes = LOG_KILOBYTES_PER_REQUEST * writers / len(web)
        reason = f"{LOG_KILOBYTES_PER_REQUEST} KB of log per request; {situation.traffic.reason}"
        return situation.traffic.gigabytes_per_month(kilobytes), reason
    return QUIET_LOG_GB, "nothing to derive it from: a quiet log group"


def _writes(web: PlannedResource, group: PlannedResource) -> bool:
    """Whether the group takes its lines: a group of its own, or the one of all pods.

    Source: CloudWatch, Container Insights for EKS, log group `/application` of the cluster.
    """
    if web.kind in WORKLOADS:
        return POD_LOGS.fullmatch(str(group.read("name"))) is not None
    return group.name.removesuffix("-logs") == web.name


def flow_log(_: PlannedResource, situation: Situation) -> Figures:
    """A share of the traffic, as records of it."""
    if situation.traffic is None:
        return {}
    records = situation.traffic.gigabytes_per_month(KILOBYTES_PER_RESPONSE * FLOW_LOG_SHARE)
    reason = f"{FLOW_LOG_SHARE} of the bytes moved; {situation.traffic.reason}"
    return {"monthly_data_ingested_gb": Figure(records, reason)}


def fargate_service(service: PlannedResource, situation: Situation) -> Figures:
    """Requests to the database and the cache, of which all but the own zone's share crosses."""
    zones = len(inputs.items(service, "networkConfiguration.subnets"))
    return _cross_zone(zones, situation) if service in situation.web_services else {}


def _cross_zone(zones: int, situation: Situation) -> Figures:
    if situation.traffic is None or zones < 2:  # noqa: PLR2004
        return {}
    share = Decimal(zones - 1) / zones
    moved = situation.traffic.gigabytes_per_month(CROSS_ZONE_KILOBYTES).map(lambda gb: gb * share)
    reason = (
        f"{CROSS_ZONE_KILOBYTES} KB per request to data stores, {zones - 1} of {zones} elsewhere"
    )
    return {"monthly_cross_zone_gb": Figure(moved, f"{reason}; {situation.traffic.reason}")}


def workload(web: PlannedResource, situation: Situation) -> Figures:
    """The same of a web workload, whose pods lie in the zones of the cluster."""
    clusters = situation.plan.of_kind("aws:eks/cluster:Cluster")
    zones = max((len(inputs.items(one, "vpcConfig.subnetIds")) for one in clusters), default=0)
    return _cross_zone(zones, situation) if web in situation.web_services else {}


def web_firewall(_: PlannedResource, situation: Situation) -> Figures:
    """Every request is inspected."""
    if situation.traffic is None:
        return {}
    requests = situation.traffic.requests_per_month
    return {"monthly_requests": Figure(requests, f"every request; {situation.traffic.reason}")}


def secret(_: PlannedResource, situation: Situation) -> Figures:
    """Every task reads its secrets when it starts."""
    starts = _starts(situation.tasks)
    reason = (
        f"read at every start: {DEPLOYMENTS.low} to {DEPLOYMENTS.high} deployments of every task"
    )
    return {"monthly_requests": Figure(starts, reason)}


def _starts(tasks: Spread) -> Spread:
    return Spread(
        tasks.low * DEPLOYMENTS.low, tasks.expected * DEPLOYMENTS.expected,
        tasks.high * DEPLOYMENTS.high,
    )  # fmt: skip


DERIVATIONS: Mapping[str, Derivation] = {
    LOAD_BALANCER: load_balancer,
    INGRESS: ingress,
    "aws:ec2/natGateway:NatGateway": nat_gateway,
    "aws:cloudwatch/logGroup:LogGroup": log_group,
    "aws:ec2/flowLog:FlowLog": flow_log,
    "aws:wafv2/webAcl:WebAcl": web_firewall,
    "aws:secretsmanager/secret:Secret": secret,
    SERVICE: fargate_service,
    **dict.fromkeys(WORKLOADS, workload),
}
