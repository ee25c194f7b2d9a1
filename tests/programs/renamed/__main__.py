"""Resources that had other names, types and parents before."""

import pulumi
import pulumi_aws as aws


class Store(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        options = pulumi.ResourceOptions(aliases=[pulumi.Alias(name="shop")])
        super().__init__("acme:storage:Store", name, None, options)
        aws.s3.Bucket(f"{name}-data", opts=pulumi.ResourceOptions(parent=self))


Store("store")
aws.sqs.Queue("jobs", opts=pulumi.ResourceOptions(aliases=[pulumi.Alias(name="queue")]))
