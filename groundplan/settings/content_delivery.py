"""Public files at the edge: CloudFront in front of a bucket that stays private."""

from typing import Annotated, Literal

from pydantic import Field

from groundplan.settings.dns import DomainName
from groundplan.settings.section import Section


class ContentDeliverySettings(Section):
    """Everybody may read every object of the bucket, under a name of its own.

    The name is owed: under CloudFront's own, TLS 1.0 cannot be switched off. Source: CloudFront
    Developer Guide, supported protocols and ciphers, security policy TLSv1.
    """

    domain_name: DomainName
    """Of the files, such as media.example.com."""

    certificate_arn: (
        Annotated[
            str,
            Field(
                pattern=r"^arn:aws:acm:us-east-1:\d{12}:certificate/[0-9a-f-]{36}$",
                examples=[
                    "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
                ],
            ),
        ]
        | None
    )
    """In us-east-1, wherever the stack is; null has one issued there, by dns.hosted_zone_id.

    Source: CloudFront Developer Guide, requirements for using SSL/TLS certificates.
    """

    price_class: Literal["100", "200", "all"]
    """Where the edges are: Europe and North America, all but the dearest, or everywhere."""
