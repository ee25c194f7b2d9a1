"""EFS: files that outlive the tasks that mount them."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section

MountPath = Annotated[
    str, Field(max_length=255, pattern=r"^(/[\w][\w.-]*)+$", examples=["/mnt/uploads"])
]


class FileSystemSettings(Section):
    """One encrypted file system with an address in every zone, in the daily backups."""

    holds: Literal["files", "sqlite"]
    """`sqlite` has one writer: one service of one task, stopped before its successor starts."""

    throughput: Literal["elastic", "bursting"]
    """`elastic` is paid by what is read and written; `bursting` is free and grows with the data."""

    infrequent_after_days: Literal[1, 7, 14, 30, 60, 90, 180, 270, 365] | None
    """Files that nobody reads move to cheaper storage, and back when read; null leaves them.

    Source: EFS API, LifecyclePolicy, TransitionToIA.
    """
