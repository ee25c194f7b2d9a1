"""A cluster with a memory: objects stay, collide, are gone or drift, and jobs fail."""

from collections.abc import Mapping
from typing import Any

from groundplan.rehearsal.cloud import Built, Cloud
from groundplan.rehearsal.kubernetes_model import KubernetesModel
from groundplan.rehearsal.kubernetes_objects import identity_of, kind_of, metadata_of
from groundplan.rehearsal.stand_in import Change, Found, Made, NotReadyError, RefusedError, Resource
from groundplan.rehearsal.wire import Properties, bare, without_secrets

RUN = "run"
"""The operation of a job that a fault is planted on to let it fail."""

_PATCH = "Patch"
_REPLACE = "pulumi.com/replaceUnready"
_FAILED = {"conditions": [{"type": "Failed", "status": "True", "reason": "BackoffLimitExceeded"}]}


class KubernetesResident(KubernetesModel):
    """One cluster. What exists is refused, as provider and API have it since 4.29.

    Source: https://github.com/pulumi/pulumi-kubernetes/pull/4278
    """

    def __init__(self, cloud: Cloud) -> None:
        self._cloud = cloud

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Make it, unless its name is taken; a patch has no object of its own."""
        made = super().create(resource, inputs, preview=preview)
        if preview:
            return made
        if not kind_of(resource).endswith(_PATCH) and self._is_taken(resource, made.id):
            raise RefusedError(f'AlreadyExists: {kind_of(resource)} "{made.id}" already exists')
        self._remember(resource, made.id, inputs)
        if kind_of(resource) == "Job" and self._cloud.take_fault(resource.urn, RUN):
            raise self._failed(resource, made)
        return made

    def _failed(self, job: Resource, made: Made) -> NotReadyError:
        self._cloud.plant_drift(job.urn, "status", _FAILED)
        return NotReadyError(
            f"Job {made.id} has reached the specified backoff limit",
            Made(made.id, {**made.outputs, "status": _FAILED}),
        )

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Compare values; a job that has failed is run again where the program asks for it."""
        change = super().diff(resource, old, new)
        has_failed = self._cloud.drift(resource.urn).get("status") == _FAILED
        if has_failed and _annotations(bare(new)).get(_REPLACE) == "true":
            return Change((*change.changed, "metadata"), ("metadata",), delete_first=True)
        return change

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Find it as it is: gone, changed by another hand, or as it was left."""
        live = self._cloud.find(resource.urn, resource.type, identity)
        if live is None and outputs:
            return None
        known = inputs or dict(live.inputs if live else {})
        found = super().read(resource, identity, known, outputs)
        drift = self._cloud.drift(resource.urn)
        return found and Found({**found.inputs, **drift}, {**found.outputs, **drift})

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Change it in place; what another hand has changed is set again."""
        outputs = super().update(resource, old, inputs, preview=preview)
        if not preview:
            self._remember(resource, identity_of(resource, bare(inputs)), inputs)
            self._cloud.mend(resource.urn)
        return outputs

    def delete(
        self,
        resource: Resource,
        identity: str,
        outputs: Properties,  # noqa: ARG002 - the id finds it
    ) -> None:
        """Remove it; what is gone already is gone."""
        gone = self._cloud.find(resource.urn, resource.type, identity)
        if gone is not None:
            self._cloud.remove(gone)

    def _is_taken(self, resource: Resource, identity: str) -> bool:
        return self._cloud.find(resource.urn, resource.type, identity) is not None

    def _remember(self, resource: Resource, identity: str, inputs: Properties) -> None:
        kept = without_secrets(inputs)
        self._cloud.put(Built(identity, resource.urn, resource.type, identity, "", kept))


def _annotations(inputs: Mapping[str, Any]) -> Mapping[str, Any]:
    return metadata_of(inputs).get("annotations") or {}
