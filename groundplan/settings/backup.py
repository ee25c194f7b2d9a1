"""AWS Backup: copies apart from what they are copies of."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import Days, Region


class BackupSettings(Section):
    """Daily recovery points of everything that holds data.

    Databases can be set back to any minute by their own backups (backup_retention_days) besides.
    """

    start_hour_utc: Annotated[int, Field(ge=0, le=23)]
    """Not within the backup window of the databases, 02:00 to 03:00: RDS refuses both at once."""

    retention_days: Days
    """Of recovery points in the stack's region."""

    cold_after_days: Days | None
    """From then on in cold storage, for 90 days at least; only file systems can go there."""

    copy_region: Region | None
    """A second copy there survives the loss of the stack's region; null makes none."""

    copy_retention_days: Days
    """Of the copies; without effect where copy_region is null."""

    restore_test: Literal["weekly", "monthly", "never"]
    """A recovery point is really restored, looked at for a day, and removed."""

    lock_days: Days | None
    """Nobody deletes recovery points that are younger. Null has no lock, so destroying works."""
