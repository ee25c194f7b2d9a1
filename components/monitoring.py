"""Alarms: one topic that people subscribe to, and an alarm for each way to fail."""

from collections.abc import Iterator
from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.after import after
from components.alarm import Alarms
from components.dashboard import dashboard
from components.data_store_alarms import watch_cache, watch_database
from components.database_events import tell_events
from components.document_database_alarms import watch_documents
from components.error_budget import watch_error_budget
from components.file_system_alarms import watch_file_system
from components.job_failures import watch_jobs
from components.labels import Labels
from components.log_metric import watch_log
from components.policy_document import Statement, document
from components.service_alarms import ServiceAlarms
from components.service_metrics import metrics_of
from components.traffic_alarms import watch_certificate, watch_load_balancer
from components.watched import Watched
from groundplan.settings.settings import Settings

CLOUDWATCH = "cloudwatch.amazonaws.com"
_RDS = "events.rds.amazonaws.com"


@dataclass(frozen=True)
class MonitoringArgs:
    """What monitoring needs from the rest of the stack."""

    labels: Labels
    stack: Settings
    encryption_key_arn: pulumi.Input[str]
    watched: Watched


class Monitoring(pulumi.ComponentResource):
    """Derived from what is built: a further service, replica or cache brings its own alarms.

    The topic is encrypted with the stack's key, which CloudWatch may use: with AWS's own key for
    SNS it may not, and its messages would vanish.
    """

    topic_arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: MonitoringArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Monitoring", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        self.topic_arn = self._topic()
        self._subscribe()
        self._watch()
        dashboard(self, name, args.labels, args.watched)
        self.register_outputs({"topic_arn": self.topic_arn})

    def _topic(self) -> pulumi.Output[str]:
        """Alarms and databases of this account may publish to it, and nobody without TLS."""
        labels = self._args.labels
        topic = aws.sns.Topic(
            self._prefix,
            name=labels.name("alarms"),
            kms_master_key_id=self._args.encryption_key_arn,
            opts=self._child,
        )
        policy = aws.sns.TopicPolicy(
            self._prefix,
            arn=topic.arn,
            policy=document(list(_topic_statements(labels))),
            opts=self._child,
        )
        self._open_topic_arn = after(topic.arn, policy.id)
        return topic.arn

    def _subscribe(self) -> None:
        for receiver, address in self._args.stack.monitoring.alarm_receivers.items():
            aws.sns.TopicSubscription(
                f"{self._prefix}-{receiver}",
                topic=self.topic_arn,
                protocol="email",
                endpoint=address,
                opts=self._child,
            )

    def _watch(self) -> None:
        stack, watched = self._args.stack, self._args.watched
        alarms = Alarms(
            parent=self,
            labels=self._args.labels,
            topic_arn=self.topic_arn,
            periods=stack.monitoring.sustained_minutes,
        )
        self._watch_edge(alarms)
        watch_jobs(alarms, self.topic_arn)
        metrics = {
            name: metrics_of(self._args.labels, one) for name, one in watched.services.items()
        }
        for name, one in metrics.items():
            ServiceAlarms(
                alarms=alarms, stack=stack, name=name, metrics=one, behind=self._behind(name)
            ).build()
        running = {name: one.running for name, one in metrics.items()}
        for name, instances in watched.document_databases.items():
            watch_documents(alarms, stack, name, instances, running)
        self._watch_the_rest(alarms)

    def _watch_the_rest(self, alarms: Alarms) -> None:
        """What is watched apart from the tasks of services."""
        stack, watched = self._args.stack, self._args.watched
        for name, instances in watched.databases.items():
            watch_database(alarms, stack, name, instances)
        every = [one for instances in watched.databases.values() for one in instances.values()]
        tell_events(alarms, every, self._open_topic_arn)
        for name, group_id in watched.caches.items():
            watch_cache(alarms, stack, name, group_id)
        for name, file_system_id in watched.file_systems.items():
            watch_file_system(alarms, stack, name, file_system_id)
        for name, log_group in watched.log_groups.items():
            watch_log(alarms, name, log_group)

    def _watch_edge(self, alarms: Alarms) -> None:
        limits, watched = self._args.stack.monitoring, self._args.watched
        watch_load_balancer(alarms, limits.load_balancer, watched.load_balancer)
        watch_certificate(alarms, limits.certificate_days_left, watched.certificate)
        if limits.availability_percent is not None:
            watch_error_budget(alarms, limits.availability_percent, watched.load_balancer)

    def _behind(self, service: str) -> tuple[pulumi.Input[str], pulumi.Input[str]] | None:
        """Load balancer and target group of a web service."""
        watched = self._args.watched
        group = watched.target_groups.get(service)
        return None if group is None else (watched.load_balancer, group)


def _topic_statements(labels: Labels) -> Iterator[Statement]:
    """Alarms and databases of this account publish, over TLS.

    Source: SNS Developer Guide, example cases for access control; RDS User Guide, granting
    permissions to publish notifications to an SNS topic.
    """
    topic = labels.alarm_topic_arn
    for sid, service, source in (
        ("AlarmsPublish", CLOUDWATCH, labels.arn("cloudwatch", "alarm:*")),
        ("DatabasesPublish", _RDS, labels.arn("rds", "*")),
    ):
        yield {
            "Sid": sid,
            "Effect": "Allow",
            "Principal": {"Service": service},
            "Action": "sns:Publish",
            "Resource": topic,
            "Condition": {
                "StringEquals": {"aws:SourceAccount": labels.account_id},
                "ArnLike": {"aws:SourceArn": source},
            },
        }
    yield {
        "Sid": "OnlyTls",
        "Effect": "Deny",
        "Principal": "*",
        "Action": "sns:Publish",
        "Resource": topic,
        "Condition": {"Bool": {"aws:SecureTransport": "false"}},
    }
