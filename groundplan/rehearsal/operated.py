"""A model around another: questions go through, what changes the cloud goes through one place."""

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, Model, Resource
from groundplan.rehearsal.wire import Properties

T = TypeVar("T")


class Operated(ABC):
    """Wraps a model; each create, update and delete that is no preview is left to `operate`."""

    def __init__(self, model: Model, cloud: Cloud) -> None:
        self._model = model
        self._cloud = cloud

    @abstractmethod
    def operate(
        self, resource: Resource, operation: str, inputs: Properties, work: Callable[[], T]
    ) -> T:
        """Do the work of an operation; `inputs` are the outputs where it deletes."""

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Hand it on."""
        self._model.configure(settings)

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Hand it on."""
        return self._model.check(resource, inputs)

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Hand it on."""
        return self._model.diff(resource, old, new)

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Hand it on."""
        return self._model.read(resource, identity, inputs, outputs)

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Hand it on."""
        return self._model.invoke(token, arguments)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Build it."""

        def build() -> Made:
            return self._model.create(resource, inputs, preview=preview)

        return build() if preview else self.operate(resource, "create", inputs, build)

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Change it in place."""

        def change() -> Properties:
            return self._model.update(resource, old, inputs, preview=preview)

        return change() if preview else self.operate(resource, "update", inputs, change)

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove it."""

        def remove() -> None:
            self._model.delete(resource, identity, outputs)

        self.operate(resource, "delete", outputs, remove)
