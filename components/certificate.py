"""The load balancer's certificate: requested and proven here, or brought along."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from groundplan.settings.certificate import CertificateSettings, ExistingCertificate

_MOST_PATIENCE = "15m"
"""ACM proves a name within minutes of its record; longer means that the zone is not delegated."""

_RECORD_SECONDS = 300


@dataclass(frozen=True)
class CertificateArgs:
    """What the certificate needs from the rest of the stack."""

    settings: CertificateSettings
    domain_names: tuple[str, ...]
    hosted_zone_id: str | None
    region: str | None = None
    """Another one than the stack's: CloudFront's certificates are in us-east-1."""


class Certificate(pulumi.ComponentResource):
    """One certificate for all names; `arn` is given out once ACM has proven them.

    Its records stay, so that ACM renews it by itself.
    Source: ACM User Guide, managed certificate renewal.
    """

    arn: pulumi.Output[str]

    def __init__(
        self, name: str, args: CertificateArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:Certificate", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        if isinstance(args.settings, ExistingCertificate):
            self.arn = pulumi.Output.from_input(args.settings.arn)
        else:
            self.arn = self._issued()
        self.register_outputs({"arn": self.arn})

    def _issued(self) -> pulumi.Output[str]:
        first, *others = self._args.domain_names
        certificate = aws.acm.Certificate(
            self._prefix,
            domain_name=first,
            subject_alternative_names=others,
            validation_method="DNS",
            region=self._args.region,
            # The load balancer uses the old one until it has the new one.
            opts=pulumi.ResourceOptions(parent=self, delete_before_replace=False),
        )
        records = [self._record(certificate, domain) for domain in self._args.domain_names]
        proven = aws.acm.CertificateValidation(
            self._prefix,
            certificate_arn=certificate.arn,
            validation_record_fqdns=[record.fqdn for record in records],
            region=self._args.region,
            opts=pulumi.ResourceOptions(
                parent=self, custom_timeouts=pulumi.CustomTimeouts(create=_MOST_PATIENCE)
            ),
        )
        return proven.certificate_arn

    def _record(self, certificate: aws.acm.Certificate, domain: str) -> aws.route53.Record:
        option = certificate.domain_validation_options.apply(
            lambda options: next(one for one in options if one.domain_name == domain)
        )
        return aws.route53.Record(
            f"{self._prefix}-{domain.replace('.', '-')}",
            zone_id=self._args.hosted_zone_id or "",
            name=option.apply(lambda one: one.resource_record_name or ""),
            type="CNAME",
            records=[option.apply(lambda one: one.resource_record_value or "")],
            ttl=_RECORD_SECONDS,
            # Another stack of this account may prove the same name with the same record.
            allow_overwrite=True,
            opts=self._child,
        )
