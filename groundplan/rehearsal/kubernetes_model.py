"""How a cluster is modelled: every well-formed object can be made, and is ready at once."""

from collections.abc import Iterator, Mapping
from typing import Any

from groundplan.rehearsal.input_check import Problem, problems
from groundplan.rehearsal.kubernetes_objects import (
    RELEASE,
    at,
    digits_of,
    identity_of,
    kind_of,
    metadata_of,
    observed_metadata,
    status_of,
    unchangeable,
)
from groundplan.rehearsal.sdk_types import resource_type
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, RefusedError, Resource
from groundplan.rehearsal.wire import UNKNOWN, Properties, bare


class KubernetesModel:
    """The forms of the API without controllers, quotas and nodes.

    Kinds of the installed SDK are checked by its types; any other kind is taken for a custom
    resource, of which nothing but its frame is known.
    """

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Need no kubeconfig: there is no cluster to call."""

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Judge the form of an object; give it a name where the program gives none."""
        named = _named(resource, inputs)
        return Checked(named, tuple(_problems(resource, bare(named))))

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Compare values; what the API cannot change in place replaces the object."""
        before, after = bare(old), bare(new)
        names = sorted(before.keys() | after.keys())
        changed = tuple(name for name in names if before.get(name) != after.get(name))
        replaced_by = tuple(unchangeable(resource, before, after))
        same_name = identity_of(resource, before) == identity_of(resource, after)
        return Change(changed, replaced_by, delete_first=bool(replaced_by) and same_name)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Make it: the inputs, and what the server adds."""
        if preview:
            return Made("", {**inputs, "status": UNKNOWN})
        return Made(identity_of(resource, bare(inputs)), _observed(resource, inputs))

    def update(
        self,
        resource: Resource,
        old: Properties,  # noqa: ARG002 - what the server added follows from the URN
        inputs: Properties,
        *,
        preview: bool,  # noqa: ARG002 - and so is known
    ) -> Properties:
        """Change it in place."""
        return _observed(resource, inputs)

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Find it as it was left."""
        del identity
        return Found(inputs, outputs or _observed(resource, inputs))

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove it; no finalizer holds it."""

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Render nothing: charts and manifests of others are not at hand."""
        del arguments
        raise RefusedError(f"{token} asks the kubernetes provider, and a rehearsal has no cluster")


def _named(resource: Resource, inputs: Properties) -> Properties:
    """Names as the provider makes them: the program's, a hyphen and eight characters."""
    if resource.type == RELEASE:
        given = inputs.get("name") or f"{resource.name}-{digits_of(resource)[:8]}"
        return {**inputs, "name": given}
    metadata = inputs.get("metadata", {})
    if not isinstance(metadata, Mapping) or metadata_of(bare(inputs)).get("name"):
        return inputs
    return {
        **inputs,
        "metadata": {**metadata, "name": f"{resource.name}-{digits_of(resource)[:8]}"},
    }


def _problems(resource: Resource, inputs: Properties) -> Iterator[Problem]:
    kind = resource_type(resource.type)
    if kind is not None:
        yield from problems(kind, inputs)
    else:
        yield from _frame(resource, inputs)
    yield from _selects_nothing(inputs)


def _frame(resource: Resource, inputs: Properties) -> Iterator[Problem]:
    """What every custom resource has: the API and kind of its type, and metadata."""
    api_version = resource.type.removeprefix("kubernetes:").rpartition(":")[0]
    for name, wanted in (("apiVersion", api_version), ("kind", kind_of(resource))):
        if inputs.get(name) != wanted:
            yield Problem(name, f"must be {wanted}, as the type of the resource says")


def _selects_nothing(inputs: Properties) -> Iterator[Problem]:
    """The API refuses a workload whose selector misses its own pods."""
    wanted = at(inputs, "spec.selector.matchLabels")
    given = at(inputs, "spec.template.metadata.labels")
    if isinstance(wanted, Mapping) and isinstance(given, Mapping):
        missing = sorted(key for key in wanted if wanted[key] != given.get(key))
        if missing:
            yield Problem(
                "spec.selector.matchLabels", f"does not match the pods' labels: {missing[0]}"
            )


def _observed(resource: Resource, inputs: Properties) -> Properties:
    status = status_of(resource, bare(inputs))
    outputs = {**inputs, "status": status} if status else dict(inputs)
    metadata = inputs.get("metadata")
    if isinstance(metadata, Mapping):
        outputs["metadata"] = observed_metadata(resource, metadata)
    return outputs
