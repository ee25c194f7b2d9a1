"""What people need once it runs: alarms, backups, a watch on the money."""

from components.backup import Backup, BackupArgs
from components.budget import Budget, BudgetArgs
from components.compute import Compute
from components.data import Data
from components.edge import Edge
from components.monitoring import Monitoring, MonitoringArgs
from components.site import Site
from components.watched import Watched


class Operations:
    """Derived from everything that is built."""

    def __init__(self, site: Site, data: Data, edge: Edge, compute: Compute) -> None:
        self._site, self._behind = site, data.behind(site.here)
        self._watch(data, edge, compute)
        self._back_up(data)
        self._mind_the_money()

    def _watch(self, data: Data, edge: Edge, compute: Compute) -> None:
        site = self._site
        watched = Watched(
            load_balancer=edge.load_balancer.arn_suffix,
            target_groups=edge.load_balancer.target_group_arn_suffixes,
            certificate=edge.certificate.arn,
            services={name: one.service_name for name, one in compute.services.items()},
            log_groups=compute.log_groups,
            databases={name: one.identifiers for name, one in data.databases.items()},
            document_databases=data.document_instances,
            caches={name: one.cache_name for name, one in data.caches.items()},
            file_systems={name: one.id for name, one in data.file_systems.items()},
        )
        args = MonitoringArgs(site.labels, site.stack, site.key.arn, watched)
        Monitoring("monitoring", args, self._behind)

    def _back_up(self, data: Data) -> None:
        """AWS Backup refuses a plan for nothing."""
        site, resources = self._site, data.backed_up
        if resources:
            args = BackupArgs(site.labels, site.stack.backup, site.key.arn, resources)
            Backup("backup", args, self._behind)

    def _mind_the_money(self) -> None:
        stack = self._site.stack
        receivers = tuple(stack.monitoring.alarm_receivers.values())
        args = BudgetArgs(self._site.labels, stack.stack.monthly_budget_usd, receivers)
        Budget("budget", args, self._behind)
