"""The names under which the stack is found."""

from typing import Annotated

from pydantic import Field

from groundplan.settings.section import Section

DomainName = Annotated[
    str, Field(max_length=253, pattern=r"^([a-z0-9-]{1,63}\.)+[a-z]{2,63}$", examples=["a.b.org"])
]


class DnsSettings(Section):
    """The zone of Route 53 in which the load balancer's names are made."""

    hosted_zone_id: (
        Annotated[str, Field(pattern=r"^Z[A-Z0-9]{1,31}$", examples=["Z0123456789ABCDEFGHIJ"])]
        | None
    )
    """The public zone; null where names are made elsewhere, such as in another account."""
