"""The application load balancer in front of the web services."""

from typing import Annotated

from pydantic import Field

from groundplan.settings.dns import DomainName
from groundplan.settings.section import Section
from groundplan.settings.units import Days, EachOnce

PathPattern = Annotated[
    str, Field(max_length=128, pattern=r"""^/[\w.$/~"'@:+*?&-]*$""", examples=["/api/*"])
]
"""Case counts; * stands for any characters. Source: ELB User Guide, path conditions."""

_KEEP_ALIVE_AHEAD_SECONDS = 15

INTERNAL_PATHS_PRIORITY = 1
"""The listener asks this rule before those of all services."""


class LoadBalancerSettings(Section):
    """HTTPS for the services with role web; HTTP is redirected."""

    domain_name: DomainName
    """What users call."""

    more_domain_names: Annotated[tuple[DomainName, ...], Field(max_length=9), EachOnce]
    """Ten names are what one certificate takes. Source: ACM User Guide, quotas."""

    idle_timeout_seconds: Annotated[int, Field(ge=1, le=3985)]
    """Longer than the slowest response, and than a quiet WebSocket; 4000 would be AWS's limit.

    What applications keep connections for follows from it. Source: ELB User Guide, load balancer
    attributes.
    """

    hsts_max_age_seconds: Annotated[int, Field(ge=300, le=63_072_000)]
    """How long browsers refuse plain HTTP. Begin with 300; a year once all is well."""

    hsts_include_subdomains: bool
    """Only when every subdomain of every name answers with HTTPS."""

    internal_paths: Annotated[tuple[PathPattern, ...], Field(max_length=5), EachOnce]
    """Answered 404 before any service is asked, such as `/metrics`: only the VPC may see them.

    Five at the most. Source: ELB User Guide, quotas, condition values per rule.
    """

    access_log_retention_days: Days
    """Of the load balancer's and the buckets' access logs."""

    deletion_protection: bool
    """Whether AWS refuses to delete it."""

    @property
    def domain_names(self) -> tuple[str, ...]:
        """All names, the first one first."""
        return tuple(dict.fromkeys((self.domain_name, *self.more_domain_names)))

    @property
    def keep_alive_seconds(self) -> int:
        """How long applications keep idle connections: longer than the load balancer.

        Otherwise it sends a request into a connection that is being closed, and clients see 502.
        Source: ELB User Guide, troubleshooting HTTP 502.
        """
        return self.idle_timeout_seconds + _KEEP_ALIVE_AHEAD_SECONDS

    @property
    def strict_transport_security(self) -> str:
        """The value of the header."""
        subdomains = "; includeSubDomains" if self.hsts_include_subdomains else ""
        return f"max-age={self.hsts_max_age_seconds}{subdomains}"
