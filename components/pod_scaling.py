"""How many pods run: between two bounds, by their load; and how many may leave at once."""

from components.manifest import Manifest
from groundplan.settings.service import Scaling

_SECONDS_BEFORE_FEWER = 600
"""Adding pods is cheap and urgent, taking them away is neither."""

_PERIOD_SECONDS = 60


def autoscaler(name: str, scaling: Scaling) -> Manifest:
    """The specification of a HorizontalPodAutoscaler: the same targets as on Fargate.

    At most it doubles the pods each minute, and takes a tenth away.
    """
    return {
        "scaleTargetRef": {"apiVersion": "apps/v1", "kind": "Deployment", "name": name},
        "minReplicas": scaling.min_tasks,
        "maxReplicas": scaling.max_tasks,
        "metrics": [
            _target("cpu", scaling.target_cpu_percent),
            _target("memory", scaling.target_memory_percent),
        ],
        "behavior": {
            "scaleUp": {"stabilizationWindowSeconds": 0, "policies": [_percent(100)]},
            "scaleDown": {
                "stabilizationWindowSeconds": _SECONDS_BEFORE_FEWER,
                "policies": [_percent(10)],
            },
        },
    }


def disruption_budget(labels: dict[str, str]) -> Manifest:
    """One pod at a time may leave a node that is drained."""
    return {"maxUnavailable": 1, "selector": {"matchLabels": labels}}


def _target(resource: str, percent: int) -> Manifest:
    target = {"type": "Utilization", "averageUtilization": percent}
    return {"type": "Resource", "resource": {"name": resource, "target": target}}


def _percent(value: int) -> Manifest:
    return {"type": "Percent", "value": value, "periodSeconds": _PERIOD_SECONDS}
