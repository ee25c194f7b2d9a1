"""The services of a stack on Fargate."""

import pulumi

from components.data import Data
from components.ecs_cluster import EcsCluster, EcsClusterArgs
from components.edge import Edge
from components.fargate_job import FargateJob, FargateJobArgs
from components.fargate_service import FargateService, FargateServiceArgs
from components.fargate_task import Platform
from components.site import Site
from components.surroundings import Surroundings
from groundplan.settings.fargate_service import FargateSettings
from groundplan.settings.schedule import BeforeDeploy


class Fargate:
    """A cluster, its services by name, and its jobs.

    Everything that runs code of the applications waits for the jobs that come before a deployment.
    """

    def __init__(self, site: Site, data: Data, edge: Edge, settings: FargateSettings) -> None:
        self._site = site
        self._edge = edge
        self._behind = data.behind(site.here)
        self._platform = self._build_platform(settings)
        references = site.labels.references | edge.references | data.references
        self._around = Surroundings(
            references=references, data_stores=data.stores, mounts=data.mounts
        )
        jobs = site.stack.jobs
        first = [name for name, job in jobs.items() if isinstance(job.runs, BeforeDeploy)]
        before = {name: self._job(name) for name in first}
        self._gates = tuple(gate for job in before.values() for gate in job.gates)
        later = {name: self._job(name, self._gates) for name in jobs if name not in first}
        self._jobs = before | later
        self.services = {name: self._service(name) for name in site.stack.running_services}

    @property
    def log_groups(self) -> dict[str, pulumi.Output[str]]:
        """One for each."""
        every = (*self.services.items(), *self._jobs.items())
        return {name: one.log_group for name, one in every}

    def _build_platform(self, settings: FargateSettings) -> Platform:
        site, key = self._site, self._site.key
        cluster = EcsCluster("cluster", EcsClusterArgs(site.labels, settings), site.here)
        return Platform(
            labels=site.labels,
            cluster_arn=cluster.arn,
            tier=site.network.private,
            encryption_key_arn=key.arn,
            encryption_key_alias=key.alias_name,
            execute_command=settings.execute_command,
        )

    def _job(self, name: str, gates: tuple[pulumi.Output[str], ...] = ()) -> FargateJob:
        args = FargateJobArgs(
            settings=self._site.stack.jobs[name],
            platform=self._platform,
            around=self._around,
            gates=gates,
        )
        return FargateJob(name, args, self._behind)

    def _service(self, name: str) -> FargateService:
        args = FargateServiceArgs(
            settings=self._site.stack.running_services[name],
            platform=self._platform,
            around=self._around,
            front=self._edge.load_balancer.fronts.get(name),
            gates=self._gates,
        )
        return FargateService(name, args, self._behind)
