"""The pods of a Kubernetes workload, whichever kind of workload makes them."""

from collections.abc import Iterator

from policies.properties import Properties
from policies.subject import Subject

POD = "kubernetes:core/v1:Pod"
DEPLOYMENT = "kubernetes:apps/v1:Deployment"
STATEFUL_SET = "kubernetes:apps/v1:StatefulSet"
DAEMON_SET = "kubernetes:apps/v1:DaemonSet"
JOB = "kubernetes:batch/v1:Job"
CRON_JOB = "kubernetes:batch/v1:CronJob"
WORKLOADS = (POD, DEPLOYMENT, STATEFUL_SET, DAEMON_SET, JOB, CRON_JOB)
SERVERS = (POD, DEPLOYMENT, STATEFUL_SET, DAEMON_SET)
SECRET_OBJECT = "kubernetes:core/v1:Secret"
AUTOSCALER = "kubernetes:autoscaling/v2:HorizontalPodAutoscaler"
DISRUPTION_BUDGET = "kubernetes:policy/v1:PodDisruptionBudget"
NETWORK_POLICY = "kubernetes:networking.k8s.io/v1:NetworkPolicy"
NAMESPACE = "kubernetes:core/v1:Namespace"

_SPECS = {POD: "spec", CRON_JOB: "spec.jobTemplate.spec.template.spec"}


def spec_of(workload: Subject) -> Properties:
    """The pod specification of a workload."""
    return workload.sub(_SPECS.get(workload.kind, "spec.template.spec"))


def containers(workload: Subject, *, starting: bool = True) -> Iterator[Properties]:
    """The containers of the pods; with those that only run at the start."""
    spec = spec_of(workload)
    for name in ("containers", "initContainers") if starting else ("containers",):
        for one in spec.each(name):
            yield one.known()


def setting(workload: Subject, container: Properties, name: str) -> object:
    """A security setting of a container; that of its pod where it has none of its own."""
    path = f"securityContext.{name}"
    if container.has_key(path):
        return container.get(path)
    return spec_of(workload).get(path)


def labels(subject: Subject, path: str) -> dict[str, str]:
    """A map of labels at path."""
    found = subject.sub(path)
    return {str(key): str(found.get(str(key))) for key in found.raw} if found.raw else {}


def name_of(subject: Subject) -> str:
    """The object's name in Kubernetes; that of the resource where the program gives none."""
    return str(subject.get("metadata.name", subject.resource.name))
