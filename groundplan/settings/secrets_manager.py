"""Secrets that services read and no file holds."""

from typing import Annotated, Literal

from pydantic import AfterValidator, Field

from groundplan.settings.section import Section
from groundplan.settings.units import Name, SecretNumber


def _none_or_a_week(days: int) -> int:
    if 0 < days < 7:  # noqa: PLR2004 - AWS's limit
        raise ValueError("AWS allows 0 (delete at once) or 7 to 30 days")
    return days


RecoveryWindowDays = Annotated[int, Field(ge=0, le=30), AfterValidator(_none_or_a_week)]


class GeneratedSecret(Section):
    """A random value, made once and kept."""

    kind: Literal["generated"]
    length: Annotated[int, Field(ge=32, le=128)]
    """Letters and digits; 64 of them have 381 bits."""

    version: SecretNumber = 1
    """One more is another value, with which services that read it start anew."""


class ExternalSecret(Section):
    """A place that somebody fills: a key from another company, a data source name."""

    kind: Literal["external"]
    description: Annotated[str, Field(min_length=10, max_length=200)]
    """What belongs here and who gives it out."""


Secret = Annotated[GeneratedSecret | ExternalSecret, Field(discriminator="kind")]


class SecretsManagerSettings(Section):
    """The stack's secrets by name, and how long a deleted one can be restored."""

    recovery_window_days: RecoveryWindowDays
    """How long a deleted secret can be restored; 0 deletes at once."""

    secrets: dict[Name, Secret]
    """By name; services refer to `${secrets_manager.NAME}`."""
