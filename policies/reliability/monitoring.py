"""What is demanded of alarms and topics, so that somebody hears of a failure."""

from policies.alarm import acting
from policies.condition import not_off
from policies.kinds import (
    ALARM,
    COMPOSITE_ALARM,
    KEY,
    TOPIC,
    TOPIC_SUBSCRIPTION,
)
from policies.policy_document import statements
from policies.rule import ADVICE, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_CLOUDWATCH = "cloudwatch.amazonaws.com"


_HEARTBEATS = ("HealthyHostCount", "RunningTaskCount", "HealthCheckStatus", "Invocations")


def _acts(alarm: Subject) -> Verdict | None:
    return demand(bool(acting(alarm)), "alarmActions")


def _is_alarm_topic(topic: Subject) -> bool:
    kinds = (ALARM, COMPOSITE_ALARM)
    return any(True for kind in kinds for _ in topic.users(kind, "alarmActions"))


def _somebody_listens(topic: Subject) -> Verdict | None:
    if not _is_alarm_topic(topic):
        return None
    found = list(topic.users(TOPIC_SUBSCRIPTION, "topic"))
    return demand(bool(found), detail="" if found else "nobody subscribes to it")


def _encrypted(topic: Subject) -> Verdict | None:
    return demand(topic.has("kmsMasterKeyId"), "kmsMasterKeyId")


def _cloudwatch_may_publish(topic: Subject) -> Verdict | None:
    if not _is_alarm_topic(topic) or not topic.has("kmsMasterKeyId"):
        return None
    keys = topic.uses("kmsMasterKeyId", KEY)
    if not keys:
        name = str(topic.get("kmsMasterKeyId"))
        return demand(not name.endswith("alias/aws/sns"), "kmsMasterKeyId")
    return all_of(lambda key=key: _key_serves_cloudwatch(key) for key in keys)


def _key_serves_cloudwatch(key: Subject) -> Verdict:
    served = any(
        one.allows and ("Service", _CLOUDWATCH) in one.principals
        for one in statements(key.document("policy"))
    )
    return demand(served, "kmsMasterKeyId", f"{key.resource.name} does not serve CloudWatch")


def _says_what_silence_means(alarm: Subject) -> Verdict | None:
    wanted = ("breaching",) if alarm.get("metricName", "") in _HEARTBEATS else None
    value = alarm.get("treatMissingData", "")
    return demand(bool(value) and (wanted is None or value in wanted), "treatMissingData")


RULES = (
    Rule(
        name="alarm-acts",
        control="CW-03",
        ids="FSBP:CloudWatch.15",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(ALARM,),
        graph=True,
        check=_acts,
        problem="the alarm does nothing",
        why="a dashboard turns red, and nobody looks",
        fix="alarm_actions=[topic.arn] here, or on a composite alarm that names this one",
    ),
    Rule(
        name="alarm-actions-enabled",
        control="CW-03",
        ids="FSBP:CloudWatch.17 CKV_AWS_319",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(ALARM,),
        check=not_off("actionsEnabled"),
        problem="the alarm's actions are switched off",
        why="it was silenced once, and nobody switched it on again",
        fix="actions_enabled=True, or leave it out",
    ),
    Rule(
        name="alarm-topic-heard",
        control="CW-04",
        ids="FSBP:SNS.1",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(TOPIC,),
        graph=True,
        check=_somebody_listens,
        problem="alarms reach nobody",
        why="a topic without subscribers swallows every alarm",
        fix="aws.sns.TopicSubscription(topic=topic.arn, protocol=..., endpoint=...); settings: "
        "monitoring.alarm_receivers",
    ),
    Rule(
        name="topic-encrypted",
        control="CW-04",
        ids="FSBP:SNS.1 CKV_AWS_26",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(TOPIC,),
        check=_encrypted,
        problem="messages are not encrypted",
        why="alerts name hosts, errors and sometimes users",
        fix="kms_master_key_id=key.arn with a key of your own (not alias/aws/sns)",
    ),
    Rule(
        name="alarm-topic-key-serves-cloudwatch",
        control="CW-04",
        ids="FSBP:SNS.1",
        severity="high",
        levels=PROD_FIRST,
        applies_to=(TOPIC,),
        graph=True,
        check=_cloudwatch_may_publish,
        problem="CloudWatch may not use the topic's key",
        why="deliveries fail without a word; alias/aws/sns can never be opened to CloudWatch",
        fix='a key of your own whose policy allows {"Service": "cloudwatch.amazonaws.com"} '
        "kms:Decrypt and kms:GenerateDataKey*",
    ),
    Rule(
        name="alarm-says-what-silence-means",
        control="CW-05",
        severity="low",
        levels=ADVICE,
        applies_to=(ALARM,),
        check=_says_what_silence_means,
        problem="missing data is not defined",
        why="a program that is dead sends no metrics, and no metrics look healthy",
        fix='treat_missing_data="breaching" for heartbeats, "notBreaching" for errors',
    ),
)
