"""The storage classes of S3: what each charges, and under which names usage files know it.

Source: aws.amazon.com/s3/pricing. S3 Select has been closed to accounts that did not use it before
2024-07-25 (`closed`): its rates are shown where the price list has them, for those that did.
"""

from collections.abc import Mapping
from typing import NamedTuple


class Charge(NamedTuple):
    """One thing a class charges: title, key in the price list, key in a usage file."""

    title: str
    key: str
    usage: str
    closed: bool = False


class StorageClass(NamedTuple):
    """One class, with its name on the wire, in the price list and in usage files."""

    name: str
    title: str
    key: str
    usage: str
    charges: tuple[Charge, ...]


_REQUESTS = (
    Charge("PUT, COPY, POST, LIST", "tier-1", "monthly_tier_1_requests"),
    Charge("GET and other requests", "tier-2", "monthly_tier_2_requests"),
)
_STORED = Charge("Storage", "storage", "storage_gb")
_MOVED = Charge("Lifecycle transitions", "transition", "monthly_lifecycle_transition_requests")
_RETRIEVED = Charge("Retrieval", "retrieval", "monthly_data_retrieval_gb")
_SELECT = (
    Charge("Select, scanned", "select-scanned", "monthly_select_data_scanned_gb", closed=True),
    Charge("Select, returned", "select-returned", "monthly_select_data_returned_gb", closed=True),
)


def _retrieval(speed: str) -> tuple[Charge, ...]:
    return (
        Charge(
            f"Retrieval requests ({speed})",
            f"retrieval-requests/{speed}",
            f"monthly_{speed}_data_retrieval_requests",
        ),
        Charge(f"Retrieval ({speed})", f"retrieval/{speed}", f"monthly_{speed}_data_retrieval_gb"),
    )


def _archive_select(speed: str) -> tuple[Charge, ...]:
    return tuple(
        Charge(
            f"Select, {what} ({speed})",
            f"select-{what}/{speed}",
            f"monthly_{speed}_select_data_{what}_gb",
            closed=True,
        )
        for what in ("scanned", "returned")
    )


def _early(days: int, key: str = "storage") -> Charge:
    return Charge(f"Early deletion (within {days} days)", key, "early_delete_gb")


STANDARD = StorageClass(
    "STANDARD", "Standard", "standard", "standard", (_STORED, *_REQUESTS, *_SELECT)
)
_CLASSES = (
    STANDARD,
    StorageClass(
        "INTELLIGENT_TIERING",
        "Intelligent-Tiering",
        "intelligent",
        "intelligent_tiering",
        (
            Charge("Storage (frequent)", "frequent", "frequent_access_storage_gb"),
            Charge("Storage (infrequent)", "infrequent", "infrequent_access_storage_gb"),
            Charge("Storage (archive)", "archive", "archive_access_storage_gb"),
            Charge("Storage (deep archive)", "deep-archive", "deep_archive_access_storage_gb"),
            Charge("Monitoring", "monitoring", "monitored_objects"),
            *_REQUESTS,
            _MOVED,
            *_SELECT,
            _early(30, "frequent"),
        ),
    ),
    StorageClass(
        "STANDARD_IA",
        "Standard-IA",
        "standard-ia",
        "standard_infrequent_access",
        (_STORED, *_REQUESTS, _MOVED, _RETRIEVED, *_SELECT),
    ),
    StorageClass(
        "ONEZONE_IA",
        "One Zone-IA",
        "one-zone-ia",
        "one_zone_infrequent_access",
        (_STORED, *_REQUESTS, _MOVED, _RETRIEVED, *_SELECT),
    ),
    StorageClass(
        "GLACIER_IR",
        "Glacier Instant Retrieval",
        "glacier-ir",
        "glacier_instant_retrieval",
        (_STORED, *_REQUESTS, _MOVED, _RETRIEVED, _early(90)),
    ),
    StorageClass(
        "GLACIER",
        "Glacier Flexible Retrieval",
        "glacier",
        "glacier_flexible_retrieval",
        (
            _STORED,
            *_REQUESTS,
            _MOVED,
            *_retrieval("standard"),
            *_archive_select("standard"),
            *_retrieval("expedited"),
            *_archive_select("expedited"),
            *_archive_select("bulk"),
            _early(90),
        ),
    ),
    StorageClass(
        "DEEP_ARCHIVE",
        "Glacier Deep Archive",
        "deep-archive",
        "glacier_deep_archive",
        (
            _STORED,
            *_REQUESTS,
            _MOVED,
            *_retrieval("standard"),
            *_retrieval("bulk"),
            _early(180),
        ),
    ),
)
BY_NAME: Mapping[str, StorageClass] = {one.name: one for one in _CLASSES}
"""Every class by its name in a lifecycle rule."""
