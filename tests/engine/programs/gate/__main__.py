"""A job, the gate behind it, and a service that waits for it."""

import json

import pulumi
import pulumi_aws as aws

from components.after import after
from components.migration_gate import GateArgs, build_gate

image = pulumi.Config().require("image")
stack = pulumi.ComponentResource("gate:index:Stack", "stack")
child = pulumi.ResourceOptions(parent=stack)


def definition(name: str) -> aws.ecs.TaskDefinition:
    """A task of one container; a new image makes a new one."""
    container = json.dumps([{"name": name, "image": image}])
    return aws.ecs.TaskDefinition(name, family=name, container_definitions=container, opts=child)


migrate = definition("migrate")
task = pulumi.Output.all(
    cluster_arn="cluster",
    definition_arn=migrate.arn,
    subnet_ids=["subnet-1"],
    security_group_id="sg-1",
    container="migrate",
    log_group="/migrate",
    timeout_minutes=1,
)
gate = build_gate(
    "migrate",
    GateArgs(
        region="eu-west-1",
        task=task,
        parameter_name="/gate/migrate",
        revision=image,
    ),
    stack,
)
aws.ecs.Service("web", task_definition=after(definition("web").arn, gate), opts=child)
