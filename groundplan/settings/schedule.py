"""Points in time that repeat, as cron writes them; each kind of compute has its own dialect."""

import re
from typing import Annotated, Literal
from zoneinfo import available_timezones

from pydantic import AfterValidator, Field

from groundplan.settings.section import Section

_FIELDS = 5
_NUMBER = r"(\*|\d{1,2}(-\d{1,2})?)(/\d{1,2})?"
_DAY_NAME = r"(MON|TUE|WED|THU|FRI|SAT|SUN)"
_NUMBERS = re.compile(rf"^{_NUMBER}(,{_NUMBER})*$")
_DAY_NAMES = re.compile(rf"^(\*|{_DAY_NAME}(-{_DAY_NAME})?(,{_DAY_NAME}(-{_DAY_NAME})?)*)$")


def _cron(text: str) -> str:
    """Kubernetes counts Sunday as 0 and EventBridge as 1, so days of the week go by name."""
    parts = text.split(" ")
    if len(parts) != _FIELDS:
        raise ValueError("write five fields: minute hour day month weekday, such as `0 3 * * *`")
    *numbers, weekday = parts
    if not all(map(_NUMBERS.match, numbers)):
        raise ValueError("minute, hour, day and month are numbers, *, ranges or steps such as */5")
    if not _DAY_NAMES.match(weekday):
        raise ValueError("the weekday is * or names such as MON-FRI: numbers differ between clocks")
    if parts[2] != "*" and weekday != "*":
        raise ValueError("name the day of the month or the weekday, and write * for the other")
    return text


def _time_zone(name: str) -> str:
    if name not in available_timezones():
        raise ValueError("is no time zone of the IANA database, such as Europe/Berlin")
    return name


Cron = Annotated[str, AfterValidator(_cron)]
TimeZone = Annotated[str, AfterValidator(_time_zone)]


def eventbridge_cron(cron: str) -> str:
    """The same points in time as EventBridge and Application Auto Scaling write them.

    One of day and weekday must be `?`, and steps count from a number.
    Source: EventBridge Scheduler User Guide, cron-based schedules.
    """
    minute, hour, day, month, weekday = cron.split(" ")
    minute, hour = (part.replace("*/", "0/") for part in (minute, hour))
    day, month = (part.replace("*/", "1/") for part in (day, month))
    day, weekday = (day, "?") if weekday == "*" else ("?", weekday)
    return f"cron({minute} {hour} {day} {month} {weekday} *)"


class BeforeDeploy(Section):
    """Runs to its end before services get a new revision, once for each image and command.

    Services of the stack keep their old revision until it ends with 0; otherwise the deployment
    stops with its last log lines. Several such jobs run side by side. Never in a preview.
    A rollback to an image for which it ran already does not run it again.
    """

    kind: Literal["before_deploy"]
    timeout_minutes: Annotated[int, Field(ge=1, le=720)]
    """It is stopped then, and the deployment fails."""


class OnSchedule(Section):
    """Runs at set times: an EventBridge schedule on Fargate, a CronJob on EKS."""

    kind: Literal["schedule"]
    cron: Cron
    """Minute, hour, day, month, weekday: `0 3 * * *` is three o'clock every day."""

    timezone: TimeZone
    """Where the clock hangs, such as Europe/Berlin."""


Runs = Annotated[BeforeDeploy | OnSchedule, Field(discriminator="kind")]
