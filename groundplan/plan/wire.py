"""From the engine's protocol to plan JSON: the door at which secrets stay outside.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
Source of the signatures: pulumi/runtime/rpc.py of the SDK (3.272.0), the same in every language.
"""

import json
import re
from collections.abc import Callable
from typing import Any

from google.protobuf import struct_pb2

SIGNATURE_KEY = "4dabf18193072939515e22adb298388d"
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SECRET_SIGNATURE = "1b47061264138c4ac30d75fd1eb44270"
_ASSET = "c44067f5952c0a294b673a41bacd8c17"
_ARCHIVE = "0def7320c3a5731c473e5ecbe6d01bc7"
_RESOURCE = "5cf8f73096256a8f31e491e813e4eb8e"
_OUTPUT = "d0e6a833031e9bbcd3f4e8bde6ca49a4"

_SHORTEST_SECRET = 6
"""Characters. Shorter secrets are withheld too, but not searched for in other text."""


class Door:
    """Turns wire values into plan JSON and remembers what was secret, to keep it out of text."""

    def __init__(self) -> None:
        self.caveats: set[str] = set()
        """What had to be taken for granted, in sentences, as it happens."""

        self._secrets: set[str] = set()
        self._placeholders: set[str] = set()

    def placeholder(self, name: str, written: Callable[[str], str] = str) -> str:
        """A text that stands for one nobody knows yet; whatever holds it becomes unknown.

        `written` puts it into the form that programs expect to find it in, such as base 64.
        """
        text = f"{name}-assumed-{len(self._placeholders) + 1}"
        self._placeholders |= {text, written(text)}
        return written(text)

    def is_placeholder(self, text: str) -> bool:
        """Whether text is one of those, and nothing else."""
        return text in self._placeholders

    def withhold(self, secret: str) -> None:
        """Remember a secret that did not come over the wire, such as a configuration value."""
        if len(secret) >= _SHORTEST_SECRET and secret not in (UNKNOWN, *self._placeholders):
            self._secrets.add(secret)

    def struct(self, struct: struct_pb2.Struct) -> dict[str, Any]:
        """The JSON form of a property bag."""
        return {key: self.value(value) for key, value in struct.fields.items()}

    def struct_without_remembering(self, struct: struct_pb2.Struct) -> dict[str, Any]:
        """The same where all is secret by declaration: the values may stand in the open."""
        remembered = self._secrets.copy()
        found = self.struct(struct)
        self._secrets = remembered
        return found

    def value(self, value: struct_pb2.Value) -> Any:
        """The JSON form of one property."""
        kind = value.WhichOneof("kind")
        if kind == "string_value":
            return {"$unknown": True} if UNKNOWN in value.string_value else value.string_value
        if kind == "number_value":
            number = value.number_value
            return int(number) if number.is_integer() else number
        if kind == "bool_value":
            return value.bool_value
        if kind == "list_value":
            return [self.value(item) for item in value.list_value.values]
        if kind == "struct_value":
            return self._nested(value.struct_value)
        return None

    def _nested(self, struct: struct_pb2.Struct) -> Any:
        signature = struct.fields.get(SIGNATURE_KEY)
        if signature is None:
            return self.struct(struct)
        match signature.string_value:
            case s if s == SECRET_SIGNATURE:
                self._collect(struct.fields["value"])
                return {"$secret": True}
            case s if s in (_ASSET, _ARCHIVE):
                return {"$asset": sorted(struct.fields.keys() - {SIGNATURE_KEY})}
            case s if s == _RESOURCE:
                return struct.fields["urn"].string_value
            case s if s == _OUTPUT:
                return self._output(struct)
        return {"$unknown": True}

    def _output(self, struct: struct_pb2.Struct) -> Any:
        """An output sent as such: its value where it is known and no secret."""
        if "secret" in struct.fields and struct.fields["secret"].bool_value:
            self._collect(struct.fields["value"])
            return {"$secret": True}
        known = struct.fields.get("value")
        return {"$unknown": True} if known is None else self.value(known)

    def _collect(self, value: struct_pb2.Value) -> None:
        kind = value.WhichOneof("kind")
        if kind == "string_value":
            self.withhold(value.string_value)
        elif kind == "list_value":
            for item in value.list_value.values:
                self._collect(item)
        elif kind == "struct_value":
            for key, item in value.struct_value.fields.items():
                if key != SIGNATURE_KEY:
                    self._collect(item)

    def redact(self, entry: dict[str, Any]) -> dict[str, Any]:
        """Withhold every input that holds a known secret, at any depth; placeholders go too.

        A program may write the same literal once as a secret and once in the open, even in names.
        """
        inputs = entry["inputs"]
        if self._placeholders:
            inputs = _marked(inputs, _any_of(self._placeholders), {"$unknown": True})
        if not self._secrets:
            return {**entry, "inputs": inputs}
        named = {key: value for key, value in entry.items() if key != "inputs"}
        inputs = _marked(inputs, _any_of(self._secrets), {"$secret": True})
        return {**json.loads(self.redact_text(json.dumps(named))), "inputs": inputs}

    def redact_text(self, text: str) -> str:
        """Replace known secrets within a message."""
        return _any_of(self._secrets).sub("[secret]", text) if self._secrets else text


def _any_of(texts: set[str]) -> re.Pattern[str]:
    longest_first = sorted(texts, key=len, reverse=True)
    return re.compile("|".join(re.escape(text) for text in longest_first))


def _marked(value: Any, pattern: re.Pattern[str], marker: dict[str, bool]) -> Any:
    if isinstance(value, str):
        return marker if pattern.search(value) else value
    if isinstance(value, dict):
        return {key: _marked(item, pattern, marker) for key, item in value.items()}
    if isinstance(value, list):
        return [_marked(item, pattern, marker) for item in value]
    return value
