"""The network: NAT gateways, public addresses, endpoints, flow logs.

Sources: aws.amazon.com/vpc/pricing (NAT per hour and GB, public IPv4 since 2024-02-01 in use or
not), aws.amazon.com/privatelink/pricing (interface endpoints per zone and hour, data in tiers),
aws.amazon.com/vpn/pricing, aws.amazon.com/transit-gateway/pricing.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def nat_gateway(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield hours and data; its public address is charged on the Elastic IP."""
    yield from quote.hours("NAT gateway", "nat/hours")
    yield from quote.metered("Data processed", "nat/data", "monthly_data_processed_gb")


def elastic_ip(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the hours of the address: attached or not makes no difference since 2024-02-01."""
    yield from quote.hours("Public IPv4 address", "ipv4/hours")


def vpc_endpoint(endpoint: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield hours per zone and data; gateway endpoints (S3, DynamoDB) are free."""
    kind = inputs.text(endpoint, "vpcEndpointType", "Gateway")
    if kind == "Gateway":
        yield quote.free("gateway endpoints carry no charge")
        return
    zones = max(len(inputs.items(endpoint, "subnetIds")), 1)
    family = "gateway-load-balancer" if kind == "GatewayLoadBalancer" else "interface"
    yield from quote.hours(f"Endpoint ({kind})", f"endpoint/{family}/hours", zones)
    yield from quote.metered(
        "Data processed", f"endpoint/{family}/data", "monthly_data_processed_gb"
    )


def flow_log(log: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the delivery of vended logs; what CloudWatch stores is charged on the log group."""
    to_bucket = inputs.text(log, "logDestinationType", "cloud-watch-logs") == "s3"
    key = "logs/vended/to-s3" if to_bucket else "logs/vended/to-cloudwatch"
    yield from quote.metered("Flow logs delivered", key, "monthly_data_ingested_gb")


def vpn_connection(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the hours of a site-to-site VPN."""
    yield from quote.hours("VPN connection", "ec2/vpn-connection")


def transit_attachment(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the hours and data of a VPC's attachment to a transit gateway."""
    yield from quote.hours("Transit gateway attachment", "ec2/transit-gateway-attachment")
    yield from quote.metered(
        "Data processed", "ec2/transit-gateway-data", "monthly_data_processed_gb"
    )


RULES: Mapping[str, PricingRule] = {
    "aws:ec2/vpnConnection:VpnConnection": vpn_connection,
    "aws:ec2transitgateway/vpcAttachment:VpcAttachment": transit_attachment,
    "aws:ec2/natGateway:NatGateway": nat_gateway,
    "aws:ec2/eip:Eip": elastic_ip,
    "aws:ec2/vpcEndpoint:VpcEndpoint": vpc_endpoint,
    "aws:ec2/flowLog:FlowLog": flow_log,
}
