"""Configuration that is not there, or that only its key could read: the program goes on without.

So all missing keys are told at once, and a review may go on with typed placeholders.

This file runs inside the program's own interpreter, so it needs the Pulumi SDK and nothing else.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.config import ConfigMissingError, ConfigTypeError

from groundplan.plan.engine_state import HIDDEN
from groundplan.plan.unread import Unread
from groundplan.plan.wire import Door

_CIDR = "10.0.0.0/16"
_BY_ENDING = {"bool": "false", "int": "1", "float": "1"}
_STRUCTURE = "object"

Ask = Callable[..., Any]


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
        """Give placeholders to the program's `Config.get_*` and `require_*` for the while."""
        asking = {name: getattr(pulumi.Config, name) for name in dir(pulumi.Config)}
        asking = {name: ask for name, ask in asking.items() if name.startswith(("get", "require"))}
        try:
            for name, ask in asking.items():
                setattr(pulumi.Config, name, self._patient(ask, name))
            yield
        finally:
            for name, ask in asking.items():
                setattr(pulumi.Config, name, ask)

    def _patient(self, ask: Ask, name: str) -> Ask:
        kind = name.rpartition("_")[2]

        def patient(config: pulumi.Config, key: str, *default: Any, **named: Any) -> Any:
            try:
                return ask(config, key, *default, **named)
            except ConfigMissingError as missing:
                value = self._note(missing.key, kind, is_secret="secret" in name)
            except ConfigTypeError as unfit:
                if unfit.value != HIDDEN:
                    raise
                value = self._stand_in(key, kind)
            if kind == _STRUCTURE:
                return pulumi.Output.secret(Unread(value)) if "secret" in name else Unread(value)
            pulumi.runtime.set_config(config.full_key(key), value)
            return ask(config, key)

        return patient

    def _note(self, key: str, kind: str, *, is_secret: bool) -> str:
        name = key.rpartition(":")[2]
        noted = self.missing.get(key)
        value = noted.placeholder if noted else self._stand_in(name, kind)
        kind = kind if kind in (*_BY_ENDING, _STRUCTURE) else "text"
        self.missing[key] = MissingKey(key, kind, is_secret, value)
        return value

    def _stand_in(self, name: str, kind: str) -> str:
        """A text that programs can take apart: they look for dots in domains, and into ranges."""
        if kind in _BY_ENDING:
            return _BY_ENDING[kind]
        if "cidr" in name.lower() and kind != _STRUCTURE:
            return _CIDR
        text = self._door.placeholder(name)
        return f"{text}.example.com" if "domain" in name.lower() else text
