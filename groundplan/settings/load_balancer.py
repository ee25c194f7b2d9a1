"""The application load balancer in front of the web services."""

from typing import Annotated

from pydantic import Field

from groundplan.settings.section import Section
from groundplan.settings.units import Days, EachOnce

PathPattern = Annotated[str, Field(max_length=128, pattern=r"^/[\w.$/~\"'@:+*?&-]*$")]
"""Case counts; * stands for any characters. Source: ELB User Guide, path conditions."""

INTERNAL_PATHS_PRIORITY = 1
"""The listener asks this rule before those of all services."""


class LoadBalancerSettings(Section):
    """HTTPS for the services with role web; HTTP is redirected."""

    domain_name: Annotated[str, Field(max_length=253, pattern=r"^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$")]
    certificate_arn: Annotated[
        str, Field(pattern=r"^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]{36}$")
    ]
    idle_timeout_seconds: Annotated[int, Field(ge=1, le=4000)]
    """Longer than the slowest response. Source: ELB User Guide, load balancer attributes."""

    internal_paths: Annotated[tuple[PathPattern, ...], Field(max_length=5), EachOnce]
    """Answered 404 before any service is asked, such as `/metrics`: only the VPC may see them.

    Five at the most. Source: ELB User Guide, quotas, condition values per rule.
    """

    access_log_retention_days: Days
    deletion_protection: bool
