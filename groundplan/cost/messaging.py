"""Messages between programs: SQS, SNS, EventBridge.

Sources: aws.amazon.com/sqs/pricing and aws.amazon.com/sns/pricing (every 64 KB of payload is a
request), aws.amazon.com/eventbridge/pricing. Free tiers of the account are not taken off.
"""

from collections.abc import Iterator, Mapping
from decimal import Decimal

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.price import Price
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource

KB_PER_REQUEST = 64
REQUESTS = "monthly_requests"
SIZE_KB = "request_size_kb"
NOTIFICATIONS = (
    ("HTTP and HTTPS notifications", "sns/http", "http_subscriptions", {"http", "https"}),
    ("Email notifications", "sns/email", "email_subscriptions", {"email", "email-json"}),
    ("Firehose notifications", "sns/firehose", "kinesis_subscriptions", {"firehose"}),
    ("Mobile push notifications", "sns/mobile-push", "mobile_push_subscriptions", {"application"}),
    ("macOS push notifications", "sns/macos", "macos_subscriptions", {"application"}),
)
"""Per topic: deliveries to subscribers of each kind and protocol, one for each request."""

FREE_PROTOCOLS = {"sqs", "lambda"}


def queue(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield requests, each 64 KB begun counting as one."""
    kind = "fifo" if inputs.flag(resource, "fifoQueue") else "standard"
    yield from quote.used(f"Requests ({kind})", f"sqs/{kind}", _chunks(quote), REQUESTS)


def _chunks(quote: Quote) -> Decimal | None:
    requests, size_kb = quote.figure(REQUESTS), quote.figure(SIZE_KB) or Decimal(1)
    chunks = (size_kb / KB_PER_REQUEST).to_integral_value(rounding="ROUND_CEILING")
    return None if requests is None else requests * max(chunks, Decimal(1))


def topic(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield publishing, then deliveries by kind of subscriber."""
    if inputs.flag(resource, "fifoTopic"):
        yield from _fifo_topic(quote)
        return
    yield from quote.metered("API requests", "sns/requests", REQUESTS)
    requests = quote.figure(REQUESTS)
    subscribed = _protocols(resource, quote)
    for title, key, subscribers_key, protocols in NOTIFICATIONS:
        subscribers = quote.figure(subscribers_key)
        if subscribed and subscribers is None and not protocols & subscribed:
            continue
        sent = None if requests is None or subscribers is None else requests * subscribers
        yield from quote.used(title, key, sent, REQUESTS, subscribers_key)
    yield from _text_messages(quote)


def _protocols(topic: PlannedResource, quote: Quote) -> set[str]:
    """Give the protocols of the topic's subscriptions in the plan; none means it is not known."""
    users = [user for user, name in quote.plan.users(topic.urn) if name == "topic"]
    protocols = {user.read("protocol") for user in users}
    return set() if any(not isinstance(one, str) for one in protocols) else protocols


def _fifo_topic(quote: Quote) -> Iterator[LineItem]:
    requests, size_kb = quote.figure(REQUESTS), quote.figure(SIZE_KB) or Decimal(1)
    yield from quote.metered("FIFO publish requests", "sns/fifo/requests", REQUESTS)
    payload_gb = None if requests is None else requests * size_kb / 1_000_000
    yield from quote.used("FIFO publish payload", "sns/fifo/payload", payload_gb, REQUESTS, SIZE_KB)


def _text_messages(quote: Quote) -> Iterator[LineItem]:
    """Yield text messages at the price that usage gives: it depends on the receiver's country."""
    price, subscribers = quote.figure("sms_notification_price"), quote.figure("sms_subscriptions")
    requests = quote.figure(REQUESTS)
    if price is None:
        if subscribers:
            yield quote.unpriced("Text messages", "give sms_notification_price: it is by country")
        return
    given = Price(
        key="sns/sms", unit="1 request", usd=price, effective="given", grade="A",
        source="the usage file",
    )  # fmt: skip
    sent = None if requests is None or subscribers is None else requests * subscribers
    yield quote.at_price("usage", "Text messages", given, sent, "priced as the usage file says")


def subscription(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield deliveries over HTTP; those to queues and functions are free."""
    protocol = inputs.text(resource, "protocol")
    if protocol in FREE_PROTOCOLS:
        yield quote.free(f"deliveries to {protocol} carry no charge")
    elif protocol in {"http", "https"}:
        yield from quote.metered("HTTP notifications", "sns/http", REQUESTS)
    else:
        yield quote.free("deliveries are charged on the topic")


def event_bus(_: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield events published, archives and schema discovery."""
    for title, part, key in (
        ("Custom events", "custom", "monthly_custom_events"),
        ("Third-party events", "third-party", "monthly_third_party_events"),
        ("Archive processing", "archive-processing", "monthly_archive_processing_gb"),
        ("Archive storage", "archive-storage", "archive_storage_gb"),
        ("Schema discovery", "schema-discovery", "monthly_schema_discovery_events"),
    ):
        yield from quote.metered(title, f"eventbridge/{part}", key)


RULES: Mapping[str, PricingRule] = {
    "aws:sqs/queue:Queue": queue,
    "aws:sns/topic:Topic": topic,
    "aws:sns/topicSubscription:TopicSubscription": subscription,
    "aws:cloudwatch/eventBus:EventBus": event_bus,
}
