"""S3 buckets."""

from itertools import pairwise
from typing import Literal

from pydantic import model_validator

from groundplan.settings.content_delivery import ContentDeliverySettings
from groundplan.settings.section import Section, WrongValue
from groundplan.settings.units import Days, Region
from groundplan.settings.upload import UploadSettings

StorageClass = Literal[
    "STANDARD_IA", "ONEZONE_IA", "INTELLIGENT_TIERING", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE"
]

INFREQUENT_ACCESS_MIN_DAYS = 30
"""Objects may not move to infrequent-access classes earlier, and stay there as long before they
move on. Source: S3 User Guide, transitioning objects, constraints."""

PAID_FOR_DAYS = {
    "STANDARD_IA": 30, "ONEZONE_IA": 30, "GLACIER_IR": 90, "GLACIER": 90, "DEEP_ARCHIVE": 180,
}  # fmt: skip
"""An object that leaves a class earlier is paid for as long. Source: aws.amazon.com/s3/pricing."""

_FROM_WARM_TO_COLD = (
    "STANDARD_IA", "INTELLIGENT_TIERING", "ONEZONE_IA", "GLACIER_IR", "GLACIER", "DEEP_ARCHIVE",
)  # fmt: skip
"""Objects only move this way. Source: S3 User Guide, supported lifecycle transitions."""


class Transition(Section):
    """When objects move to a cheaper class.

    Those below 128 kB stay where they are: they would cost more. Source: S3 User Guide,
    transitioning objects, constraints.
    """

    after_days: Days
    """Since the object was written; 30 at least for infrequent access."""

    storage_class: StorageClass
    """The class to move to."""

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
    """From warm to cold; an empty list leaves objects where they are."""

    expire_after_days: Days | None
    """Objects are deleted after this many days; null keeps them."""

    noncurrent_expire_after_days: Days
    """Overwritten and deleted versions are kept this long."""

    object_lock_days: Days | None
    """For so long nobody deletes an object without the right to bypass the lock; null has no lock.

    A bucket that exists can be given one; objects that are locked already stay so.
    """

    force_destroy: bool
    """Whether destroying the stack deletes the bucket with its objects."""

    uploads: UploadSettings | None = None
    """Left out, browsers send nothing to it."""

    replica_region: Region | None = None
    """New objects are copied there, to a bucket under a key of that region; left out, nowhere."""

    cdn: ContentDeliverySettings | None = None
    """Left out, only tasks read it."""

    @model_validator(mode="after")
    def classes_grow_colder(self) -> "BucketSettings":
        """S3 refuses a way back, and a stay in infrequent access below 30 days."""
        for before, after in pairwise(self.transitions):
            warm, cold = before.storage_class, after.storage_class
            if _FROM_WARM_TO_COLD.index(warm) >= _FROM_WARM_TO_COLD.index(cold):
                raise WrongValue(
                    "transitions",
                    f"objects cannot move from {warm} to {cold}; order them from warm to cold: "
                    f"{', '.join(_FROM_WARM_TO_COLD)}",
                )
            stay = INFREQUENT_ACCESS_MIN_DAYS if warm.endswith("_IA") else 1
            if after.after_days < before.after_days + stay:
                raise WrongValue(
                    "transitions",
                    f"the transition to {cold} after {after.after_days} days comes too soon after "
                    f"{warm}; write {before.after_days + stay} or more",
                )
        return self

    @model_validator(mode="after")
    def classes_are_used_as_long_as_paid(self) -> "BucketSettings":
        """An object that ends before a class's minimum costs more there than where it was."""
        if self.expire_after_days is None:
            return self
        for one in self.transitions:
            end = one.after_days + PAID_FOR_DAYS.get(one.storage_class, 1)
            if self.expire_after_days < end:
                raise WrongValue(
                    "expire_after_days",
                    f"{one.storage_class} is paid for {end - one.after_days} days, and objects "
                    f"that move after {one.after_days} days leave earlier; write {end} or more, or "
                    "leave the transition out",
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
