"""Figures that stand in logs."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section


class LogMetric(Section):
    """A figure that stands in the log: errors, the age of a queue's oldest message.

    Source: CloudWatch Logs User Guide, filter pattern syntax.
    """

    pattern: Annotated[
        str, Field(min_length=1, max_length=1024, examples=['{ $.level = "ERROR" }'])
    ]
    """Which lines count. On EKS a JSON pattern, or words that must all be in the line."""

    value: Annotated[str, Field(pattern=r"^(\d+(\.\d+)?|\$\.[\w.]+)$", examples=["1"])]
    """What each line counts for: a number, or a field such as `$.queue_age_seconds`."""

    statistic: Literal["Sum", "Average", "Maximum"]
    """How a minute's lines become one figure."""

    more_than: Annotated[int, Field(ge=0, le=1_000_000_000)]
    """An alarm as long as a minute's value is above this."""
