"""How many tasks of a service run."""

from typing import Annotated

from pydantic import Field, model_validator

from groundplan.settings.schedule import Cron, TimeZone
from groundplan.settings.section import Section, WrongValue
from groundplan.settings.units import Name, Percent

TaskCount = Annotated[int, Field(ge=1, le=1000)]


class Bounds(Section):
    """The least and the most tasks that run."""

    min_tasks: TaskCount
    """That always run."""

    max_tasks: TaskCount
    """Where growing ends; database connections are counted for so many."""

    @model_validator(mode="after")
    def has_room(self) -> "Bounds":
        """A maximum below the minimum can never be met."""
        if self.max_tasks < self.min_tasks:
            raise WrongValue(
                "max_tasks", f"max_tasks {self.max_tasks} is below min_tasks {self.min_tasks}"
            )
        return self


class ScheduledBounds(Bounds):
    """Other bounds from a point in time on, until another entry changes them again."""

    cron: Cron
    """From when on."""

    timezone: TimeZone
    """Where the clock hangs."""


class Scaling(Bounds):
    """How many tasks run, and what makes them more. On EKS: a HorizontalPodAutoscaler."""

    target_cpu_percent: Percent
    """Tasks are added above it, and taken away well below."""

    target_memory_percent: Percent
    """Tasks are added above it, and taken away well below."""

    scheduled: dict[Name, ScheduledBounds] = Field(default_factory=dict)
    """Fewer tasks at night, more before a known rush. On Fargate only."""

    @property
    def every_bounds(self) -> tuple[Bounds, ...]:
        """Those at the start, and those that come into force at times."""
        return (self, *self.scheduled.values())


class WebScaling(Scaling):
    """Of what answers requests."""

    target_requests_per_minute: Annotated[int, Field(ge=1, le=1_000_000)] | None = None
    """Requests per task and minute that call for a further task. On Fargate only."""
