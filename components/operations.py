"""What people need once it runs: alarms."""

from components.data import Data
from components.edge import Edge
from components.fargate import Fargate
from components.monitoring import Monitoring, MonitoringArgs, Watched
from components.site import Site


class Operations:
    """Derived from everything that is built."""

    def __init__(self, site: Site, data: Data, edge: Edge, compute: Fargate) -> None:
        watched = Watched(
            load_balancer=edge.load_balancer.arn_suffix,
            target_groups=edge.load_balancer.target_group_arn_suffixes,
            services={name: one.service_name for name, one in compute.services.items()},
            databases=data.database.identifiers,
            caches={name: one.replication_group_id for name, one in data.caches.items()},
        )
        args = MonitoringArgs(site.labels, site.stack, site.key.arn, watched)
        Monitoring("monitoring", args, site.here)
