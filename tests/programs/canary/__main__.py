"""Carries secrets in every way that a program has."""

import pulumi
import pulumi_aws as aws
import pulumi_random as random

CANARY = "CANARY-in-the-program"

api_key = pulumi.Config().require_secret("api-key")
password = random.RandomPassword(
    "password", length=32, keepers={"why": pulumi.Output.secret(CANARY)}
)
print(f"a program that prints {CANARY}")  # noqa: T201

aws.s3.Bucket("plain", tags={"note": f"in the open: {CANARY}"})
aws.ssm.Parameter("nested", type="SecureString", value=pulumi.Output.secret(CANARY))
aws.ssm.Parameter("both", type="SecureString", value=pulumi.Output.concat(api_key, password.result))
aws.ecs.TaskDefinition(
    "task",
    family="task",
    container_definitions=pulumi.Output.json_dumps([{"password": pulumi.Output.secret(CANARY)}]),
)
pulumi.export("canary", pulumi.Output.secret(CANARY))
