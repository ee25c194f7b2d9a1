"""A service on Kubernetes: its pods, the way to them, their number."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from components.front import Front
from components.ground import Ground
from components.manifest import Manifest
from components.pod import Pod
from components.pod_needs import PodNeeds
from components.pod_rollout import one_at_a_time, without_a_gap
from components.pod_scaling import autoscaler, disruption_budget
from groundplan.settings.service import RunningService, SingletonService, WebService, runs_alone


@dataclass(frozen=True, kw_only=True)
class KubernetesWorkloadArgs:
    """What one service needs; `gates` are the jobs that must have succeeded before."""

    settings: RunningService
    ground: Ground
    front: Front | None
    gates: Sequence[pulumi.Resource]


class KubernetesWorkload(pulumi.ComponentResource):
    """One service with a role of its own: it can read what it references and nothing else.

    The autoscaler owns the number of pods, so the program does not state it. A singleton is
    stopped before its successor starts, so there are never two.
    """

    service_name: pulumi.Output[str]

    def __init__(
        self, name: str, args: KubernetesWorkloadArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:KubernetesWorkload", name, {}, opts)
        self._name = name
        self._args = args
        self._pod = Pod(name, args.settings, args.ground)
        self._needs = PodNeeds(self._pod, args.ground, self)
        deployment = self._deployment([*self._needs.resources, *self._bound(), *args.gates])
        self._scale()
        self.service_name = deployment.metadata.name.apply(str)
        self.register_outputs({"service_name": self.service_name})

    def _bound(self) -> Iterator[pulumi.Resource]:
        """Pods wait until the load balancer takes them, if it is bound before they start."""
        settings, front = self._args.settings, self._args.front
        if not isinstance(settings, WebService) or front is None:
            return
        metadata, needs = self._needs.metadata, self._needs
        ports: Manifest = [{"name": "http", "port": settings.port, "targetPort": "http"}]
        service = k8s.core.v1.Service(
            self._name,
            # Without pods it has no addresses yet, and Pulumi would wait for them in vain.
            metadata=metadata | {"annotations": {"pulumi.com/skipAwait": "true"}},
            spec={"type": "ClusterIP", "selector": self._pod.selector, "ports": ports},
            opts=needs.options(),
        )
        yield k8s.apiextensions.CustomResource(
            f"{self._name}-load-balancer",
            api_version=self._args.ground.binding,
            kind="TargetGroupBinding",
            metadata=metadata,
            spec={
                "targetGroupARN": front.target_group_arn,
                "targetType": "ip",
                "serviceRef": {"name": self._name, "port": settings.port},
            },
            opts=needs.options(service),
        )

    def _deployment(self, before: Sequence[pulumi.Resource]) -> k8s.apps.v1.Deployment:
        single = runs_alone(self._args.settings)
        ignored = () if single else ("spec.replicas",)
        return k8s.apps.v1.Deployment(
            self._name,
            metadata=self._needs.metadata,
            spec=one_at_a_time(self._pod) if single else without_a_gap(self._pod),
            opts=self._needs.options(*before, ignore_changes=ignored),
        )

    def _scale(self) -> None:
        settings, needs = self._args.settings, self._needs
        if isinstance(settings, SingletonService) or runs_alone(settings):
            return
        k8s.autoscaling.v2.HorizontalPodAutoscaler(
            self._name,
            metadata=needs.metadata,
            spec=autoscaler(self._name, settings.scaling),
            opts=needs.options(),
        )
        k8s.policy.v1.PodDisruptionBudget(
            self._name,
            metadata=needs.metadata,
            spec=disruption_budget(self._pod.selector),
            opts=needs.options(),
        )
