"""A schedule in sentences: the whole, the critical path, and what each long step holds up."""

from collections.abc import Sequence

from groundplan.forecast import Schedule, Step
from groundplan.review.words import minutes, resource_label

_MOST_NAMES = 3


def makespan_line(schedule: Schedule) -> str:
    """Say how long everything takes together."""
    return f"{minutes(schedule.makespan).capitalize()} by typical times."


def critical_path_line(schedule: Schedule) -> str:
    """Name what follows each other on the longest way; empty where nothing takes a minute."""
    path = [step for step in schedule.critical_path if step in schedule.long_steps]
    if not path:
        return ""
    named = ", then ".join(f"{resource_label(one.urn)} {minutes(one.minutes)}" for one in path)
    rest = schedule.makespan - sum(step.minutes for step in path)
    return f"Critical path: {named}; {minutes(rest)} for all else on it."


def long_step_lines(schedule: Schedule) -> tuple[str, ...]:
    """Say of each long step when it runs, and what waits for it."""
    return tuple(_long_step_line(schedule, step) for step in schedule.long_steps)


def _long_step_line(schedule: Schedule, step: Step) -> str:
    span = f"{minutes(step.minutes)} from minute {step.start:.1f}"
    waiting = _names(schedule.held_up_by(step.urn)) or "nothing"
    beside = _names(schedule.beside(step))
    where = f"beside {beside}" if beside else "alone"
    return f"{resource_label(step.urn)}: {span}, {where}; held up by it: {waiting}"


def _names(steps: Sequence[Step]) -> str:
    named = [resource_label(step.urn) for step in steps[:_MOST_NAMES]]
    more = len(steps) - len(named)
    return ", ".join([*named, *([f"{more} more"] if more else [])])
