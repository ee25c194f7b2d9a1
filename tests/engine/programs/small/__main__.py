"""A network, a bucket and a password in a secret."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

config = pulumi.Config()

vpc = aws.ec2.Vpc(
    "vpc",
    cidr_block=config.require("cidr"),
    enable_dns_hostnames=config.require_bool("hostnames"),
)

aws.ec2.Subnet("subnet", vpc_id=vpc.id, cidr_block="10.20.1.0/24")

# The SDK passes the keys of a map on unjudged: a wrong one reaches the provider.
rule = {"protocol": "tcp", "from_port": 443, "to_port": 443}
aws.ec2.SecurityGroup(
    "web",
    vpc_id=vpc.id,
    ingress=[{**rule, config.get("ingress_sources") or "cidr_blocks": ["10.0.0.0/8"]}],
)

password = random.RandomPassword("password", length=32)

secret = aws.secretsmanager.Secret("database")

aws.secretsmanager.SecretVersion(
    "database",
    secret_id=secret.id,
    secret_string=pulumi.Output.json_dumps(
        {"password": password.result, "token": config.get_secret("canary")}
    ),
)

aws.s3.Bucket("uploads", tags={"purpose": "uploads"})

pulumi.export("password", password.result)
pulumi.export("vpc_id", vpc.id)
