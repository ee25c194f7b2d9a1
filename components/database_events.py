"""Tells people what RDS does to a database: metrics look normal again before anybody looks."""

import pulumi
import pulumi_aws as aws

from components.alarm import Alarms

_CATEGORIES = (
    "availability", "failover", "failure", "low storage", "maintenance", "read replica", "recovery",
)  # fmt: skip
"""Source: RDS User Guide, event categories and event messages, DB instance events."""


def tell_events(
    alarms: Alarms, instances: list[pulumi.Input[str]], topic_arn: pulumi.Input[str]
) -> None:
    """Failures, failovers and maintenance of these instances; without any, nothing is built.

    RDS tries the topic when it is told of it, so it must be able to publish by then.
    """
    if not instances:
        return
    name = "database-events"
    aws.rds.EventSubscription(
        name,
        name=alarms.labels.name(name),
        sns_topic=topic_arn,
        source_type="db-instance",
        source_ids=instances,
        event_categories=list(_CATEGORIES),
        opts=pulumi.ResourceOptions(parent=alarms.parent),
    )
