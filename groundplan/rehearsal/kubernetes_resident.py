"""A cluster with a memory: objects stay, collide, are gone or drift."""

from groundplan.rehearsal.cloud import Built, Cloud
from groundplan.rehearsal.kubernetes_model import KubernetesModel
from groundplan.rehearsal.kubernetes_objects import identity_of, kind_of
from groundplan.rehearsal.stand_in import Found, Made, RefusedError, Resource
from groundplan.rehearsal.wire import Properties, bare, without_secrets

_PATCH = "Patch"


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
        return made

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Find it as it is: gone, changed by another hand, or as it was left."""
        live = self._cloud.find(resource.urn, resource.type, identity)
        if live is None and outputs:
            return None
        known = inputs or (live.inputs if live else {})
        found = super().read(resource, identity, known, outputs)
        drift = self._cloud.drift(resource.urn)
        return Found({**found.inputs, **drift}, {**found.outputs, **drift})

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
        return any((one.type, one.id) == (resource.type, identity) for one in self._cloud.built)

    def _remember(self, resource: Resource, identity: str, inputs: Properties) -> None:
        kept = without_secrets(inputs)
        self._cloud.put(Built(identity, resource.urn, resource.type, identity, "", kept))
