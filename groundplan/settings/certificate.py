"""The TLS certificate of the load balancer."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.section import Section


class IssuedCertificate(Section):
    """Requested for all names of the load balancer, proven in `dns.hosted_zone_id`, renewed by ACM.

    Source: ACM User Guide, DNS validation.
    """

    kind: Literal["issued"]


class ExistingCertificate(Section):
    """A certificate that somebody else looks after: its names and its renewal are theirs."""

    kind: Literal["existing"]
    arn: Annotated[
        str,
        Field(
            pattern=r"^arn:aws:acm:[a-z0-9-]+:\d{12}:certificate/[0-9a-f-]{36}$",
            examples=[
                "arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
            ],
        ),
    ]
    """In the region and account of the stack."""


CertificateSettings = Annotated[
    IssuedCertificate | ExistingCertificate, Field(discriminator="kind")
]
