"""CloudFront in front of a bucket: public files from an edge nearby, the bucket stays private."""

from dataclasses import dataclass

import pulumi
import pulumi_aws as aws

from components.certificate import Certificate, CertificateArgs
from components.dns import Dns, DnsArgs
from components.labels import Labels
from groundplan.settings.certificate import ExistingCertificate, IssuedCertificate
from groundplan.settings.content_delivery import ContentDeliverySettings

_CERTIFICATES_REGION = "us-east-1"
_LOGS_REGION = "us-east-1"
"""Source: CloudFront Developer Guide, configure standard logging (v2)."""

_DELIVERY_NAME_CHARACTERS = 60
"""Source: CloudWatch Logs API, PutDeliverySource, name."""

_CACHING_OPTIMIZED = "658327ea-f89d-4fab-a63d-7e88639e58f6"
_SECURITY_HEADERS = "67f7725c-6f97-4210-82d7-5512b31e9d03"
"""Source: CloudFront Developer Guide, managed cache policies, managed response headers policies."""

_PRICE_CLASSES = {"100": "PriceClass_100", "200": "PriceClass_200", "all": "PriceClass_All"}
_ACCESS_CONTROL_NAME_CHARACTERS = 64


@dataclass(frozen=True)
class ContentDeliveryArgs:
    """What the delivery of the bucket called `name` needs from the rest of the stack."""

    name: str
    labels: Labels
    settings: ContentDeliverySettings
    bucket_name: pulumi.Input[str]
    log_bucket: pulumi.Input[str]
    hosted_zone_id: str | None


class ContentDelivery(pulumi.ComponentResource):
    """One distribution that alone reads the bucket, by signed requests; readers speak TLS 1.2 up.

    The URL is known before anything exists, because the name is ours.
    """

    references: dict[str, pulumi.Output[str]]

    def __init__(
        self, name: str, args: ContentDeliveryArgs, opts: pulumi.ResourceOptions | None = None
    ) -> None:
        super().__init__("groundplan:components:ContentDelivery", name, {}, opts)
        self._prefix = name
        self._args = args
        self._child = pulumi.ResourceOptions(parent=self)
        domain = args.settings.domain_name
        distribution = self._distribution(self._certificate_arn(), self._access_control())
        target = DnsArgs(
            args.hosted_zone_id, (domain,), distribution.domain_name, distribution.hosted_zone_id
        )
        Dns(name, target, self._child)
        self._log(distribution)
        url = pulumi.Output.from_input(f"https://{domain}")
        self.references = {f"storage.{args.name}.cdn_url": url}
        self.register_outputs({})

    def _certificate_arn(self) -> pulumi.Output[str]:
        settings, zone = self._args.settings, self._args.hosted_zone_id
        given = settings.certificate_arn
        kind = (
            ExistingCertificate(kind="existing", arn=given)
            if given
            else IssuedCertificate(kind="issued")
        )
        args = CertificateArgs(kind, (settings.domain_name,), zone, _CERTIFICATES_REGION)
        return Certificate(f"{self._prefix}-certificate", args, self._child).arn

    def _access_control(self) -> aws.cloudfront.OriginAccessControl:
        return aws.cloudfront.OriginAccessControl(
            self._prefix,
            name=self._args.labels.name(self._args.name, limit=_ACCESS_CONTROL_NAME_CHARACTERS),
            origin_access_control_origin_type="s3",
            signing_behavior="always",
            signing_protocol="sigv4",
            opts=self._child,
        )

    def _distribution(
        self, certificate_arn: pulumi.Output[str], access: aws.cloudfront.OriginAccessControl
    ) -> aws.cloudfront.Distribution:
        args = self._args
        bucket, region = args.bucket_name, args.labels.region
        return aws.cloudfront.Distribution(
            self._prefix,
            comment=f"Public files of {args.labels.prefix} {args.name}",
            enabled=True,
            is_ipv6_enabled=True,
            http_version="http2and3",
            aliases=[args.settings.domain_name],
            price_class=_PRICE_CLASSES[args.settings.price_class],
            origins=[
                {
                    "origin_id": "bucket",
                    "domain_name": pulumi.Output.concat(bucket, f".s3.{region}.amazonaws.com"),
                    "origin_access_control_id": access.id,
                }
            ],
            default_cache_behavior=_READ_ONLY,
            restrictions={"geo_restriction": {"restriction_type": "none"}},
            viewer_certificate={
                "acm_certificate_arn": certificate_arn,
                "ssl_support_method": "sni-only",
                "minimum_protocol_version": "TLSv1.2_2021",
            },
            # The edges take minutes to learn of it, and nothing of the stack needs them.
            wait_for_deployment=False,
            opts=self._child,
        )

    def _log(self, distribution: aws.cloudfront.Distribution) -> None:
        """To the bucket that has the load balancer's logs: its way of old needs access lists."""
        args = self._args
        name = args.labels.name(args.name, limit=_DELIVERY_NAME_CHARACTERS)
        source = aws.cloudwatch.LogDeliverySource(
            self._prefix,
            name=name,
            log_type="ACCESS_LOGS",
            resource_arn=distribution.arn,
            region=_LOGS_REGION,
            opts=self._child,
        )
        destination = aws.cloudwatch.LogDeliveryDestination(
            self._prefix,
            name=name,
            output_format="json",
            delivery_destination_configuration={
                "destination_resource_arn": pulumi.Output.concat("arn:aws:s3:::", args.log_bucket)
            },
            region=_LOGS_REGION,
            opts=self._child,
        )
        aws.cloudwatch.LogDelivery(
            self._prefix,
            delivery_source_name=source.name,
            delivery_destination_arn=destination.arn,
            region=_LOGS_REGION,
            opts=self._child,
        )


_READ_ONLY: aws.cloudfront.DistributionDefaultCacheBehaviorArgsDict = {
    "target_origin_id": "bucket",
    "viewer_protocol_policy": "redirect-to-https",
    "allowed_methods": ["GET", "HEAD", "OPTIONS"],
    "cached_methods": ["GET", "HEAD"],
    "compress": True,
    "cache_policy_id": _CACHING_OPTIMIZED,
    "response_headers_policy_id": _SECURITY_HEADERS,
}
