"""A job on Kubernetes: pods that run to their end, before a deployment or at set times."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pulumi_kubernetes as k8s

from components.ground import Ground
from components.manifest import Manifest
from components.pod import Pod
from components.pod_needs import PodNeeds
from groundplan.settings.schedule import BeforeDeploy, OnSchedule
from groundplan.settings.service import JobService

_DIGEST_CHARACTERS = 8
_SECONDS_MORE = 60
"""Kubernetes ends a job that is late; Pulumi waits a little longer to hear of it."""

_MAX_AGE_SECONDS = 3600
"""A start that is late by more is left out: the next one comes."""

_SECONDS_KEPT = 6 * 3600
"""Pods that have failed keep an alarm on; they go before the next working day."""


@dataclass(frozen=True, kw_only=True)
class KubernetesJobArgs:
    """What one job needs; `gates` are the jobs that must have succeeded before."""

    settings: JobService
    ground: Ground
    gates: Sequence[pulumi.Resource] = ()


class KubernetesJob(pulumi.ComponentResource):
    """One job with a role of its own.

    Its `gates` are what services wait for: none for a job that runs at set times. One before a
    deployment is named by its image and command, so it runs once for each; Pulumi waits for it,
    and a job that fails ends the deployment before any Deployment is touched.
    """

    gates: list[pulumi.Resource]

    def __init__(
        self, name: str, args: KubernetesJobArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:KubernetesJob", name, {}, opts)
        self._pod = Pod(name, args.settings, args.ground)
        self._needs = PodNeeds(self._pod, args.ground, self)
        before = [*self._needs.resources, *args.gates]
        runs = args.settings.runs
        if isinstance(runs, BeforeDeploy):
            self.gates = [self._once(runs, before)]
        else:
            self.gates = []
            self._at_times(runs, before)
        self.register_outputs({})

    def _once(self, runs: BeforeDeploy, before: Sequence[pulumi.Resource]) -> pulumi.Resource:
        settings = self._pod.settings
        revision = " ".join((settings.image, *settings.command))
        digest = hashlib.sha256(revision.encode()).hexdigest()[:_DIGEST_CHARACTERS]
        name, seconds = f"{self._pod.name}-{digest}", runs.timeout_minutes * 60
        waited_for = {
            "pulumi.com/timeoutSeconds": str(seconds + _SECONDS_MORE),
            # One that has failed is run again by the next deployment, not only looked at.
            # https://github.com/pulumi/pulumi-kubernetes/pull/1575
            "pulumi.com/replaceUnready": "true",
        }
        spec: Manifest = {"backoffLimit": 0, "activeDeadlineSeconds": seconds, **self._runs_once}
        return k8s.batch.v1.Job(
            name,
            metadata=self._needs.metadata | {"name": name, "annotations": waited_for},
            spec=spec,
            # It has run for this image and command: another environment does not run it again.
            opts=self._needs.options(*before, ignore_changes=("spec.template",)),
        )

    def _at_times(self, runs: OnSchedule, before: Sequence[pulumi.Resource]) -> None:
        spec: Manifest = {
            "schedule": runs.cron,
            "timeZone": runs.timezone,
            "concurrencyPolicy": "Forbid",
            "startingDeadlineSeconds": _MAX_AGE_SECONDS,
            "jobTemplate": {"spec": {**self._runs_once, "ttlSecondsAfterFinished": _SECONDS_KEPT}},
        }
        k8s.batch.v1.CronJob(
            self._pod.name,
            metadata=self._needs.metadata,
            spec=spec,
            opts=self._needs.options(*before),
        )

    @property
    def _runs_once(self) -> Manifest:
        return {"template": self._pod.template()}
