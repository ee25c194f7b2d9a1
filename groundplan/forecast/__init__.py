"""How long a deployment takes: `forecast(plan)` and the schedule that it gives."""

from groundplan.forecast.forecast import forecast, needed
from groundplan.forecast.schedule import Schedule, Step, Task, schedule

__all__ = ["Schedule", "Step", "Task", "forecast", "needed", "schedule"]
