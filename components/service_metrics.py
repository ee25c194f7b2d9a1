"""How CloudWatch calls the load of a service, by what it runs on."""

from dataclasses import dataclass

import pulumi

from components.alarm import Metric
from components.labels import Labels
from groundplan.settings.eks_cluster import SERVICES_NAMESPACE


@dataclass(frozen=True, kw_only=True)
class ServiceMetrics:
    """CPU and memory in percent of what the service has, and how many of it run."""

    cpu: Metric
    memory: Metric
    running: Metric


def metrics_of(labels: Labels, service_name: pulumi.Input[str]) -> ServiceMetrics:
    """Those of an ECS service, or of a Deployment."""
    on_eks = labels.settings.compute.kind == "eks"
    return _of_pods(labels, service_name) if on_eks else _of_tasks(labels, service_name)


def _of_tasks(labels: Labels, service: pulumi.Input[str]) -> ServiceMetrics:
    def metric(namespace: str, name: str) -> Metric:
        dimensions = {"ClusterName": labels.prefix, "ServiceName": service}
        return Metric(namespace=namespace, name=name, dimensions=dimensions, statistic="Average")

    return ServiceMetrics(
        cpu=metric("AWS/ECS", "CPUUtilization"),
        memory=metric("AWS/ECS", "MemoryUtilization"),
        running=metric("ECS/ContainerInsights", "RunningTaskCount"),
    )


def _of_pods(labels: Labels, deployment: pulumi.Input[str]) -> ServiceMetrics:
    """Source: CloudWatch User Guide, Container Insights with enhanced observability, EKS metrics.

    There a Deployment's name is the dimension PodName.
    """
    dimensions = {
        "ClusterName": labels.prefix,
        "Namespace": SERVICES_NAMESPACE,
        "PodName": deployment,
    }

    def metric(name: str) -> Metric:
        return Metric(
            namespace="ContainerInsights", name=name, dimensions=dimensions, statistic="Average"
        )

    return ServiceMetrics(
        cpu=metric("pod_cpu_utilization_over_pod_limit"),
        memory=metric("pod_memory_utilization_over_pod_limit"),
        running=metric("replicas_ready"),
    )
