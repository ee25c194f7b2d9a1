"""The web firewall (AWS WAF) in front of the load balancer."""

from typing import Annotated

from pydantic import AfterValidator, Field

from groundplan.settings.request_rate import parse
from groundplan.settings.section import Section
from groundplan.settings.units import EachOnce, LogRetentionDays, Name


def _is_a_rate(text: str) -> str:
    parse(text)
    return text


Rate = Annotated[
    str, Field(examples=["30 per minute", "10 r/s"], max_length=40), AfterValidator(_is_a_rate)
]
"""Requests of one address, as the application would state them; WAF is approximate and lags."""

PathStart = Annotated[str, Field(max_length=48, pattern=r"^/[\w./-]*$", examples=["/api/auth/"])]
PathStarts = Annotated[tuple[PathStart, ...], Field(max_length=8), EachOnce]
"""Paths that begin so; together they stay within WAF's 512 characters of an expression."""


class PathRateLimit(Section):
    """A tighter limit, for what is worth attacking or dear to answer."""

    rate: Rate
    """Of one address, to all these paths together."""

    paths: Annotated[PathStarts, Field(min_length=1)]
    """How they begin."""


class WebFirewallSettings(Section):
    """AWS's managed rules block; limits count by address."""

    rate_limit: Rate
    """For all requests of an address but the health checks."""

    path_rate_limits: Annotated[dict[Name, PathRateLimit], Field(min_length=1, max_length=9)]
    """Such as sign-in and uploads. Ten rate-based rules are what a web ACL takes."""

    upload_paths: PathStarts
    """Where bodies above 8 KB are let through; AWS's common rules block them everywhere else."""

    log_retention_days: LogRetentionDays
    """Of the log of what was blocked or counted."""
