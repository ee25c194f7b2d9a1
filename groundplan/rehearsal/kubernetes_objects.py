"""What a cluster adds to an object that it is given, and what it cannot change in a live one."""

import hashlib
import uuid
from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rehearsal.stand_in import Resource

RELEASE = "kubernetes:helm.sh/v3:Release"
CREATED = "2026-01-01T00:00:00Z"

IN_NO_NAMESPACE = frozenset(
    {
        "ClusterRole",
        "ClusterRoleBinding",
        "CustomResourceDefinition",
        "IngressClass",
        "Namespace",
        "Node",
        "NodeClass",
        "NodePool",
        "PersistentVolume",
        "PriorityClass",
        "StorageClass",
    }
)

_NAMES = ("metadata.name", "metadata.namespace")
_IMMUTABLE: Mapping[str, tuple[str, ...]] = {
    "ConfigMap": ("binaryData", "data"),
    "DaemonSet": ("spec.selector",),
    "Deployment": ("spec.selector",),
    "Job": ("spec.completions", "spec.selector", "spec.template"),
    "PersistentVolumeClaim": ("spec.storageClassName", "spec.volumeName"),
    "RoleBinding": ("roleRef",),
    "Secret": ("data", "stringData", "type"),
    "Service": ("spec.clusterIP",),
    "StatefulSet": ("spec.selector", "spec.serviceName", "spec.volumeClaimTemplates"),
}
"""Source: pulumi-kubernetes, provider/pkg/clients/unstructured and gen/openapi, forceNew."""


def kind_of(resource: Resource) -> str:
    """The kind in the words of Kubernetes: `Deployment`."""
    return resource.type.rpartition(":")[2]


def digits_of(resource: Resource) -> str:
    """Hexadecimal digits that belong to this resource, the same on every run."""
    return hashlib.sha256(resource.urn.encode()).hexdigest()


def identity_of(resource: Resource, inputs: Mapping[str, Any]) -> str:
    """How the provider calls it: `namespace/name`."""
    place = inputs if resource.type == RELEASE else metadata_of(inputs)
    name = str(place.get("name") or resource.name)
    if kind_of(resource) in IN_NO_NAMESPACE:
        return name
    return f"{place.get('namespace') or 'default'}/{name}"


def metadata_of(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    """The object's metadata; none where it is not known yet."""
    found = inputs.get("metadata")
    return found if isinstance(found, Mapping) else {}


def unchangeable(resource: Resource, old: Mapping[str, Any], new: Mapping[str, Any]) -> list[str]:
    """The paths in which both differ and which no update can change."""
    paths = ("name", "namespace") if resource.type == RELEASE else _NAMES
    fixed = (*paths, *_IMMUTABLE.get(kind_of(resource), ()))
    return [path for path in fixed if at(old, path) != at(new, path)]


def at(value: Any, path: str) -> Any:
    """What lies at a dotted path; None where nothing does."""
    for part in path.split("."):
        value = value.get(part) if isinstance(value, Mapping) else None
    return value


def observed_metadata(resource: Resource, given: Mapping[str, Any]) -> dict[str, Any]:
    """The metadata with what the server gives each object."""
    digits = digits_of(resource)
    server = {
        "uid": str(uuid.UUID(digits[:32])),
        "resourceVersion": str(int(digits[:6], 16)),
        "generation": 1,
        "creationTimestamp": CREATED,
    }
    return {**given, **server}


def status_of(resource: Resource, inputs: Mapping[str, Any]) -> dict[str, Any]:
    """The status once everything that Pulumi waits for has come about."""
    return dict(_status(kind_of(resource), inputs))


def _status(kind: str, inputs: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    if kind in ("Deployment", "StatefulSet"):
        replicas = at(inputs, "spec.replicas") or 1
        yield "observedGeneration", 1
        for name in ("replicas", "updatedReplicas", "readyReplicas", "availableReplicas"):
            yield name, replicas
    if kind == "Job":
        yield "succeeded", at(inputs, "spec.completions") or 1
        yield "conditions", [{"type": "Complete", "status": "True"}]
    if kind == "Namespace":
        yield "phase", "Active"
    if kind == "Release":
        yield "status", "deployed"
