"""The services of a stack on Fargate."""

from components.data import Data
from components.ecs_cluster import EcsCluster, EcsClusterArgs
from components.edge import Edge
from components.fargate_service import FargateService, FargateServiceArgs, Platform
from components.site import Site


class Fargate:
    """A cluster and its services, by name."""

    def __init__(self, site: Site, data: Data, edge: Edge) -> None:
        stack, labels, key = site.stack, site.labels, site.key
        cluster = EcsCluster("cluster", EcsClusterArgs(labels, stack.compute), site.here)
        platform = Platform(labels, cluster.arn, site.network.private, key.arn, key.alias_name)
        references = labels.references | edge.references | data.references
        self.services = {
            name: FargateService(
                name,
                FargateServiceArgs(
                    settings, platform, references, data.stores, edge.load_balancer.front(name)
                ),
                site.here,
            )
            for name, settings in stack.services.items()
        }
