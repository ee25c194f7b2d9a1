"""Guards of the backups: arithmetic that AWS Backup refuses, or ignores without a word."""

from collections.abc import Iterator

from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.settings import Settings

COLD_STORAGE_MIN_DAYS = 90
"""Source: AWS Backup API, Lifecycle."""

_DATABASE_WINDOW_HOURS = (2, 3)
"""The hour of the databases' own backups, and the one in which they may still run."""


def cold_storage_lasts_90_days(settings: Settings) -> Iterator[Problem]:
    """Source: AWS Backup API, Lifecycle: DeleteAfterDays is 90 more than MoveToCold."""
    backup = settings.backup
    if backup.cold_after_days is None:
        return
    least_days = backup.cold_after_days + COLD_STORAGE_MIN_DAYS
    if backup.retention_days < least_days:
        yield Problem(
            ("backup", "retention_days"),
            f"what goes to cold storage after cold_after_days {backup.cold_after_days} stays there "
            f"for 90 days at least; write {least_days} or more, or cold_after_days: null",
            backup.retention_days,
        )


def copies_go_to_another_region(settings: Settings) -> Iterator[Problem]:
    """A copy in the same region is lost with it."""
    region = settings.backup.copy_region
    if region == settings.region:
        yield Problem(
            ("backup", "copy_region"),
            f"the stack itself is in {settings.region}, and a copy beside it is lost with it; "
            "write another region, or copy_region: null",
            region,
        )


def disaster_recovery_has_a_copy(settings: Settings) -> Iterator[Problem]:
    """A tag that promises a copy elsewhere is read by people who then rely on it."""
    if settings.stack.backup_tier == "dr" and settings.backup.copy_region is None:
        yield Problem(
            ("stack", "backup_tier"),
            "dr promises a copy in another region, and backup.copy_region is null; name a region "
            "there, or write standard",
            "dr",
        )


def locked_backups_expire_later(settings: Settings) -> Iterator[Problem]:
    """AWS Backup refuses jobs whose points would expire before the lock of their vault ends.

    Source: AWS Backup API, PutBackupVaultLockConfiguration, MinRetentionDays.
    """
    backup = settings.backup
    if backup.lock_days is None:
        return
    kept_days: dict[KeyPath, int] = {("backup", "retention_days"): backup.retention_days}
    if backup.copy_region:
        kept_days["backup", "copy_retention_days"] = backup.copy_retention_days
    for path, days in kept_days.items():
        if days < backup.lock_days:
            yield Problem(
                path,
                f"lock_days {backup.lock_days} keeps recovery points longer, and every backup "
                f"would fail; write at least {backup.lock_days}, or shorten the lock",
                days,
            )


def backups_do_not_meet_the_databases_own(settings: Settings) -> Iterator[Problem]:
    """Source: AWS Backup Developer Guide, RDS backups: not in or right before the backup window."""
    hour = settings.backup.start_hour_utc
    if settings.rds_databases and hour in _DATABASE_WINDOW_HOURS:
        yield Problem(
            ("backup", "start_hour_utc"),
            "databases make their own backups from 02:00 to 03:00 UTC, and jobs at that time fail; "
            "write 4, or another hour",
            hour,
        )
