"""The ECS cluster on which Fargate services run."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.after import after
from components.labels import Labels
from groundplan.settings.fargate_service import FargateSettings


@dataclass(frozen=True)
class EcsClusterArgs:
    """What the cluster needs from the rest of the stack."""

    labels: Labels
    settings: FargateSettings


class EcsCluster(pulumi.ComponentResource):
    """A cluster without servers: capacity is Fargate and Fargate Spot.

    `arn` is given out once the cluster has its capacity.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: EcsClusterArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:EcsCluster", name, {}, opts)
        child = pulumi.ResourceOptions(parent=self)
        cluster = aws.ecs.Cluster(
            name,
            name=args.labels.prefix,
            settings=[{"name": "containerInsights", "value": args.settings.container_insights}],
            opts=child,
        )
        capacity = aws.ecs.ClusterCapacityProviders(
            name,
            cluster_name=cluster.name,
            capacity_providers=["FARGATE", "FARGATE_SPOT"],
            opts=child,
        )
        self.arn = after(cluster.arn, capacity.id)
        self.register_outputs({"arn": self.arn})
