"""Streams of data: Firehose and Kinesis.

Source: aws.amazon.com/firehose/pricing (ingestion in tiers, conversion, delivery into a VPC per
zone and hour) and aws.amazon.com/kinesis/data-streams/pricing.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

INGESTED = "monthly_data_ingested_gb"
CONVERSION = "extendedS3Configuration.dataFormatConversionConfiguration"


def firehose(stream: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield ingestion, conversion to a column format, and delivery into a VPC."""
    yield from quote.metered("Data ingested", "firehose/ingest", INGESTED)
    if inputs.is_set(stream, CONVERSION) and inputs.flag(
        stream, f"{CONVERSION}.enabled", default=True
    ):
        yield from quote.metered("Format conversion", "firehose/conversion", INGESTED)
    subnets = _vpc_subnets(stream)
    if subnets is not None:
        yield from quote.metered("Data delivered into the VPC", "firehose/vpc-data", INGESTED)
        yield from quote.hours("Delivery into the VPC, per zone", "firehose/vpc-hours", subnets)


def _vpc_subnets(stream: PlannedResource) -> int | None:
    """Give how many subnets it delivers into; None where it delivers into no VPC."""
    for destination in ("elasticsearchConfiguration", "opensearchConfiguration"):
        path = f"{destination}.vpcConfig.subnetIds"
        if inputs.is_set(stream, path):
            return len(inputs.items(stream, path))
    return None


def kinesis(stream: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the shards of a provisioned stream."""
    if inputs.text(stream, "streamModeDetails.streamMode", "PROVISIONED") == "ON_DEMAND":
        yield quote.unpriced("On-demand stream", "no price of on-demand streams in the list")
        return
    yield from quote.hours("Shards", "kinesis/shard", inputs.number(stream, "shardCount"))
    yield from quote.metered("PUT units", "kinesis/put-units", "monthly_put_units")


RULES: Mapping[str, PricingRule] = {
    "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream": firehose,
    "aws:kinesis/stream:Stream": kinesis,
}
