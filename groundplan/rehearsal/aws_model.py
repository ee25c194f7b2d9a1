"""How AWS is modelled: every well-formed resource can be built, changed and removed at once."""

import json
from collections.abc import Mapping
from typing import Any

from groundplan.rehearsal import aws_lookups
from groundplan.rehearsal.aws_facts import facts_of
from groundplan.rehearsal.input_check import Problem, problems
from groundplan.rehearsal.invented import Invention, Place, physical_name
from groundplan.rehearsal.sdk_types import ResourceType, resource_type
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, RefusedError, Resource
from groundplan.rehearsal.wire import SIGNATURE, UNKNOWN, Properties, bare, secret

WRITTEN_ONLY = "write-only: not kept"


class AwsModel:
    """The forms of AWS without its time, its quotas and its moods."""

    def __init__(self) -> None:
        self.place = Place()
        self._default_tags: Mapping[str, str] = {}

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Take region, account and default tags from the provider's configuration."""
        given = {key: _parsed(bare(value)) for key, value in settings.items()}
        accounts = given.get("allowedAccountIds") or [self.place.account]
        region = given.get("region")
        self.place = Place(
            region=region if region and region != UNKNOWN else self.place.region,
            account=str(accounts[0]),
        )
        self._default_tags = (given.get("defaultTags") or {}).get("tags", {})

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Judge the form of the inputs; take write-only values out before anything stores them."""
        kind = resource_type(resource.type)
        if kind is None:
            return Checked(inputs, (Problem("", "is no type of the installed pulumi_aws"),))
        kept = {name: _kept(kind, name, value) for name, value in inputs.items()}
        return Checked(kept, tuple(problems(kind, bare(inputs))))

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Compare values; what AWS cannot change in place replaces the resource."""
        before, after = bare(old), bare(new)
        names = sorted(before.keys() | after.keys())
        changed = tuple(name for name in names if before.get(name) != after.get(name))
        facts = facts_of(resource.type)
        replaced_by = tuple(
            name for name in changed if facts.is_rebuilt_by(name, before.get(name), after.get(name))
        )
        fixed = physical_name(after, facts)
        same_name = fixed is not None and fixed == physical_name(before, facts)
        delete_first = bool(replaced_by) and (facts.delete_first or same_name)
        return Change(changed, replaced_by, delete_first=delete_first)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Build it: the inputs, and a value for everything that AWS computes."""
        invention = self._invention(resource, inputs)
        outputs = self._outputs(resource, inputs, None if preview else invention)
        return Made("" if preview else invention.id, outputs)

    def update(
        self,
        resource: Resource,
        old: Properties,  # noqa: ARG002 - what AWS computed follows from the inputs it cannot change
        inputs: Properties,
        *,
        preview: bool,  # noqa: ARG002 - the id is known, so is what follows from it
    ) -> Properties:
        """Change it in place: what AWS computed stays."""
        return self._outputs(resource, inputs, self._invention(resource, inputs))

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found:
        """Find it as it was left; what nothing is known of is made up from its inputs."""
        del identity
        if outputs or not inputs:
            return Found(inputs, outputs)
        return Found(inputs, self._outputs(resource, inputs, self._invention(resource, inputs)))

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove it; nothing in this model holds on to anything."""

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Answer a look-up that needs no account."""
        return aws_lookups.answer(token, arguments, self.place)

    def _invention(self, resource: Resource, inputs: Properties) -> Invention:
        return Invention(resource, bare(inputs), facts_of(resource.type), self.place)

    def _outputs(
        self, resource: Resource, inputs: Properties, invention: Invention | None
    ) -> Properties:
        kind = _known(resource)
        value_of = _not_known_yet if invention is None else invention.value
        outputs = {name: value for name, value in inputs.items() if not _is_write_only(kind, name)}
        for name in kind.outputs.required - inputs.keys():
            outputs[name] = value_of(name, kind.outputs.kinds[name])
        for path in facts_of(resource.type).values:
            outer, _, inner = path.partition(".")
            if inner and _is_plain_map(inputs.get(outer)):
                outputs[outer] = {inner: value_of(path, str), **outputs[outer]}
        if "tagsAll" in kind.outputs.kinds:
            outputs["tagsAll"] = {**self._default_tags, **(bare(inputs.get("tags")) or {})}
        return outputs


def _known(resource: Resource) -> ResourceType:
    kind = resource_type(resource.type)
    if kind is None:
        raise RefusedError(f"{resource.type} is no type of the installed pulumi_aws")
    return kind


def _is_plain_map(value: object) -> bool:
    return isinstance(value, Mapping) and SIGNATURE not in value


def _not_known_yet(_path: str, _kind: Any) -> str:
    return UNKNOWN


def _kept(kind: ResourceType, name: str, value: Any) -> Any:
    return secret(WRITTEN_ONLY) if _is_write_only(kind, name) else value


def _is_write_only(kind: ResourceType, name: str) -> bool:
    """Whether AWS takes the value and the provider forgets it: a version beside it says when."""
    return name.endswith("Wo") and f"{name}Version" in kind.inputs.kinds


def _parsed(value: Any) -> Any:
    """Read a nested setting of a provider, which arrives as JSON in a text."""
    if isinstance(value, str) and value[:1] in ("{", "["):
        return json.loads(value)
    return value
