"""Random values as the `random` provider makes them: once, at creation, and then kept.

https://www.pulumi.com/registry/packages/random/
"""

import base64
import secrets
import string
import uuid
from collections.abc import Callable, Mapping
from typing import Any

from groundplan.rehearsal.input_check import Problem, problems
from groundplan.rehearsal.sdk_types import resource_type
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, RefusedError, Resource
from groundplan.rehearsal.wire import UNKNOWN, Properties, bare, secret

SPECIAL = "!@#$%&*()-_=+[]{}<>:?"
WORDS = ("amber", "brisk", "cedar", "delta", "ember", "fjord", "grove", "heron", "islet", "jade")
PASSWORD = "random:index/randomPassword:RandomPassword"


class RandomModel:
    """Every change of an input asks for a new value, as in the real provider."""

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Have nothing to configure."""

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Judge the form of the inputs."""
        kind = resource_type(resource.type)
        if kind is None or resource.type not in _MAKERS:
            return Checked(inputs, (Problem("", "is no type that this stand-in makes"),))
        return Checked(inputs, tuple(problems(kind, bare(inputs))))

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:  # noqa: ARG002
        """Replace on any change: a value is never updated."""
        before, after = bare(old), bare(new)
        names = sorted(before.keys() | after.keys())
        changed = tuple(name for name in names if before.get(name) != after.get(name))
        return Change(changed, replaced_by=changed)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Make the value; a preview does not know it."""
        if preview:
            return Made("", {**dict.fromkeys(_always_there(resource), UNKNOWN), **inputs})
        made = _MAKERS[resource.type](bare(inputs))
        return Made(made.id, {**inputs, **made.outputs})

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Keep the value."""
        del resource, preview
        return {**old, **inputs}

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found:
        """Find the value in the state, where alone it exists."""
        del resource, identity
        return Found(inputs, outputs)

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Forget the value."""

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Have no functions, as the real provider has none."""
        del arguments
        raise RefusedError(f"{token} is no function of the random provider")


def _always_there(resource: Resource) -> frozenset[str]:
    kind = resource_type(resource.type)
    return kind.outputs.required if kind else frozenset()


def _password(inputs: Mapping[str, Any]) -> Made:
    characters = _characters(inputs)
    hashed = f"$2a$10${secrets.token_hex(26)}"
    # The provider keeps no id of its own for a password.
    return Made("none", {"result": secret(characters), "bcryptHash": secret(hashed)})


def _text(inputs: Mapping[str, Any]) -> Made:
    result = _characters(inputs)
    return Made(result, {"result": result})


def _characters(inputs: Mapping[str, Any]) -> str:
    """Take the asked minimum of each class first, then fill up from all classes."""
    special = inputs.get("overrideSpecial") or SPECIAL
    classes = {
        "lower": string.ascii_lowercase,
        "upper": string.ascii_uppercase,
        "numeric": string.digits,
        "special": special,
    }
    allowed = {name: text for name, text in classes.items() if inputs.get(name, True)}
    least = [
        secrets.choice(text)
        for name, text in allowed.items()
        for _ in range(int(inputs.get(f"min{name.title()}", 0)))
    ]
    alphabet = "".join(allowed.values())
    rest = [secrets.choice(alphabet) for _ in range(int(inputs["length"]) - len(least))]
    return "".join(_shuffled(least + rest))


def _shuffled(items: list[Any]) -> list[Any]:
    shuffled = list(items)
    secrets.SystemRandom().shuffle(shuffled)
    return shuffled


def _id(inputs: Mapping[str, Any]) -> Made:
    value = secrets.token_bytes(int(inputs["byteLength"]))
    prefix = inputs.get("prefix", "")
    url = base64.urlsafe_b64encode(value).decode().rstrip("=")
    outputs = {
        "b64Std": prefix + base64.b64encode(value).decode(),
        "b64Url": prefix + url,
        "dec": prefix + str(int.from_bytes(value)),
        "hex": prefix + value.hex(),
    }
    return Made(url, outputs)


def _uuid(_inputs: Mapping[str, Any]) -> Made:
    result = str(uuid.uuid4())
    return Made(result, {"result": result})


def _integer(inputs: Mapping[str, Any]) -> Made:
    low, high = int(inputs["min"]), int(inputs["max"])
    result = low + secrets.randbelow(high - low + 1)
    return Made(str(result), {"result": result})


def _pet(inputs: Mapping[str, Any]) -> Made:
    words = [secrets.choice(WORDS) for _ in range(int(inputs.get("length", 2)))]
    prefix = [inputs["prefix"]] if inputs.get("prefix") else []
    return Made(inputs.get("separator", "-").join(prefix + words), {})


def _shuffle(inputs: Mapping[str, Any]) -> Made:
    wanted = int(inputs.get("resultCount", len(inputs["inputs"])))
    return Made("-", {"results": _shuffled(inputs["inputs"])[:wanted]})


_MAKERS: Mapping[str, Callable[[Mapping[str, Any]], Made]] = {
    PASSWORD: _password,
    "random:index/randomId:RandomId": _id,
    "random:index/randomInteger:RandomInteger": _integer,
    "random:index/randomPet:RandomPet": _pet,
    "random:index/randomShuffle:RandomShuffle": _shuffle,
    "random:index/randomString:RandomString": _text,
    "random:index/randomUuid:RandomUuid": _uuid,
}
