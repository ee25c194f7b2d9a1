"""What a stand-in provider decides: the border between the protocol and a model of the cloud.

`provider` speaks the protocol and knows nothing about resources; a model knows resources and
nothing about the protocol. A model that wraps another can make it slow or make it fail.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from groundplan.rehearsal.input_check import Problem
from groundplan.rehearsal.wire import Properties


class RefusedError(Exception):
    """The cloud says no; the engine reports the message on the resource and stops the update."""


@dataclass(frozen=True)
class Resource:
    """Which resource a request is about."""

    urn: str

    @property
    def type(self) -> str:
        """The type token, without those of its parents."""
        return self.urn.split("::")[2].rsplit("$", 1)[-1]

    @property
    def name(self) -> str:
        """The name in the program."""
        return self.urn.split("::", 3)[3]


@dataclass(frozen=True)
class Checked:
    """The inputs that the engine keeps, and what is wrong with them."""

    inputs: Properties
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True)
class Change:
    """How new inputs differ from those of the last deployment."""

    changed: tuple[str, ...] = ()
    replaced_by: tuple[str, ...] = ()
    """The changed properties that no update can change: the resource is built anew."""
    delete_first: bool = False
    """A fixed physical name cannot be taken twice, so the old resource goes before the new."""


@dataclass(frozen=True)
class Made:
    """A resource after its creation; in a preview it has no id yet."""

    id: str
    outputs: Properties = field(repr=False)


class NotReadyError(RefusedError):
    """It exists, and has not become what was waited for: the engine keeps it, and says so."""

    def __init__(self, reason: str, made: Made) -> None:
        super().__init__(reason)
        self.made = made


@dataclass(frozen=True)
class Found:
    """A live resource as it is, whatever the engine believes."""

    inputs: Properties = field(repr=False)
    outputs: Properties = field(repr=False)


class Model(Protocol):
    """Decides what becomes of resources; every method may raise `RefusedError`."""

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Take the provider's own configuration."""
        ...

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Judge inputs before anything is compared or built."""
        ...

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Compare the inputs of the last deployment with new ones."""
        ...

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Build the resource."""
        ...

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Change the resource that has the `old` outputs in place; its new outputs."""
        ...

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Look at the live resource; None when it is gone."""
        ...

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove the resource that has these outputs."""
        ...

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Answer a look-up."""
        ...
