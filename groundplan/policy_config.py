"""What a team sets for its policies: levels and figures, in the files that the engine takes too.

Format of `pulumi preview --policy-pack-config`: {"POLICY": "advisory"} or {"POLICY":
{"enforcementLevel": "advisory", "FIGURE": 14}}, with "all" for every policy that has no level of
its own (github.com/pulumi/pulumi, pkg/resource/analyzer/config.go). The engine passes over names
that it does not know; here they are refused.
"""

import json
from collections.abc import Iterable, Iterator, Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import Any

LEVEL = "enforcementLevel"
LEVELS = ("mandatory", "advisory", "disabled")
_ALL = "all"
_ENVIRONMENTS = "environments"  # of Pulumi ESC: the engine's alone
_TYPES = {"integer": int, "string": str, "array": list}
_TYPE_NAMES = {
    "integer": "a whole number from 0 on",
    "string": "a text",
    "array": "a list of texts",
}

PolicyConfig = Mapping[str, Mapping[str, Any]]
"""By policy: its level under `enforcementLevel`, and its figures."""

Schemas = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""By policy and figure: the JSON Schema of the figure."""


class PolicyConfigInvalid(ValueError):
    """A file that does not set policies; the message is one line: place, what, remedy."""


def read_policy_config(files: Iterable[Path], schemas: Schemas) -> PolicyConfig:
    """Read the files, a later one over those before. Raises PolicyConfigInvalid."""
    found: dict[str, dict[str, Any]] = {}
    for file in files:
        for policy, settings in _File(file, schemas).settings():
            found[policy] = {**found.get(policy, {}), **settings}
    return found


class _File:
    """One file, checked against the policies that there are."""

    def __init__(self, file: Path, schemas: Schemas) -> None:
        self._name, self._schemas = file.name, schemas
        try:
            self._text = file.read_text(encoding="utf-8")
            self._document = json.loads(self._text)
        except (OSError, UnicodeDecodeError):
            raise PolicyConfigInvalid(f"{file}: cannot be read as text") from None
        except json.JSONDecodeError as error:
            place = f"{file.name}:{error.lineno}"
            raise PolicyConfigInvalid(f"{place}: this is not JSON: {error.msg}") from None

    def settings(self) -> Iterator[tuple[str, Mapping[str, Any]]]:
        """Give what is set, policy by policy; what is set for all comes first."""
        if not isinstance(self._document, dict):
            raise self._wrong("", "write an object with a key per policy")
        if _ALL in self._document:
            level = self._checked(_ALL, self._document[_ALL])
            yield from ((policy, level) for policy in self._schemas)
        for policy, value in self._document.items():
            if policy not in (_ALL, _ENVIRONMENTS):
                yield policy, self._checked(policy, value)

    def _checked(self, policy: str, value: Any) -> Mapping[str, Any]:
        if policy != _ALL and policy not in self._schemas:
            raise self._wrong(policy, f"no policy is called {policy}{_near(policy, self._schemas)}")
        settings = {LEVEL: value} if isinstance(value, str) else value
        if not isinstance(settings, dict):
            raise self._wrong(policy, f"{policy} is neither a level nor an object")
        for name, one in settings.items():
            if name == LEVEL:
                self._check_level(policy, one)
            else:
                self._check_figure(policy, name, one)
        return settings

    def _check_level(self, policy: str, level: Any) -> None:
        if level not in LEVELS:
            choice = f"choose {', '.join(LEVELS[:-1])} or {LEVELS[-1]}"
            raise self._wrong(policy, f"the level of {policy} is {json.dumps(level)}: {choice}")

    def _check_figure(self, policy: str, name: str, value: Any) -> None:
        schemas = self._schemas.get(policy, {})
        if name not in schemas:
            raise self._wrong(name, f"{policy} has no figure {name}{_near(name, schemas)}")
        if not _keeps_to(schemas[name], value):
            wanted = _TYPE_NAMES[schemas[name]["type"]]
            told = f"{name} of {policy} is {json.dumps(value)}: write {wanted}"
            raise self._wrong(name, told)

    def _wrong(self, key: str, problem: str) -> PolicyConfigInvalid:
        before = self._text.partition(json.dumps(key))[0] if key else ""
        line = before.count("\n") + 1
        return PolicyConfigInvalid(f"{self._name}:{line}: {problem}")


def _keeps_to(schema: Mapping[str, Any], value: Any) -> bool:
    if isinstance(value, bool) or not isinstance(value, _TYPES[schema["type"]]):
        return False
    if isinstance(value, list):
        return all(isinstance(one, str) for one in value)
    return isinstance(value, str) or value >= schema["minimum"]


def _near(name: str, known: Iterable[str]) -> str:
    found = get_close_matches(name, list(known), n=3)
    if found:
        return f", did you mean {' or '.join(found)}?"
    return "; its page in docs/policies lists what can be set"
