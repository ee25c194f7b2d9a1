"""Stack files to break: those of the repository, changed and written anew."""

import json
from collections.abc import Iterator, Mapping
from copy import deepcopy
from functools import cache
from pathlib import Path
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from groundplan.settings import Problem, SettingsInvalid, read

ROOT = Path(__file__).resolve().parents[2]
STACKS = ("prod", "staging")
ABSENT = object()

DOCUMENTS = {
    "kind": "documentdb", "engine_version": "5.0.0", "instance_class": "db.t4g.medium",
    "instances": 2, "name": "app", "ca_file": "/etc/ssl/global-bundle.pem",
    "slow_query_milliseconds": 100, "backup_retention_days": 7, "log_retention_days": 30,
    "deletion_protection": False,
}  # fmt: skip
"""A document database, which no stack of the repository has."""

SERVERLESS = {
    "kind": "serverless", "role": "cache", "engine_version": "8", "max_storage_gib": 5,
    "max_units_per_second": 5000, "snapshot_retention_days": 1,
    "users": {"app": {"keys": "app:*", "commands": "write"}},
}  # fmt: skip
"""A cache without nodes, which no stack of the repository has."""

Place = tuple[str | int, ...]
"""Where a key lies below `config:`, such as ("groundplan:network", "nat")."""


def config_of(stack: str) -> dict[str, Any]:
    """Give the configuration of a stack of the repository, as plain data of its own."""
    return json.loads(_config_text(stack))


@cache
def _config_text(stack: str) -> str:
    return json.dumps(YAML(typ="safe").load(ROOT / f"Pulumi.{stack}.yaml")["config"])


def changed(stack: str, changes: Mapping[str, Any]) -> dict[str, Any]:
    """Give a configuration with `section__key` set, or taken away where it is ABSENT."""
    config = config_of(stack)
    for name, value in changes.items():
        put(config, tuple(f"groundplan:{name}".split("__")), value)
    return config


def put(config: Any, place: Place, value: Any) -> None:
    """Set or take away what lies at place."""
    *above, last = place
    for part in above:
        config = config[part]
    if value is ABSENT:
        del config[last]
    else:
        config[last] = deepcopy(value)


def written(config: dict[str, Any], folder: Path) -> Path:
    """Write a stack file and give its path."""
    path = folder / "Pulumi.test.yaml"
    YAML().dump({"config": config}, path)
    return path


def problems_of(config: dict[str, Any], folder: Path) -> tuple[Problem, ...]:
    """Give what is wrong with a configuration; nothing for a valid one."""
    return refusal(written(config, folder))


def refusal(path: Path) -> tuple[Problem, ...]:
    """Give what is wrong with a file; nothing for a valid one."""
    try:
        read(path)
    except SettingsInvalid as refused:
        return refused.problems
    return ()


def places(value: Any, above: Place = ()) -> Iterator[Place]:
    """Yield the place of every key and every entry of a list, at any depth."""
    entries = value.items() if isinstance(value, dict) else enumerate(value)
    for key, below in entries:
        yield (*above, key)
        if isinstance(below, dict | list):
            yield from places(below, (*above, key))


def lines(path: Path) -> dict[Place, int]:
    """Give the line of every key of a stack file, from where the parser saw it begin."""
    root = YAML(typ="safe", pure=True).compose(path)
    return dict(_lines(root.value[0][1], ()))


def _lines(node: Node, above: Place) -> Iterator[tuple[Place, int]]:
    if isinstance(node, MappingNode):
        for key, below in node.value:
            yield (*above, key.value), key.start_mark.line + 1
            yield from _lines(below, (*above, key.value))
    elif isinstance(node, SequenceNode):
        for number, below in enumerate(node.value):
            yield (*above, number), below.start_mark.line + 1
            yield from _lines(below, (*above, number))


def key_text(place: Place) -> str:
    """Give the place as messages write it: `groundplan:services.web.command[0]`."""
    first, *rest = place
    return str(first) + "".join(
        f"[{part}]" if isinstance(part, int) else f".{part}" for part in rest
    )


def at(config: Any, place: Place) -> Any:
    """Give what lies at place."""
    for part in place:
        config = config[part]
    return config
