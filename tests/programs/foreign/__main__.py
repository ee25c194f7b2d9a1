"""A program that is not ours: modules with our names, a type that nobody knows."""

import config
import pulumi
import pulumi_aws as aws

import components


class Queue(pulumi.CustomResource):
    """A resource of a provider that no price list and no rule knows."""

    def __init__(self, name: str) -> None:
        super().__init__("acme:queues/queue:Queue", name, {"size": 3})


aws.s3.Bucket(components.BUCKET, force_destroy=config.FORCE)
Queue("orders")
