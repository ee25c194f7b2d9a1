"""A model that takes its time: as long as the cloud typically does, on a smaller scale."""

import time
from collections.abc import Mapping
from typing import Any

from groundplan.forecast.duration import duration_of
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.stand_in import Change, Checked, Found, Made, Model, Resource
from groundplan.rehearsal.wire import Properties, bare


class Timed:
    """Wraps a model; every operation lasts, and is noted with its start and end."""

    def __init__(self, model: Model, cloud: Cloud) -> None:
        self._model = model
        self._cloud = cloud

    def configure(self, settings: Mapping[str, Any]) -> None:
        """Take no time."""
        self._model.configure(settings)

    def check(self, resource: Resource, inputs: Properties) -> Checked:
        """Take no time."""
        return self._model.check(resource, inputs)

    def diff(self, resource: Resource, old: Properties, new: Properties) -> Change:
        """Take no time."""
        return self._model.diff(resource, old, new)

    def read(
        self, resource: Resource, identity: str, inputs: Properties, outputs: Properties
    ) -> Found | None:
        """Take no time."""
        return self._model.read(resource, identity, inputs, outputs)

    def invoke(self, token: str, arguments: Properties) -> Properties:
        """Take no time."""
        return self._model.invoke(token, arguments)

    def create(self, resource: Resource, inputs: Properties, *, preview: bool) -> Made:
        """Build it, as slowly as the cloud does; a preview is told at once."""
        if preview:
            return self._model.create(resource, inputs, preview=True)
        with self._noted(resource, "create", inputs):
            return self._model.create(resource, inputs, preview=False)

    def update(
        self, resource: Resource, old: Properties, inputs: Properties, *, preview: bool
    ) -> Properties:
        """Change it, as slowly as the cloud does; a preview is told at once."""
        if preview:
            return self._model.update(resource, old, inputs, preview=True)
        with self._noted(resource, "update", inputs):
            return self._model.update(resource, old, inputs, preview=False)

    def delete(self, resource: Resource, identity: str, outputs: Properties) -> None:
        """Remove it, as slowly as the cloud does."""
        with self._noted(resource, "delete", outputs):
            self._model.delete(resource, identity, outputs)

    def _noted(self, resource: Resource, operation: str, inputs: Properties) -> "_Noted":
        minutes = duration_of(resource.type, bare(inputs)).minutes(operation)
        return _Noted(
            self._cloud, resource.urn, operation, minutes, minutes * self._cloud.seconds_per_minute
        )


class _Noted:
    """An operation in the cloud's notes from its start to its end, whatever the end is."""

    def __init__(
        self, cloud: Cloud, urn: str, operation: str, minutes: float, seconds: float
    ) -> None:
        self._cloud = cloud
        self._noted = (urn, operation, minutes)
        self._seconds = seconds

    def __enter__(self) -> None:
        self._number = self._cloud.begin(*self._noted)
        time.sleep(self._seconds)

    def __exit__(self, kind: type[BaseException] | None, *_: object) -> None:
        self._cloud.end(self._number, "failed" if kind else "done")
