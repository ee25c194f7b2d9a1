"""Usage that follows the requests of a stack: connections, data, logs, images.

The constants are planning figures, not measurements; each stands in the reason that is printed.
"""

from collections.abc import Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import Spread
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
SEARCHED = Spread(Decimal(0), Decimal(1), Decimal(5))


def load_balancer(_: PlannedResource, situation: Situation) -> Figures:
    """Connections and bytes of the stack's requests, all of which pass the load balancer."""
    traffic = situation.traffic
    if traffic is None:
        return {}
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
    if situation.traffic is not None and group.name.removesuffix("-logs") in web:
        share = situation.traffic.gigabytes_per_month(LOG_KILOBYTES_PER_REQUEST / len(web))
        reason = f"{LOG_KILOBYTES_PER_REQUEST} KB of log per request; {situation.traffic.reason}"
        return share, reason
    return QUIET_LOG_GB, "nothing to derive it from: a quiet log group"


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
    if situation.traffic is None or zones < 2 or not inputs.is_set(service, "loadBalancers"):  # noqa: PLR2004
        return {}
    share = Decimal(zones - 1) / zones
    moved = situation.traffic.gigabytes_per_month(CROSS_ZONE_KILOBYTES).map(lambda gb: gb * share)
    reason = (
        f"{CROSS_ZONE_KILOBYTES} KB per request to data stores, {zones - 1} of {zones} elsewhere"
    )
    return {"monthly_cross_zone_gb": Figure(moved, f"{reason}; {situation.traffic.reason}")}


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
    "aws:lb/loadBalancer:LoadBalancer": load_balancer,
    "aws:ec2/natGateway:NatGateway": nat_gateway,
    "aws:cloudwatch/logGroup:LogGroup": log_group,
    "aws:ec2/flowLog:FlowLog": flow_log,
    "aws:wafv2/webAcl:WebAcl": web_firewall,
    "aws:secretsmanager/secret:Secret": secret,
    SERVICE: fargate_service,
}
