"""Object storage: S3 buckets by storage class, requests and retrieval; inventories, analytics.

Source: aws.amazon.com/s3/pricing. Which classes a bucket uses its lifecycle rules say, whether they
stand on the bucket or in a lifecycle configuration of their own. Objects that leave a cold class
early are charged for the rest of its minimum time.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.inputs import Block
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.cost.storage_class import BY_NAME, STANDARD, StorageClass
from groundplan.plan import Plan, PlannedResource

LIFECYCLE = "aws:s3/bucketLifecycleConfiguration:BucketLifecycleConfiguration"
OBJECT_TAGS = "object_tags"
OUT = "monthly_outbound_internet_gb"


def bucket(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the standard class, every other class that rules or usage name, then data out."""
    if quote.figure(OBJECT_TAGS) is not None or _filters_by_tag(resource):
        yield from quote.metered("Object tags", "s3/object-tags", OBJECT_TAGS)
    used = {STANDARD, *classes_of(resource, quote)}
    for storage_class in (one for one in BY_NAME.values() if one in used):
        yield from _class_lines(storage_class, quote)
    if quote.figure(OUT) is not None:
        yield from quote.metered("Data transfer out to the internet", "transfer/out", OUT)


def _class_lines(storage_class: StorageClass, quote: Quote) -> Iterator[LineItem]:
    for charge in storage_class.charges:
        key, usage_key = (
            f"s3/{storage_class.key}/{charge.key}",
            f"{storage_class.usage}.{charge.usage}",
        )
        if charge.closed and quote.figure(usage_key) is None and not quote.has(key):
            continue
        yield from quote.metered(f"{charge.title}, {storage_class.title}", key, usage_key)


def classes_of(resource: PlannedResource, quote: Quote) -> Iterator[StorageClass]:
    """Yield the classes that lifecycle rules move objects to, or that usage names."""
    for rule in lifecycle_rules(resource, quote.plan):
        for transition in rule.get("transitions") or ():
            name = transition.get("storageClass")
            if name in BY_NAME:
                yield BY_NAME[name]
    for storage_class in BY_NAME.values():
        if any(key.startswith(f"{storage_class.usage}.") for key in quote.usage.figures):
            yield storage_class


def lifecycle_rules(resource: PlannedResource, plan: Plan) -> Iterator[Block]:
    """Yield the rules on the bucket itself and those of a lifecycle configuration of its own."""
    yield from inputs.blocks(resource, "lifecycleRules")
    for user, property_name in plan.users(resource.urn):
        if user.kind == LIFECYCLE and property_name == "bucket":
            yield from inputs.blocks(user, "rules")


def _filters_by_tag(resource: PlannedResource) -> bool:
    return any(rule.get("tags") for rule in inputs.blocks(resource, "lifecycleRules"))


def inventory(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the objects that an inventory lists."""
    yield from quote.metered("Objects listed", "s3/inventory", "monthly_listed_objects")


def analytics(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the objects that storage class analysis watches."""
    yield from quote.metered("Objects monitored", "s3/analytics", "monthly_monitored_objects")


def replication(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield what crosses regions; the copies themselves are charged on the other bucket."""
    yield from quote.metered("Objects copied", "transfer/other-regions", "monthly_replicated_gb")


RULES: Mapping[str, PricingRule] = {
    "aws:s3/bucket:Bucket": bucket,
    "aws:s3/inventory:Inventory": inventory,
    "aws:s3/bucketReplicationConfig:BucketReplicationConfig": replication,
    "aws:s3/analyticsConfiguration:AnalyticsConfiguration": analytics,
}
