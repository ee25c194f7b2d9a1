"""Values for what AWS computes: the right kind and the right form, the same on every run.

They come from a hash of the URN and of the inputs that cannot change on a live resource. So an
update keeps the id, a replacement gets a new one, and whatever refers to it changes with it.
"""

import hashlib
import json
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, get_args, get_origin

from groundplan.rehearsal import aws_facts
from groundplan.rehearsal.aws_facts import TypeFacts
from groundplan.rehearsal.sdk_types import alternatives, is_output_shape, output_shape
from groundplan.rehearsal.stand_in import Resource
from groundplan.rehearsal.wire import UNKNOWN

DEEPEST = 4


@dataclass(frozen=True)
class Place:
    """Where resources are built; the account is the one that AWS uses in its own examples."""

    region: str = "us-east-1"
    account: str = "123456789012"


class Invention:
    """Invents what one resource computes, from its facts and its bare inputs."""

    def __init__(
        self, resource: Resource, inputs: Mapping[str, Any], facts: TypeFacts, place: Place
    ) -> None:
        self._facts = facts
        self._inputs = inputs
        self._words = _Words(_words(resource, inputs, facts, place))
        self._words["arn"] = self._arn()
        self._words["id"] = self._fill(facts.id)
        # Some ARNs are made from the id and some ids from the ARN.
        self._words["arn"] = self._arn()

    @property
    def id(self) -> str:
        """The id that AWS gives the resource."""
        return self._words["id"]

    def value(self, path: str, kind: Any) -> Any:
        """A value for the computed property at the dotted path."""
        if path in self._facts.values:
            return self._fill(self._facts.values[path])
        kind = alternatives(kind)[0]
        if is_output_shape(kind):
            return self._structure(path, kind)
        origin = get_origin(kind)
        if origin is None:
            return self._scalar(path, kind)
        if issubclass(origin, Sequence):
            return [self._element(path, get_args(kind)[0], each) for each in self._each(path)]
        return {}

    def _each(self, path: str) -> list[str]:
        """Give what the list has an element for: one without a name, where no fact says more."""
        given = [self._inputs.get(name) or [] for name in self._facts.each.get(path, ())]
        listed = [[one] if isinstance(one, str) else one for one in given]
        return list(dict.fromkeys(chain.from_iterable(listed))) or [""]

    def _element(self, path: str, kind: Any, each: str) -> Any:
        self._words["each"] = each
        return self.value(path, kind)

    def _structure(self, path: str, kind: type) -> dict[str, Any]:
        if path.count(".") >= DEEPEST:
            return {}
        kinds = output_shape(kind).kinds
        return {name: self.value(f"{path}.{name}", inner) for name, inner in kinds.items()}

    def _scalar(self, path: str, kind: type) -> Any:
        if kind is bool:
            return False
        if kind in (int, float):
            return 1
        name = path.rsplit(".", 1)[-1]
        if name == "arn" and "." not in path:
            return self._words["arn"]
        if name == self._facts.name:
            return self._words["name"]
        template = aws_facts.ending_of(name)
        return self._fill(f"{name}-{{hex8}}" if template is None else template)

    def _arn(self) -> str:
        said = self._fill(self._facts.arn or aws_facts.ENDINGS["arn"])
        is_name = self._facts.arn_by_name and not said.startswith(("arn:", UNKNOWN))
        return self._fill(self._facts.arn_by_name) if is_name else said

    def _fill(self, template: Any) -> Any:
        if not isinstance(template, str):
            return template
        filled = template.format_map(self._words)
        return UNKNOWN if UNKNOWN in filled else filled


class _Words(dict[str, str]):
    """Words of a template; an input that is not given has the physical name in its place."""

    def __missing__(self, key: str) -> str:
        return self["name"]


def _words(
    resource: Resource, inputs: Mapping[str, Any], facts: TypeFacts, place: Place
) -> dict[str, str]:
    digits = _digits(resource, inputs, facts)
    given = {key: str(value) for key, value in inputs.items() if isinstance(value, str)}
    _, module, kind = resource.type.split(":")
    service = module.split("/")[0]
    return {
        "region": place.region,
        **given,
        **{f"hex{length}": digits[:length] for length in (6, 8, 12, 16, 17, 32)},
        "HEX13": digits[:13].upper(),
        "uuid": str(uuid.UUID(digits[:32])),
        "number": str(int(digits[:8], 16)),
        "account": place.account,
        "logical": resource.name,
        "name": physical_name(inputs, facts) or f"{resource.name}-{digits[:7]}",
        "service": aws_facts.SERVICES.get(service, service),
        "kind": kind.lower(),
    }


def _digits(resource: Resource, inputs: Mapping[str, Any], facts: TypeFacts) -> str:
    fixed = {name: inputs[name] for name in facts.unchangeable(inputs)}
    seed = json.dumps([resource.urn, fixed], sort_keys=True)
    return hashlib.sha256(seed.encode()).hexdigest()


def physical_name(inputs: Mapping[str, Any], facts: TypeFacts) -> str | None:
    """The name that the program fixed, if it did."""
    return inputs.get(facts.name) or None
