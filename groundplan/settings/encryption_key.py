"""The stack's own KMS key."""

from typing import Annotated

from pydantic import Field

from groundplan.settings.section import Section


class EncryptionKeySettings(Section):
    """One customer managed key encrypts all data at rest of the stack."""

    deletion_window_days: Annotated[int, Field(ge=7, le=30)]
    """Days between asking for the key's deletion and losing it. Source: KMS ScheduleKeyDeletion."""
