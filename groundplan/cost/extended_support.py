"""Until when AWS supports a version at no extra charge, and what year of extended support it is.

Sources, read 2025-12: the release calendars in the RDS and Aurora user guides of PostgreSQL and
MySQL, and docs.aws.amazon.com/eks/latest/userguide/kubernetes-versions.html. A date that AWS moves
is changed here and nowhere else.
"""

from collections.abc import Mapping
from datetime import date
from typing import Literal

Stage = Literal["standard", "year-1-2", "year-3"]

POSTGRESQL: Mapping[str, tuple[date, date]] = {
    "11": (date(2024, 4, 1), date(2026, 4, 1)),
    "12": (date(2025, 3, 1), date(2027, 3, 1)),
    "13": (date(2026, 3, 1), date(2028, 3, 1)),
    "14": (date(2027, 3, 1), date(2029, 3, 1)),
    "15": (date(2028, 3, 1), date(2030, 3, 1)),
    "16": (date(2029, 3, 1), date(2031, 3, 1)),
    "17": (date(2030, 3, 1), date(2032, 3, 1)),
}
MYSQL: Mapping[str, tuple[date, date]] = {
    "5.7": (date(2024, 3, 1), date(2026, 3, 1)),
    "8.0": (date(2026, 8, 1), date(2028, 8, 1)),
    "8.4": (date(2029, 8, 1), date(2031, 8, 1)),
}
AURORA_MYSQL: Mapping[str, tuple[date, date]] = {
    "5.7": (date(2024, 12, 1), date(2026, 12, 1)),
    "8.0": (date(2028, 5, 1), date(2030, 5, 1)),
}
DATABASE_ENGINES: Mapping[str, Mapping[str, tuple[date, date]]] = {
    "postgresql": POSTGRESQL,
    "aurora-postgresql": POSTGRESQL,
    "mysql": MYSQL,
    "aurora-mysql": AURORA_MYSQL,
}
"""By engine and major version: the first day of extended support, and of its third year."""

EKS_EXTENDED_FROM: Mapping[str, date] = {
    "1.23": date(2023, 10, 11),
    "1.24": date(2024, 1, 31),
    "1.25": date(2024, 5, 1),
    "1.26": date(2024, 6, 11),
    "1.27": date(2024, 7, 24),
    "1.28": date(2024, 11, 26),
    "1.29": date(2025, 3, 23),
    "1.30": date(2025, 7, 23),
    "1.31": date(2025, 11, 26),
    "1.32": date(2026, 3, 23),
    "1.33": date(2026, 7, 29),
    "1.34": date(2026, 12, 2),
    "1.35": date(2027, 3, 27),
}
"""By Kubernetes version: the first day on which a cluster costs the extended rate."""


def database_stage(engine: str, version: str, as_of: date) -> Stage:
    """Give the stage of support of a database engine's version on a day.

    A version that no calendar names is in standard support: calendars list every version from
    years before its end.
    """
    calendar = DATABASE_ENGINES.get(engine, {})
    for major, (first_year, third_year) in calendar.items():
        if version == major or version.startswith(f"{major}."):
            if as_of >= third_year:
                return "year-3"
            return "year-1-2" if as_of >= first_year else "standard"
    return "standard"


def eks_is_extended(version: str, as_of: date) -> bool:
    """Whether a Kubernetes version is in extended support on a day."""
    start = EKS_EXTENDED_FROM.get(version)
    if start is not None:
        return as_of >= start
    return version in {"1.22", "1.21", "1.20", "1.19", "1.18"}
