"""Required configuration that is not there: every key is noted, and the program goes on.

So all missing keys are told at once, and a review may go on with typed placeholders.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.config import ConfigMissingError

from groundplan.plan.wire import Door

_CIDR = "10.0.0.0/16"
_BY_ENDING = {"bool": "false", "int": "1", "float": "1", "object": "{}"}


@dataclass(frozen=True)
class MissingKey:
    """A key that the program requires, with the kind of value it asks for and what stood in."""

    key: str
    kind: str
    is_secret: bool
    placeholder: str


class ConfigQuestions:
    """The keys that were asked for in vain, by name."""

    def __init__(self, door: Door) -> None:
        self.missing: dict[str, MissingKey] = {}
        self._door = door

    @contextmanager
    def noted(self) -> Iterator[None]:
        """Give placeholders to the program's `Config.require_*` for the while."""
        asking = {name: getattr(pulumi.Config, name) for name in dir(pulumi.Config)}
        asking = {name: ask for name, ask in asking.items() if name.startswith("require")}
        try:
            for name, ask in asking.items():
                setattr(pulumi.Config, name, self._patient(ask, name.rpartition("_")[2]))
            yield
        finally:
            for name, ask in asking.items():
                setattr(pulumi.Config, name, ask)

    def _patient(self, ask: Callable[..., Any], kind: str) -> Callable[..., Any]:
        def patient(config: pulumi.Config, key: str) -> Any:
            try:
                return ask(config, key)
            except ConfigMissingError as missing:
                self._fill(missing.key, kind, is_secret=missing.secret)
                return ask(config, key)

        return patient

    def _fill(self, key: str, kind: str, *, is_secret: bool) -> None:
        value = _BY_ENDING.get(kind) or self._text(key.rpartition(":")[2])
        kind = kind if kind in _BY_ENDING else "text"
        self.missing[key] = MissingKey(key, kind, is_secret, value)
        pulumi.runtime.set_config(key, value)

    def _text(self, name: str) -> str:
        """A text that programs can take apart: they look for dots in domains, and into ranges."""
        if "cidr" in name.lower():
            return _CIDR
        text = self._door.placeholder(name)
        return f"{text}.example.com" if "domain" in name.lower() else text
