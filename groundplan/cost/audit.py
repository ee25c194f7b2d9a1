"""Audit: CloudTrail and AWS Config.

Sources: aws.amazon.com/cloudtrail/pricing (the first copy of management events is free) and
aws.amazon.com/config/pricing (items recorded, rule evaluations in tiers).
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def trail(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield copies of management events beyond the first, data events and insights."""
    if inputs.flag(resource, "includeGlobalServiceEvents", default=True):
        yield from quote.metered(
            "Management events, further copies", "cloudtrail/management",
            "monthly_additional_management_events",
        )  # fmt: skip
    yield from quote.metered("Data events", "cloudtrail/data", "monthly_data_events")
    if inputs.blocks(resource, "insightSelectors"):
        yield from quote.metered("Insight events", "cloudtrail/insights", "monthly_insight_events")


def recorder(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the configuration items recorded."""
    yield from quote.metered("Configuration items", "config/item", "monthly_config_items")
    yield from quote.metered(
        "Custom configuration items", "config/custom-item", "monthly_custom_config_items"
    )


def rule(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the evaluations of a rule."""
    yield from quote.metered("Rule evaluations", "config/evaluation", "monthly_rule_evaluations")


RULES: Mapping[str, PricingRule] = {
    "aws:cloudtrail/trail:Trail": trail,
    "aws:cfg/recorder:Recorder": recorder,
    "aws:cfg/rule:Rule": rule,
    "aws:cfg/organizationManagedRule:OrganizationManagedRule": rule,
}
