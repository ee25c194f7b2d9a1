"""Alarms on the pace at which errors use up what an availability objective leaves room for."""

from dataclasses import dataclass

import pulumi

from components.alarm import IDLE, Alarms, Limit
from components.traffic_alarms import ERROR_PERCENT, answers

_MINUTE_SECONDS = 60


@dataclass(frozen=True, kw_only=True)
class Pace:
    """Errors so many times as frequent as the objective allows, in a long and a short window."""

    name: str
    times: float
    long_minutes: int
    short_minutes: int
    description: str


_PACES = (
    Pace(
        name="fast",
        times=14.4,
        long_minutes=60,
        short_minutes=5,
        description="At this pace the month's errors are used up in two days: look now",
    ),
    Pace(
        name="slow",
        times=6,
        long_minutes=360,
        short_minutes=30,
        description="At this pace the month's errors are used up in five days: look today",
    ),
)
"""The short window ends the alarm soon after the errors end.

Source: The Site Reliability Workbook, chapter 5, multiwindow, multi-burn-rate alerts.
"""


def watch_error_budget(
    alarms: Alarms, availability_percent: float, balancer: pulumi.Input[str]
) -> None:
    """Tell of errors that would break the objective of a month."""
    allowed_percent = 100 - availability_percent
    for pace in _PACES:
        name = f"error-budget-{pace.name}"
        limit = Limit(threshold=round(min(allowed_percent * pace.times, 99), 4), silence=IDLE)
        windows = [
            alarms.quiet.over(minutes * _MINUTE_SECONDS).on_expression(
                f"{name}-{minutes}-minutes",
                ERROR_PERCENT,
                answers(balancer),
                limit,
                f"More than {limit.threshold} % of the requests of {minutes} minutes failed",
            )
            for minutes in (pace.long_minutes, pace.short_minutes)
        ]
        alarms.on_alarms(name, windows, pace.description, needs_all=True)
