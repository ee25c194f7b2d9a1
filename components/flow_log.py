"""The flow log of a VPC: who spoke to whom, kept for as long as the settings say."""

import pulumi
import pulumi_aws as aws

from components.labels import Labels
from components.policy_document import assumed_by, document
from groundplan.settings.network import NetworkSettings

_AGGREGATION_SECONDS = 600


def log_flows(
    name: str,
    labels: Labels,
    settings: NetworkSettings,
    vpc: aws.ec2.Vpc,
    *,
    encryption_key_arn: pulumi.Input[str],
    parent: pulumi.Resource,
) -> None:
    """Send all traffic records to a log group of their own, by a role that can do only that."""
    child = pulumi.ResourceOptions(parent=parent)
    path = f"/{labels.path('network', 'flow-log')}"
    group = aws.cloudwatch.LogGroup(
        f"{name}-flow-log",
        name=path,
        retention_in_days=settings.flow_log_retention_days,
        kms_key_id=encryption_key_arn,
        opts=child,
    )
    aws.ec2.FlowLog(
        name,
        vpc_id=vpc.id,
        traffic_type="ALL",
        log_destination_type="cloud-watch-logs",
        log_destination=group.arn,
        iam_role_arn=_writer(name, labels, path, child).arn,
        max_aggregation_interval=_AGGREGATION_SECONDS,
        opts=child,
    )


def _writer(name: str, labels: Labels, path: str, child: pulumi.ResourceOptions) -> aws.iam.Role:
    role = aws.iam.Role(
        f"{name}-flow-log",
        assume_role_policy=assumed_by("vpc-flow-logs.amazonaws.com", labels.account_id),
        opts=child,
    )
    group_arn = labels.arn("logs", f"log-group:{path}")
    may_write = {
        "Effect": "Allow",
        "Action": ["logs:CreateLogStream", "logs:PutLogEvents", "logs:DescribeLogStreams"],
        "Resource": [group_arn, f"{group_arn}:*"],
    }
    aws.iam.RolePolicy(f"{name}-flow-log", role=role.id, policy=document([may_write]), opts=child)
    return role
