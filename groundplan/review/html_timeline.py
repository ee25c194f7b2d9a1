"""The forecast as the page draws it: a bar per resource that takes its time, on one axis."""

from dataclasses import dataclass

from groundplan.forecast import Schedule, Step
from groundplan.review.words import resource_name

MOST_SPANS = 30
_TICK_MINUTES = (1, 2, 5, 10, 15, 30, 60, 120)
_MOST_TICKS = 8


@dataclass(frozen=True)
class Span:
    """One resource from its start to its end, in minutes from the start of the deployment."""

    name: str
    kind: str
    start: float
    minutes: float
    is_critical: bool


def spans(schedule: Schedule) -> tuple[Span, ...]:
    """Give the steps of a minute or more, by start; the longest where there are too many."""
    shown = sorted(schedule.long_steps[:MOST_SPANS], key=lambda one: (one.start, -one.end, one.urn))
    critical = set(schedule.critical_path)
    return tuple(_span(step, is_critical=step in critical) for step in shown)


def ticks(makespan: float) -> tuple[int, ...]:
    """Give the minutes that the axis names, round ones and not too many."""
    fitting = (one for one in _TICK_MINUTES if makespan / one <= _MOST_TICKS)
    return tuple(range(0, int(makespan) + 1, next(fitting, _TICK_MINUTES[-1])))


def _span(step: Step, *, is_critical: bool) -> Span:
    kind = step.urn.split("::")[2].rpartition(":")[2]
    return Span(resource_name(step.urn), kind, step.start, step.minutes, is_critical)
