"""How pods are replaced by those of the next revision."""

from components.manifest import Manifest
from components.pod import Pod

_REVISIONS_KEPT = 5
_DEADLINE_SECONDS = 600
"""After so long without progress a deployment has failed; the pods before it serve on."""


def one_at_a_time(pod: Pod) -> Manifest:
    """The specification of a Deployment that must never run twice: stopped, then started."""
    return {**_deployed(pod), "replicas": 1, "strategy": {"type": "Recreate"}}


def without_a_gap(pod: Pod) -> Manifest:
    """One pod more comes before one goes; how many there are, the autoscaler says."""
    limits = {"maxUnavailable": 0, "maxSurge": 1}
    return {**_deployed(pod), "strategy": {"type": "RollingUpdate", "rollingUpdate": limits}}


def _deployed(pod: Pod) -> Manifest:
    return {
        "revisionHistoryLimit": _REVISIONS_KEPT,
        "progressDeadlineSeconds": _DEADLINE_SECONDS,
        "selector": {"matchLabels": pod.selector},
        "template": pod.template(),
    }
