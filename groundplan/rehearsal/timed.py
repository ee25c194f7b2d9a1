"""A model that takes its time: as long as the cloud typically does, on a smaller scale."""

import time
from collections.abc import Callable
from typing import TypeVar

from groundplan.forecast.duration import duration_of
from groundplan.rehearsal.cloud import Cloud
from groundplan.rehearsal.operated import Operated
from groundplan.rehearsal.stand_in import Resource
from groundplan.rehearsal.wire import Properties, bare

T = TypeVar("T")


class Timed(Operated):
    """Wraps a model; every operation lasts, and is noted with its start and end."""

    def operate(
        self, resource: Resource, operation: str, inputs: Properties, work: Callable[[], T]
    ) -> T:
        """Do it as slowly as the cloud does."""
        minutes = duration_of(resource.type, bare(inputs)).minutes(operation)
        seconds = minutes * self._cloud.seconds_per_minute
        with _Noted(self._cloud, resource.urn, operation, minutes, seconds):
            return work()


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
