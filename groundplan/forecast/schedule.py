"""When every operation of a deployment starts and ends, if each starts as soon as it may."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from graphlib import TopologicalSorter
from heapq import heappop, heappush
from math import inf

LONG_MINUTES = 1.0
_DIGITS = 6


@dataclass(frozen=True)
class Task:
    """One operation: how long it takes, and the URNs that must be there before it starts."""

    minutes: float
    after: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Step:
    """One operation in its place, in minutes from the start of the deployment."""

    urn: str
    start: float
    end: float
    waited_for: str | None = None
    """The last of what must be there before it; None for what needs nothing."""

    place_after: str | None = None
    """What had to end to make place for it; None for what found a place at once."""

    @property
    def minutes(self) -> float:
        """How long it takes."""
        return round(self.end - self.start, _DIGITS)


@dataclass(frozen=True)
class Schedule:
    """Every step of a deployment, by start and then by URN."""

    steps: tuple[Step, ...] = ()

    @cached_property
    def by_urn(self) -> Mapping[str, Step]:
        """Give each step by the URN of its resource."""
        return {step.urn: step for step in self.steps}

    @property
    def makespan(self) -> float:
        """Minutes until the last step has ended."""
        return max((step.end for step in self.steps), default=0.0)

    @cached_property
    def critical_path(self) -> tuple[Step, ...]:
        """The steps that take time, from the first to the last, each held up by the one before."""
        if not self.steps:
            return ()
        last = max(self.steps, key=lambda step: step.end)
        return tuple(step for step in reversed(list(self._back_from(last))) if step.minutes)

    @cached_property
    def long_steps(self) -> tuple[Step, ...]:
        """The steps that take a minute or more, the longest first."""
        long = [step for step in self.steps if step.minutes >= LONG_MINUTES]
        return tuple(sorted(long, key=lambda step: (-step.minutes, step.start, step.urn)))

    def held_up_by(self, urn: str) -> tuple[Step, ...]:
        """Give the steps that take time and need this one, which was there last.

        What only waited for its place is held up by the crowd, not by this step.
        """
        return tuple(step for step in self.steps if step.minutes and urn in self._needed(step))

    def beside(self, step: Step) -> tuple[Step, ...]:
        """Give the other long steps that run at the same time."""
        return tuple(
            other
            for other in self.long_steps
            if other.urn != step.urn and other.start < step.end and step.start < other.end
        )

    def _back_from(self, step: Step | None) -> Iterator[Step]:
        while step is not None:
            yield step
            cause = step.place_after or step.waited_for
            step = self.by_urn[cause] if cause else None

    def _needed(self, step: Step) -> Iterator[str]:
        """Yield the URN that it needed last, seen through steps that take no time."""
        before = step.waited_for
        while before is not None:
            yield before
            passed = self.by_urn[before]
            before = None if passed.minutes else passed.waited_for


def schedule(tasks: Mapping[str, Task], at_once: float = inf) -> Schedule:
    """Start each task when what it waits for has ended and fewer than `at_once` others run.

    Of those that may start, the one that stands first in `tasks` does. Tasks that take no time
    take no place either. Raises graphlib.CycleError when tasks wait for each other.
    """
    return _Run(tasks, at_once).schedule()


class _Run:
    """A deployment, played from each end of a step to the next."""

    def __init__(self, tasks: Mapping[str, Task], at_once: float) -> None:
        self._tasks = tasks
        self._at_once = at_once
        self._place = {urn: place for place, urn in enumerate(tasks)}
        self._after = {urn: task.after & tasks.keys() - {urn} for urn, task in tasks.items()}
        self._order = TopologicalSorter(self._after)
        self._running: list[tuple[float, int, str]] = []
        self._done: dict[str, Step] = {}

    def schedule(self) -> Schedule:
        self._order.prepare()
        now, freed, waiting = 0.0, None, list[str]()
        while self._order.is_active():
            waiting = self._start([*waiting, *self._order.get_ready()], now, freed)
            if self._running:
                now, _, freed = heappop(self._running)
                self._order.done(freed)
        return Schedule(tuple(sorted(self._done.values(), key=lambda one: (one.start, one.urn))))

    def _start(self, ready: list[str], now: float, freed: str | None) -> list[str]:
        """Start what may start; give the rest."""
        waiting: list[str] = []
        for urn in sorted(ready, key=self._place.__getitem__):
            minutes = self._tasks[urn].minutes
            if minutes and len(self._running) >= self._at_once:
                waiting.append(urn)
                continue
            end = round(now + minutes, _DIGITS)
            latest = self._latest_before(urn)
            queued = now > (latest.end if latest else 0)
            self._done[urn] = Step(
                urn, now, end, latest.urn if latest else None, freed if queued else None
            )
            heappush(self._running, (end, self._place[urn], urn))
        return waiting

    def _latest_before(self, urn: str) -> Step | None:
        before = [self._done[one] for one in self._after[urn]]
        return max(before, key=lambda step: (step.end, self._place[step.urn]), default=None)
