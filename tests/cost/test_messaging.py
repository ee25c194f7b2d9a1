"""Queues, topics, streams, APIs and workflows."""

from decimal import Decimal

from groundplan.plan import UNKNOWN
from tests.cost.plans import lines_of, monthly, priced, resource


def test_apis_and_workflows_by_request_and_transition() -> None:
    api, machine = "aws:apigatewayv2/api:Api", "aws:sfn/stateMachine:StateMachine"
    bill = priced(
        resource(api, "http", protocolType="HTTP"),
        resource(api, "socket", protocolType="WEBSOCKET"),
        resource(machine, "steps"),
        resource(machine, "express", type="EXPRESS"),
        usage={
            "http": {"monthly_requests": 3_000_000},
            "steps": {"monthly_transitions": 40_000},
        },
    )
    assert monthly(bill, "http") == 3 * Decimal("1.00")
    assert monthly(bill, "steps") == 40 * Decimal("0.025")
    assert {line.urn.rsplit("::", 1)[-1] for line in bill.unpriced} == {"socket", "express"}


def test_queues_count_every_64_kilobytes() -> None:
    queue = resource("aws:sqs/queue:Queue", "jobs", fifoQueue=True)
    bill = priced(queue, usage={"jobs": {"monthly_requests": 1_000_000, "request_size_kb": 65}})
    assert monthly(bill, "jobs") == 2 * Decimal("0.50")


def test_topics_and_subscriptions() -> None:
    token = "aws:sns/topicSubscription:TopicSubscription"
    bill = priced(
        resource("aws:sns/topic:Topic", "alarms"),
        resource(token, "to-queue", protocol="sqs"),
        resource(token, "to-site", protocol="https"),
        usage={
            "alarms": {"monthly_requests": 2_000_000},
            "to-site": {"monthly_requests": 300_000},
        },
    )
    assert monthly(bill, "alarms") == 2 * Decimal("0.50")
    assert lines_of(bill, "to-queue")["no charge"].kind == "free"
    assert monthly(bill, "to-site") == 3 * Decimal("0.06")


def test_a_topic_with_known_subscriptions_delivers_to_nobody_else() -> None:
    topic = resource("aws:sns/topic:Topic", "alarms")
    token = "aws:sns/topicSubscription:TopicSubscription"
    mail = resource(token, "mail", protocol="email", uses={"topic": (topic,)})

    alone, with_mail = priced(topic), priced(topic, mail)

    assert "Firehose notifications" in lines_of(alone, "alarms")
    assert list(lines_of(with_mail, "alarms")) == ["API requests", "Email notifications"]


def test_text_messages_have_the_price_that_usage_gives() -> None:
    topic = resource("aws:sns/topic:Topic", "alarms")
    usage = {"monthly_requests": 1000, "sms_subscriptions": 2}
    unknown = priced(topic, usage={"alarms": usage})
    assert [line.item for line in unknown.unpriced] == ["Text messages"]
    given = priced(topic, usage={"alarms": usage | {"sms_notification_price": 0.05}})
    assert lines_of(given, "alarms")["Text messages"].monthly == 2000 * Decimal("0.05")


def test_firehose_charges_ingestion_and_the_zones_it_delivers_into() -> None:
    stream = resource(
        "aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream",
        "stream",
        elasticsearchConfiguration={"vpcConfig": {"subnetIds": [UNKNOWN, UNKNOWN]}},
    )
    bill = priced(stream, usage={"stream": {"monthly_data_ingested_gb": 1000}}, region="eu-west-2")
    data = 1000 * (Decimal("0.035") + Decimal("0.01"))
    assert monthly(bill, "stream") == data + 2 * 730 * Decimal("0.011")
