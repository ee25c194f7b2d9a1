"""The services of a stack on Fargate."""

import pulumi

from components.data import Data
from components.ecs_cluster import EcsCluster, EcsClusterArgs
from components.edge import Edge
from components.fargate_job import FargateJob, FargateJobArgs
from components.fargate_service import FargateService, FargateServiceArgs
from components.fargate_task import Platform, Surroundings
from components.site import Site
from groundplan.settings.schedule import BeforeDeploy


class Fargate:
    """A cluster, its services by name, and its jobs.

    Everything that runs code of the applications waits for the jobs that come before a deployment.
    """

    def __init__(self, site: Site, data: Data, edge: Edge) -> None:
        self._site = site
        self._edge = edge
        self._platform = self._build_platform()
        references = site.labels.references | edge.references | data.references
        self._around = Surroundings(references=references, data_stores=data.stores)
        jobs = site.stack.jobs
        first = [name for name, job in jobs.items() if isinstance(job.runs, BeforeDeploy)]
        self._gates = tuple(gate for name in first for gate in self._job(name).gates)
        for name in jobs:
            if name not in first:
                self._job(name, self._gates)
        self.services = {name: self._service(name) for name in site.stack.running_services}

    def _build_platform(self) -> Platform:
        site = self._site
        compute, key = site.stack.compute, site.key
        cluster = EcsCluster("cluster", EcsClusterArgs(site.labels, compute), site.here)
        return Platform(
            labels=site.labels,
            cluster_arn=cluster.arn,
            tier=site.network.private,
            encryption_key_arn=key.arn,
            encryption_key_alias=key.alias_name,
            execute_command=compute.execute_command,
        )

    def _job(self, name: str, gates: tuple[pulumi.Output[str], ...] = ()) -> FargateJob:
        args = FargateJobArgs(
            settings=self._site.stack.jobs[name],
            platform=self._platform,
            around=self._around,
            gates=gates,
        )
        return FargateJob(name, args, self._site.here)

    def _service(self, name: str) -> FargateService:
        args = FargateServiceArgs(
            settings=self._site.stack.running_services[name],
            platform=self._platform,
            around=self._around,
            front=self._edge.load_balancer.fronts.get(name),
            gates=self._gates,
        )
        return FargateService(name, args, self._site.here)
