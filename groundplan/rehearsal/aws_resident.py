"""AWS with a memory: what is built stays, collides, is held on to, and drifts."""

from collections.abc import Mapping
from typing import Any

from groundplan.rehearsal.aws_account import CONTENTS, AwsAccount
from groundplan.rehearsal.aws_facts import facts_of
from groundplan.rehearsal.aws_model import AwsModel
from groundplan.rehearsal.cloud import Built, Cloud
from groundplan.rehearsal.invented import physical_name
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, Resource
from groundplan.rehearsal.wire import Properties, bare, without_secrets


class AwsResident:
    """Wraps the forms of AWS with the account in which resources live."""

    def __init__(self, model: AwsModel, cloud: Cloud) -> None:
        self._model = model
        self._cloud = cloud
        self._account = AwsAccount(cloud)

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Take region and account."""
        self._model.configure(settings)

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Judge the form."""
        return self._model.check(resource, inputs)

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Compare values."""
        return self._model.diff(resource, old, new)

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Answer a look-up."""
        return self._model.invoke(token, arguments)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Build it, unless its name is taken."""
        if not preview:
            self._account.may_create(resource.type, self._name(resource, inputs), self._region)
        made = self._model.create(resource, inputs, preview=preview)
        if not preview:
            self._remember(resource, made.id, inputs, made.outputs)
        return made

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Find it as it is: gone, changed by another hand, or as it was left."""
        live = self._cloud.find(resource.urn, resource.type, identity)
        if live is None and outputs:
            return None
        known = inputs or {
            name: value for name, value in (live.inputs if live else {}).items() if name != "arn"
        }
        found = self._model.read(resource, identity, known, outputs)
        drift = {k: v for k, v in self._cloud.drift(resource.urn).items() if k != CONTENTS}
        return Found({**found.inputs, **drift}, {**found.outputs, **drift})

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Change it in place; what another hand has changed is set again."""
        existing = self._cloud.of(resource.urn)
        if existing:
            self._account.may_update(existing[-1], bare(inputs), preview=preview)
        outputs = self._model.update(resource, old, inputs, preview=preview)
        if existing and not preview:
            self._remember(resource, existing[-1].id, inputs, outputs)
            self._cloud.mend(resource.urn)
        return outputs

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove it, unless something keeps it; what is gone already is gone."""
        del outputs
        gone = self._cloud.find(resource.urn, resource.type, identity)
        if gone is not None:
            self._account.may_delete(gone)
            self._account.deleted(gone)

    @property
    def _region(self) -> str:
        return self._model.place.region

    def _name(self, resource: Resource, inputs: Properties) -> str | None:
        return physical_name(bare(inputs), facts_of(resource.type))

    def _remember(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> None:
        kept = {**without_secrets(inputs), "arn": bare(outputs).get("arn")}
        name = self._name(resource, inputs)
        self._cloud.put(Built(identity, resource.urn, resource.type, name, self._region, kept))
