"""Monitoring: logs, alarms, dashboards.

Source: aws.amazon.com/cloudwatch/pricing: logs per GB taken in, kept (compressed) and scanned;
alarms per metric they watch, by resolution; composite alarms and dashboards per piece.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

HIGH_RESOLUTION_BELOW_SECONDS = 60
ANOMALY_BAND_METRICS = 3


def log_group(group: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield ingestion by log class, storage and scanning."""
    log_class = inputs.text(group, "logGroupClass", "STANDARD")
    tier = "infrequent" if log_class == "INFREQUENT_ACCESS" else "standard"
    yield from quote.metered("Data ingested", f"logs/ingest/{tier}", "monthly_data_ingested_gb")
    yield from quote.metered("Archival storage", "logs/storage", "storage_gb")
    yield from quote.metered("Insights data scanned", "logs/scanned", "monthly_data_scanned_gb")


def metric_alarm(alarm: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield one price per metric watched; an anomaly band counts as three."""
    metrics = [
        query["metric"] for query in inputs.blocks(alarm, "metricQueries") if query.get("metric")
    ]
    periods = [int(metric.get("period", HIGH_RESOLUTION_BELOW_SECONDS)) for metric in metrics]
    periods = periods or [int(inputs.number(alarm, "period", HIGH_RESOLUTION_BELOW_SECONDS))]
    count = Decimal(max(len(metrics), 1))
    if inputs.text(alarm, "thresholdMetricId", ""):
        count *= ANOMALY_BAND_METRICS
    fast = min(periods) < HIGH_RESOLUTION_BELOW_SECONDS
    resolution = "high" if fast else "standard"
    yield from quote.fixed(f"Alarm, {resolution} resolution", f"alarm/{resolution}", count)


def composite_alarm(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the alarm itself; the alarms it joins are charged as themselves."""
    yield from quote.fixed("Composite alarm", "alarm/composite")


def dashboard(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the dashboard; the account's first three are free, which no single stack can claim."""
    yield from quote.fixed("Dashboard", "dashboard")


RULES: Mapping[str, PricingRule] = {
    "aws:cloudwatch/logGroup:LogGroup": log_group,
    "aws:cloudwatch/metricAlarm:MetricAlarm": metric_alarm,
    "aws:cloudwatch/compositeAlarm:CompositeAlarm": composite_alarm,
    "aws:cloudwatch/dashboard:Dashboard": dashboard,
}
