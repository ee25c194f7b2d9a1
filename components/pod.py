"""The pod of a service, as Kubernetes reads it. It is fully known in a preview."""

from dataclasses import dataclass
from math import ceil

from components.container_environment import environment
from components.ground import Ground
from components.manifest import Manifest
from components.pod_secrets import SECRETS_VOLUME, secret_variables, secrets_volume
from components.secret_versions import secret_versions
from components.start_command import start_command
from groundplan.settings.service import JobService, Service, WebService, WorkerService

_SCRATCH_VOLUME = "scratch"
_ARCHITECTURES = {"arm64": "arm64", "x86_64": "amd64"}
_CPU_UNITS = 1024
_SECONDS_TO_LEAVE = 5
"""Until every load balancer node knows that a pod leaves; it serves on meanwhile."""


@dataclass(frozen=True)
class Pod:
    """What the pods of one service are made of."""

    name: str
    settings: Service
    ground: Ground

    @property
    def selector(self) -> dict[str, str]:
        """What selects the pods of this service and no others."""
        return {"app.kubernetes.io/name": self.name}

    def template(self) -> Manifest:
        """What a Deployment makes its pods from."""
        versions = secret_versions(self.settings, self.ground.labels.settings)
        metadata = {"labels": self.selector, **({"annotations": versions} if versions else {})}
        return {"metadata": metadata, "spec": self._spec()}

    def _spec(self) -> Manifest:
        settings = self.settings
        uid, _, gid = settings.user.partition(":")
        return {
            "serviceAccountName": self.name,
            "automountServiceAccountToken": False,
            "enableServiceLinks": False,
            "securityContext": {
                "runAsNonRoot": True,
                "runAsUser": int(uid),
                "runAsGroup": int(gid or uid),
                "fsGroup": int(gid or uid),
                "seccompProfile": {"type": "RuntimeDefault"},
            },
            "nodeSelector": self._node_selector(),
            "topologySpreadConstraints": [
                self._spread("topology.kubernetes.io/zone"),
                self._spread("kubernetes.io/hostname"),
            ],
            "terminationGracePeriodSeconds": settings.stop_timeout_seconds + self._leave_seconds,
            **({"restartPolicy": "Never"} if isinstance(settings, JobService) else {}),
            "containers": [self._container()],
            "volumes": [
                {"name": _SCRATCH_VOLUME, "emptyDir": {}},
                *secrets_volume(self.name, settings),
            ],
        }

    def _node_selector(self) -> dict[str, str]:
        wanted = {"kubernetes.io/arch": _ARCHITECTURES[self.settings.architecture]}
        if not self.ground.is_auto:
            return wanted
        spot = isinstance(self.settings, WorkerService) and self.settings.spot_percent > 0
        return {**wanted, "karpenter.sh/capacity-type": "spot" if spot else "on-demand"}

    def _spread(self, key: str) -> Manifest:
        return {
            "maxSkew": 1,
            "topologyKey": key,
            "whenUnsatisfiable": "ScheduleAnyway",
            "labelSelector": {"matchLabels": self.selector},
        }

    @property
    def _leave_seconds(self) -> int:
        """How long a pod that must go still serves: the load balancer drains it meanwhile."""
        settings = self.settings
        is_web = isinstance(settings, WebService)
        return settings.drain_seconds + _SECONDS_TO_LEAVE if is_web else 0

    def _container(self) -> Manifest:
        settings, ground, size = self.settings, self.ground, self._size
        scratch = {"name": _SCRATCH_VOLUME, "mountPath": "/tmp"}  # noqa: S108
        secrets = {"name": SECRETS_VOLUME, "mountPath": "/mnt/secrets", "readOnly": True}
        return {
            "name": self.name,
            "image": settings.image,
            "args": start_command(settings),
            "env": [
                *environment(settings, ground.labels, ground.around.references),
                *secret_variables(self.name, settings, ground.labels.settings),
            ],
            # Pulumi tells the last lines of the log then, see issue 535 of pulumi-kubernetes.
            "terminationMessagePolicy": "FallbackToLogsOnError",
            # The same size as on Fargate: never less, never more, so never thrown off a node.
            "resources": {"requests": size, "limits": size},
            "securityContext": {
                "privileged": False,
                "allowPrivilegeEscalation": False,
                "readOnlyRootFilesystem": True,
                "capabilities": {"drop": ["ALL"]},
            },
            "volumeMounts": [scratch, *([secrets] if settings.secrets else [])],
            **self._probes(),
            **self._serving(),
        }

    @property
    def _size(self) -> dict[str, str]:
        settings = self.settings
        scratch_gib = settings.ephemeral_storage_gib
        return {
            "cpu": f"{settings.cpu_units * 1000 // _CPU_UNITS}m",
            "memory": f"{settings.memory_mib}Mi",
            **({"ephemeral-storage": f"{scratch_gib}Gi"} if scratch_gib else {}),
        }

    def _probes(self) -> Manifest:
        """The container's own check, as ECS asks it; a web service is ready when it answers."""
        if isinstance(self.settings, JobService):
            return {}
        health = self.settings.container_health
        check = {
            "exec": {"command": list(health.command)},
            "periodSeconds": health.interval_seconds,
            "timeoutSeconds": health.timeout_seconds,
        }
        patience = max(health.start_period_seconds, self._grace_seconds)
        tries = health.retries + ceil(patience / health.interval_seconds)
        return {
            "startupProbe": {**check, "failureThreshold": tries},
            "livenessProbe": {**check, "failureThreshold": health.retries},
            "readinessProbe": self._asked() or {**check, "failureThreshold": 1},
        }

    @property
    def _grace_seconds(self) -> int:
        settings = self.settings
        return settings.health_check.grace_period_seconds if isinstance(settings, WebService) else 0

    def _asked(self) -> Manifest:
        """Under the name that users call: Django and FastAPI refuse a pod's address as Host."""
        if not isinstance(self.settings, WebService):
            return {}
        check, hosts = self.settings.health_check, self.settings.hosts
        host = hosts[0] if hosts else self.ground.around.references["load_balancer.domain_name"]
        return {
            "httpGet": {
                "path": check.path,
                "port": self.settings.port,
                "httpHeaders": [
                    {"name": "Host", "value": host},
                    {"name": "X-Forwarded-Proto", "value": "https"},
                ],
            },
            "periodSeconds": check.interval_seconds,
            "timeoutSeconds": check.timeout_seconds,
            "failureThreshold": 3,
        }

    def _serving(self) -> Manifest:
        if not isinstance(self.settings, WebService):
            return {}
        return {
            "ports": [{"name": "http", "containerPort": self.settings.port, "protocol": "TCP"}],
            "lifecycle": {"preStop": {"sleep": {"seconds": self._leave_seconds}}},
        }
