"""Property values as the engine sends them, and the two that are not plain JSON.

The engine marks a value that is not known before the deployment by a fixed text, and wraps a
secret in a map with a signature. Both stay as they are on the way through a stand-in, so that
what comes in secret goes out secret.
"""

from collections.abc import Mapping
from typing import Any

from google.protobuf.json_format import MessageToDict
from google.protobuf.struct_pb2 import Struct

Properties = dict[str, Any]

# https://github.com/pulumi/pulumi/blob/master/sdk/go/common/resource/sig/sig.go
UNKNOWN = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
SIGNATURE = "4dabf18193072939515e22adb298388d"
SECRET = "1b47061264138c4ac30d75fd1eb44270"
ASSETS = frozenset(
    {
        "c44067f5952c0a294b673a41bacd8c17",  # an asset
        "0def7320c3a5731c473e5ecbe6d01bc7",  # an archive
    }
)


def from_struct(struct: Struct) -> Properties:
    """Plain values; every number is a float, as in JSON."""
    return MessageToDict(struct)


def to_struct(properties: Mapping[str, Any]) -> Struct:
    """The message form of plain values."""
    struct = Struct()
    struct.update(properties)
    return struct


def secret(value: object) -> Properties:
    """The value, marked so that the engine encrypts it in its state and masks it in its output."""
    return {SIGNATURE: SECRET, "value": value}


def bare(value: Any) -> Any:
    """The value without the marks of secrets, at any depth."""
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            return bare(value.get("value"))
        return {key: bare(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [bare(inner) for inner in value]
    return value


def without_secrets(value: Any) -> Any:
    """The value with nothing in the place of each secret, at any depth."""
    if isinstance(value, Mapping):
        if value.get(SIGNATURE) == SECRET:
            return None
        return {key: without_secrets(inner) for key, inner in value.items()}
    if isinstance(value, list):
        return [without_secrets(inner) for inner in value]
    return value


def is_asset(value: object) -> bool:
    """Whether it is a file or an archive."""
    return isinstance(value, Mapping) and value.get(SIGNATURE) in ASSETS
