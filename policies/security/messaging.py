"""What is demanded of queues, topics and brokers: encrypted, private, for named callers."""

from typing import Unpack

from policies.condition import Check, both, either, given, not_on, on, own_key
from policies.kinds import BROKER, QUEUE, QUEUE_POLICY, TOPIC, TOPIC_POLICY
from policies.policy_document import Statement, is_public, statements
from policies.rule import ALWAYS, PROD_FIRST, Rule, Text
from policies.subject import Subject
from policies.verdict import Verdict, demand

_QUEUES = (QUEUE, QUEUE_POLICY)
_TOPICS = (TOPIC, TOPIC_POLICY)
_ENCRYPTION = "encryptionOptions"


def _not_public(subject: Subject) -> Verdict | None:
    if not subject.has("policy"):
        return None
    return demand(not is_public(subject.document("policy")), "policy")


def _no_statement(harmful):  # noqa: ANN001, ANN202 - see Rule.check
    def check(subject: Subject) -> Verdict | None:
        if not subject.has("policy"):
            return None
        found = any(harmful(one) for one in statements(subject.document("policy")))
        return demand(not found, "policy")

    return check


def _allows_everything(statement: Statement) -> bool:
    return statement.allows and any(one in ("*", "sqs:*") for one in statement.actions)


def _is_rabbit(broker: Subject) -> bool:
    return str(broker.get("engineType", "")).lower() == "rabbitmq"


def _audited(broker: Subject) -> Verdict | None:
    return None if _is_rabbit(broker) else on("logs.audit")(broker)


def _queue(name: str, ids: str, kinds: tuple[str, ...], check: Check, **text: Unpack[Text]) -> Rule:
    return Rule(
        name=name,
        control="MQ-01",
        ids=ids,
        severity="medium",
        levels=PROD_FIRST,
        applies_to=kinds,
        check=check,
        **text,
    )


def _broker(name: str, ids: str, check: Check, **text: Unpack[Text]) -> Rule:
    return Rule(
        name=name,
        control="MQ-03",
        ids=ids,
        severity="high",
        levels=ALWAYS,
        applies_to=(BROKER,),
        check=check,
        **text,
    )


RULES = (
    _queue(
        "sqs-encrypted",
        "FSBP:SQS.1 CKV_AWS_27",
        (QUEUE,),
        either(given("kmsMasterKeyId"), on("sqsManagedSseEnabled")),
        problem="nothing says that messages are encrypted",
        why="they hold what programs pass to each other",
        fix="kms_master_key_id=key.id, or sqs_managed_sse_enabled=True",
    ),
    Rule(
        name="sqs-encrypted-with-own-key",
        control="MQ-01",
        ids="FSBP:SQS.1 CKV2_AWS_73",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(QUEUE,),
        graph=True,
        check=own_key("kmsMasterKeyId"),
        problem="the key is the one that AWS manages",
        why="only with a key of your own can access to messages be cut off and audited apart",
        fix="kms_master_key_id=key.id",
    ),
    _queue(
        "sqs-not-public",
        "FSBP:SQS.3 CKV_AWS_168 CKV_AWS_387",
        _QUEUES,
        _not_public,
        problem="the queue's policy lets everybody in",
        why="any AWS account could read or forge jobs",
        fix="name the principals, or narrow by aws:SourceArn",
    ),
    _queue(
        "sqs-policy-names-actions",
        "FSBP:SQS.3 CKV_AWS_72",
        (QUEUE_POLICY,),
        _no_statement(_allows_everything),
        problem="the queue's policy allows every action",
        why="a producer could delete the queue",
        fix='"Action": "sqs:SendMessage"',
    ),
    Rule(
        name="sns-not-public",
        control="MQ-02",
        ids="FSBP:SNS.4 CKV_AWS_169 CKV_AWS_385",
        severity="high",
        levels=ALWAYS,
        applies_to=_TOPICS,
        check=_not_public,
        problem="the topic's policy lets everybody in",
        why="anyone could read alerts or send false ones",
        fix="name the principals, or narrow by aws:SourceAccount",
    ),
    _broker(
        "mq-not-public",
        "CKV_AWS_69",
        not_on("publiclyAccessible"),
        problem="the broker has a public address",
        why="its only protection would be a password",
        fix="publicly_accessible=False",
    ),
    _broker(
        "mq-logs-on",
        "FSBP:MQ.2 CKV_AWS_48",
        on("logs.general"),
        problem="the broker writes no logs",
        why="nobody can tell why jobs were lost",
        fix='logs={"general": True, "audit": True}',
    ),
    _broker(
        "mq-audit-on",
        "FSBP:MQ.2 CKV_AWS_197",
        _audited,
        problem="nobody records who managed the broker",
        why="a queue that was deleted leaves no trace",
        fix='logs={"general": True, "audit": True}',
    ),
    _broker(
        "mq-minor-upgrades-automatic",
        "FSBP:MQ.3 CKV_AWS_207",
        on("autoMinorVersionUpgrade"),
        problem="security fixes are not installed",
        why="known holes in the broker stay open",
        fix="auto_minor_version_upgrade=True",
    ),
    _broker(
        "mq-encrypted-with-own-key",
        "CKV_AWS_209",
        both(
            given(f"{_ENCRYPTION}.kmsKeyId"),
            not_on(f"{_ENCRYPTION}.useAwsOwnedKey"),
        ),
        problem="the key is the one that AWS owns",
        why="only with a key of your own can access to messages be cut off and audited apart",
        fix='encryption_options={"kms_key_id": key.arn, "use_aws_owned_key": False}',
    ),
)
