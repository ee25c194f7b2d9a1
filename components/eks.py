"""The services of a stack on EKS."""

from collections.abc import Sequence

import pulumi

from components.cluster_network import open_paths
from components.data import Data
from components.edge import Edge
from components.eks_cluster import EksCluster, EksClusterArgs
from components.ground import Ground
from components.kubernetes_job import KubernetesJob, KubernetesJobArgs
from components.kubernetes_namespace import open_namespace
from components.kubernetes_workload import KubernetesWorkload, KubernetesWorkloadArgs
from components.permissions import Permissions
from components.pod_network import Addresses
from components.site import Site
from components.subnets import Tier, service_network, subnet_cidr
from components.surroundings import Surroundings
from groundplan.settings.eks_cluster import AutoNodes, EksSettings
from groundplan.settings.schedule import BeforeDeploy


class Eks:
    """A cluster, its services by name, and its jobs: the same face as on Fargate.

    Everything that runs code of the applications waits for the jobs that come before a deployment.
    """

    def __init__(self, site: Site, data: Data, edge: Edge, settings: EksSettings) -> None:
        self._site, self._edge = site, edge
        self._behind = data.behind(site.here)
        references = site.labels.references | edge.references | data.references
        self._around = Surroundings(references=references, data_stores=data.stores)
        self._permissions = Permissions(site.labels, site.key.alias_name)
        self._ground = self._build_ground(settings)
        jobs = site.stack.jobs
        first = [name for name, job in jobs.items() if isinstance(job.runs, BeforeDeploy)]
        self._gates = [gate for name in first for gate in self._job(name).gates]
        for name in jobs:
            if name not in first:
                self._job(name, self._gates)
        self.services = {name: self._workload(name) for name in site.stack.running_services}

    @property
    def log_groups(self) -> dict[str, pulumi.Output[str]]:
        """One for all: the agent of the nodes writes there."""
        return dict.fromkeys(self._site.stack.services, self._log_group)

    def _build_ground(self, settings: EksSettings) -> Ground:
        site = self._site
        is_auto = isinstance(settings.nodes, AutoNodes)
        cluster = self._cluster(settings)
        self._log_group = cluster.log_group
        open_paths(cluster, site.stack, self._edge.load_balancer, self._around)
        return Ground(
            labels=site.labels,
            kubernetes=open_namespace(cluster, cluster.kubernetes, is_auto=is_auto),
            cluster_name=cluster.name,
            permissions=self._permissions,
            around=self._around,
            addresses=self._addresses(),
            is_auto=is_auto,
        )

    def _cluster(self, settings: EksSettings) -> EksCluster:
        site = self._site
        args = EksClusterArgs(
            site.labels, settings, site.network.private, site.key.arn, self._permissions
        )
        return EksCluster("cluster", args, site.here)

    def _addresses(self) -> Addresses:
        vpc = self._site.stack.network.cidr_block
        return Addresses(
            vpc=str(vpc),
            services=str(service_network(vpc)),
            load_balancer=self._networks("public"),
            data_stores=self._networks("isolated"),
        )

    def _networks(self, tier: Tier) -> list[str]:
        network = self._site.stack.network
        return [
            str(subnet_cidr(network.cidr_block, zone, tier)) for zone in network.availability_zones
        ]

    def _job(self, name: str, gates: Sequence[pulumi.Resource] = ()) -> KubernetesJob:
        settings = self._site.stack.jobs[name]
        args = KubernetesJobArgs(settings=settings, ground=self._ground, gates=gates)
        return KubernetesJob(name, args, self._behind)

    def _workload(self, name: str) -> KubernetesWorkload:
        args = KubernetesWorkloadArgs(
            settings=self._site.stack.running_services[name],
            ground=self._ground,
            front=self._edge.load_balancer.fronts.get(name),
            gates=self._gates,
        )
        return KubernetesWorkload(name, args, self._behind)
