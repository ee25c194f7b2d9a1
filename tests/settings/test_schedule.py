"""Points in time: what is taken, and how EventBridge writes the same."""

import pytest
from pydantic import ValidationError

from groundplan.settings.schedule import OnSchedule, eventbridge_cron


def schedule(cron: str, timezone: str = "Europe/Berlin") -> OnSchedule:
    return OnSchedule(kind="schedule", cron=cron, timezone=timezone)


@pytest.mark.parametrize(
    ("cron", "expected"),
    [
        ("0 3 * * *", "cron(0 3 * * ? *)"),
        ("*/15 * * * *", "cron(0/15 * * * ? *)"),
        ("30 8-18/2 * * MON-FRI", "cron(30 8-18/2 ? * MON-FRI *)"),
        ("0 */6 * * SAT,SUN", "cron(0 0/6 ? * SAT,SUN *)"),
        ("0 0 1 */3 *", "cron(0 0 1 1/3 ? *)"),
        ("5,35 2 15-20 6 *", "cron(5,35 2 15-20 6 ? *)"),
    ],
)
def test_eventbridge_runs_at_the_times_that_cron_says(cron: str, expected: str) -> None:
    assert eventbridge_cron(schedule(cron).cron) == expected


@pytest.mark.parametrize(
    ("cron", "says"),
    [
        ("0 3 * *", "five fields"),
        ("cron(0 3 * * *)", "numbers, \\*, ranges or steps"),
        ("0 3 * * 0", "names such as MON-FRI"),
        ("0 3 1 * MON", "write \\* for the other"),
        ("0 3 1 JAN *", "numbers, \\*, ranges or steps"),
    ],
)
def test_what_the_two_clocks_read_differently_is_refused(cron: str, says: str) -> None:
    with pytest.raises(ValidationError, match=says):
        schedule(cron)


def test_a_time_zone_that_nobody_keeps_is_refused() -> None:
    with pytest.raises(ValidationError, match="IANA"):
        schedule("0 3 * * *", "Europe/Atlantis")
