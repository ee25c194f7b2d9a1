"""S3 buckets."""

from typing import Literal

from pydantic import model_validator

from groundplan.settings.section import Section, WrongValue
from groundplan.settings.units import Days

StorageClass = Literal[
    "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"
]

INFREQUENT_ACCESS_MIN_DAYS = 30
"""Objects may not move to infrequent-access classes earlier. Source: S3 User Guide, transitions."""


class Transition(Section):
    """When objects move to a cheaper class."""

    after_days: Days
    storage_class: StorageClass

    @model_validator(mode="after")
    def not_before_s3_allows(self) -> "Transition":
        """S3 refuses infrequent-access transitions before day 30."""
        if self.storage_class.endswith("_IA") and self.after_days < INFREQUENT_ACCESS_MIN_DAYS:
            raise WrongValue(
                "after_days",
                f"after_days {self.after_days} is too early for {self.storage_class}; "
                f"S3 allows it from day {INFREQUENT_ACCESS_MIN_DAYS}",
            )
        return self


class BucketSettings(Section):
    """One private, encrypted, versioned bucket."""

    transitions: tuple[Transition, ...]
    expire_after_days: Days | None
    """Objects are deleted after this many days; null keeps them."""

    noncurrent_expire_after_days: Days
    """Overwritten and deleted versions are kept this long."""

    object_lock_days: Days | None
    """For so long nobody deletes an object without the right to bypass the lock; null has no lock.

    A bucket gets it when it is made: a change between null and a number replaces the bucket.
    """

    force_destroy: bool
    """Whether destroying the stack deletes the bucket with its objects."""

    @model_validator(mode="after")
    def transitions_come_before_the_end(self) -> "BucketSettings":
        """S3 refuses a transition at or after the expiration."""
        if self.expire_after_days is None:
            return self
        for transition in self.transitions:
            if transition.after_days >= self.expire_after_days:
                raise WrongValue(
                    "expire_after_days",
                    f"the transition to {transition.storage_class} after {transition.after_days} "
                    f"days must come before expire_after_days {self.expire_after_days}",
                )
        return self

    @model_validator(mode="after")
    def locks_end_before_objects(self) -> "BucketSettings":
        """A locked object outlives its expiration: hidden, and paid for."""
        if self.object_lock_days is None or self.expire_after_days is None:
            return self
        if self.object_lock_days > self.expire_after_days:
            raise WrongValue(
                "object_lock_days",
                f"object_lock_days {self.object_lock_days} outlasts expire_after_days; "
                f"write at most {self.expire_after_days}",
            )
        return self
