"""The facts about AWS resource types in `aws_facts.toml`, and the questions one asks of them."""

import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from typing import Any

from groundplan.rehearsal.aws_versions import is_lower

# The load balancer has two sets of type tokens for one and the same resources.
ALIASES = {"aws:alb/": "aws:lb/"}


@dataclass(frozen=True)
class TypeFacts:
    """What is known about one resource type beyond its SDK class."""

    id: str = "{hex17}"
    arn: str = ""
    arn_by_name: str = ""
    name: str = "name"
    replace: tuple[str, ...] = ()
    replace_lower: tuple[str, ...] = ()
    """Versions: with a lower one the resource is built anew."""

    delete_first: bool = False
    """Whether the old one goes before the new one comes, whatever its name."""

    values: Mapping[str, Any] = field(default_factory=dict)
    each: Mapping[str, list[str]] = field(default_factory=dict)
    """Computed lists that have an element for each value of these inputs."""

    def unchangeable(self, names: Iterable[str]) -> tuple[str, ...]:
        """Those of the named inputs that AWS cannot change on a live resource."""
        return tuple(name for name in names if name in self.replace)

    def is_rebuilt_by(self, name: str, before: Any, after: Any) -> bool:
        """Whether a live resource has to be built anew for the input to change so."""
        falls = name in self.replace_lower and is_lower(before, after)
        return falls or bool(self.unchangeable((name,)))


def _frozen(value: Any) -> Any:
    return tuple(value) if isinstance(value, list) else value


_TABLE = tomllib.loads(files("groundplan.rehearsal").joinpath("aws_facts.toml").read_text("utf-8"))

ENDINGS: Mapping[str, str] = dict(
    sorted(_TABLE["endings"].items(), key=lambda entry: -len(entry[0]))
)
SERVICES: Mapping[str, str] = _TABLE["services"]
TYPES: Mapping[str, TypeFacts] = {
    token: TypeFacts(**{key: _frozen(value) for key, value in facts.items()})
    for token, facts in _TABLE["types"].items()
}


def facts_of(token: str) -> TypeFacts:
    """The facts of the type; general ones when the table has none."""
    for old, new in ALIASES.items():
        token = token.replace(old, new)
    return TYPES.get(token, TypeFacts())


@cache
def ending_of(name: str) -> str | None:
    """The template for a computed text property with this name, by its longest known ending."""
    names = (name, name.removesuffix("s"))
    for ending, template in ENDINGS.items():
        if ending in names or any(one.endswith(ending[0].upper() + ending[1:]) for one in names):
            return template
    return None
