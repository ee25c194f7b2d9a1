"""A model in which operations fail as the cloud's notes say."""

import os
import signal
import time
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.fault import FAULTS, Fault
from groundplan.rehearsal.stand_in import (
    Change,
    Checked,
    Found,
    Made,
    Model,
    RefusedError,
    Resource,
)
from groundplan.rehearsal.wire import Properties

T = TypeVar("T")
_COMPANY_SECONDS = 0.3


class Faulty:
    """Wraps a model; an operation with a fault planted on it fails in the way of that fault."""

    def __init__(self, model: Model, cloud: Cloud) -> None:
        self._model = model
        self._cloud = cloud

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Never fail."""
        self._model.configure(settings)

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Never fail."""
        return self._model.check(resource, inputs)

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Never fail."""
        return self._model.diff(resource, old, new)

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Never fail."""
        return self._model.read(resource, identity, inputs, outputs)

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Never fail."""
        return self._model.invoke(token, arguments)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Build it, unless a fault is planted."""

        def build() -> Made:
            return self._model.create(resource, inputs, preview=preview)

        return build() if preview else self._tried(resource, "create", build)

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Change it, unless a fault is planted."""

        def change() -> Properties:
            return self._model.update(resource, old, inputs, preview=preview)

        return change() if preview else self._tried(resource, "update", change)

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove it, unless a fault is planted."""
        self._tried(resource, "delete", lambda: self._model.delete(resource, identity, outputs))

    def _tried(self, resource: Resource, operation: str, work: Callable[[], T]) -> T:
        planted = self._cloud.take_fault(resource.urn, operation)
        if planted is None:
            return work()
        fault = FAULTS[planted]
        if fault.takes_effect:
            work()
        if fault.ends:
            self._await_company()
            _end_process(fault)
        raise RefusedError(fault.message)

    def _await_company(self) -> None:
        """Let begin what can: one end of a process then interrupts all of it at once."""
        begun = -1
        while (now := len(self._cloud.operations)) > begun:
            begun = now
            time.sleep(_COMPANY_SECONDS)


def _end_process(fault: Fault) -> None:
    """End this process, or the engine that started it, without a chance to say anything."""
    if fault.ends == "engine":
        os.kill(os.getppid(), signal.SIGKILL)
    os._exit(1)
