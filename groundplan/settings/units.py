"""Value types whose names carry the unit."""

from ipaddress import IPv4Network
from typing import Annotated

from pydantic import AfterValidator, Field

Days = Annotated[int, Field(ge=1, le=3653)]
Seconds = Annotated[int, Field(ge=1, le=4000)]
Percent = Annotated[int, Field(ge=1, le=100)]
GiB = Annotated[int, Field(ge=20, le=65536)]
Port = Annotated[int, Field(ge=1, le=65535, description="Of TCP.")]
UsdPerMonth = Annotated[int, Field(ge=1, le=10_000_000)]

LOG_RETENTION_DAYS = (
    1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1096, 1827, 2192, 2557, 2922,
    3288, 3653,
)  # fmt: skip
"""What CloudWatch Logs accepts. Source: API_PutRetentionPolicy, retentionInDays."""


def _accepted_by_cloudwatch(days: int) -> int:
    if days not in LOG_RETENTION_DAYS:
        nearest = min(LOG_RETENTION_DAYS, key=lambda accepted: abs(accepted - days))
        raise ValueError(f"CloudWatch Logs does not accept this number of days; nearest: {nearest}")
    return days


LogRetentionDays = Annotated[Days, AfterValidator(_accepted_by_cloudwatch)]


def _each_once(values: tuple[object, ...]) -> tuple[object, ...]:
    if len(set(values)) < len(values):
        raise ValueError("an entry stands here twice; write each once")
    return values


EachOnce = AfterValidator(_each_once)

Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,18}[a-z0-9]$", examples=["main"])]
"""Lower case words joined by hyphens, 2 to 20 characters: it becomes part of AWS names."""

EnvironmentName = Annotated[
    str, Field(max_length=255, pattern=r"^[A-Za-z_][A-Za-z0-9_]*$", examples=["DATABASE_URL"])
]

SecretNumber = Annotated[int, Field(ge=1, le=1_000_000, examples=[2])]
"""One more is another generated value."""

Region = Annotated[str, Field(pattern=r"^[a-z]{2}(-[a-z]+)+-\d$", examples=["eu-west-1"])]

ZoneLetter = Annotated[str, Field(pattern=r"^[a-f]$", examples=["a"])]


_RFC_1918 = tuple(map(IPv4Network, ("10.0.0.0/8", "172.16.0.0/12", "192.168.0.0/16")))


def _private_and_large_enough(network: IPv4Network) -> IPv4Network:
    if not any(network.subnet_of(block) for block in _RFC_1918):
        raise ValueError("use a private range (RFC 1918), such as 10.20.0.0/16")
    if not 16 <= network.prefixlen <= 21:  # noqa: PLR2004 - AWS's /16; three tiers in six zones need /21
        raise ValueError("the prefix must be between /16 and /21, such as 10.20.0.0/16")
    return network


VpcCidr = Annotated[IPv4Network, AfterValidator(_private_and_large_enough)]
