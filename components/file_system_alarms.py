"""Alarms on file systems: EFS slows down before it fails."""

import pulumi

from components.alarm import IDLE, Alarms, Limit, Metric
from groundplan.settings.settings import Settings

_BUSY_PERCENT = 95
_CREDITS_LEFT_BYTES = 192_000_000_000
"""Half an hour of bursting at 100 MiB/s is left."""


def watch_file_system(
    alarms: Alarms, stack: Settings, name: str, file_system_id: pulumi.Input[str]
) -> None:
    """Tell of a file system at its limit of operations, or out of what it saved for bursts.

    Source: EFS User Guide, CloudWatch metrics for Amazon EFS, PercentIOLimit, BurstCreditBalance.
    """
    alarms.on_metric(
        f"file-system-{name}-operations",
        _of(file_system_id, "PercentIOLimit", "Maximum"),
        Limit(threshold=_BUSY_PERCENT, silence=IDLE),
        f"{name} does as many operations as EFS takes: look for many small files, or for one file "
        "that all tasks write",
    )
    if stack.file_system[name].throughput == "bursting":
        alarms.on_metric(
            f"file-system-{name}-credits",
            _of(file_system_id, "BurstCreditBalance", "Minimum"),
            Limit(threshold=_CREDITS_LEFT_BYTES, silence=IDLE, is_minimum=True),
            f"{name} soon slows down to what its size allows: write throughput: elastic",
        )


def _of(file_system_id: pulumi.Input[str], name: str, statistic: str) -> Metric:
    dimensions = {"FileSystemId": file_system_id}
    return Metric(namespace="AWS/EFS", name=name, dimensions=dimensions, statistic=statistic)
