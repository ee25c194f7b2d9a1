"""Registers every resource of resources.json; `${name.attribute}` refers to another one of them."""

import json
import re
from pathlib import Path
from typing import Any

import pulumi

REFERENCE = re.compile(r"\$\{([\w-]+)\.(\w+)\}")
TEXT = (Path(__file__).parent / "resources.json").read_text()
WANTED: dict[str, set[str]] = {}
for owner, attribute in REFERENCE.findall(TEXT):
    WANTED.setdefault(owner, set()).add(attribute)

planned: dict[str, Any] = json.loads(TEXT)
made: dict[str, pulumi.CustomResource] = {}


def value(given: Any) -> Any:
    if isinstance(given, str):
        return text(given)
    if isinstance(given, list):
        return [value(one) for one in given]
    if isinstance(given, dict) and "$json" in given:
        live = REFERENCE.search(json.dumps(given)) is not None
        return (pulumi.Output.json_dumps if live else json.dumps)(value(given["$json"]))
    if isinstance(given, dict):
        return {key: value(one) for key, one in given.items()}
    return given


def text(given: str) -> Any:
    plain, *found = REFERENCE.split(given)
    parts = [plain]
    for name, attribute, after in zip(found[::3], found[1::3], found[2::3], strict=True):
        parts += [output(name, attribute), after]
    used = [one for one in parts if not (isinstance(one, str) and one == "")]
    return used[0] if len(used) == 1 else pulumi.Output.concat(*used) if used else ""


def output(name: str, attribute: str) -> Any:
    """What another resource gives; of one that is not planned, a name that stands for it."""
    return getattr(resource(name), attribute) if name in planned else f"{name}-{attribute}"


def resource(name: str) -> pulumi.CustomResource:
    if name not in made:
        made[name] = registered(name, planned[name])
    return made[name]


def registered(name: str, one: dict[str, Any]) -> pulumi.CustomResource:
    inputs = {key: value(given) for key, given in one.get("inputs", {}).items()}
    if one["type"].startswith("pulumi:providers:"):
        return pulumi.ProviderResource(one["type"].rpartition(":")[2], name, inputs)
    asked = dict.fromkeys(WANTED.get(name, set()) - {"id", "urn"})
    options = pulumi.ResourceOptions(
        protect=one.get("protect", False),
        provider=resource("aws") if one["type"].startswith("aws:") else None,  # type: ignore[arg-type]
    )
    return pulumi.CustomResource(one["type"], name, {**asked, **inputs}, options)


for name in planned:
    resource(name)
