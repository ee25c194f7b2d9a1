"""Asks for configuration of every kind."""

import pulumi
import pulumi_aws as aws

config = pulumi.Config()
network = pulumi.Config("network")

aws.sqs.Queue(
    "jobs",
    name=config.require("queueName"),
    delay_seconds=config.require_int("delay"),
    fifo_queue=config.require_bool("fifo"),
    tags={"owner": config.get("owner") or "nobody", "cidr": network.require("cidr")},
)
aws.ssm.Parameter(
    "login",
    type="SecureString",
    value=config.require_secret("password"),
    tags=config.require_object("tags"),
)
