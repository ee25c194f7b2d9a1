"""Public files: at the edge, over TLS 1.2 and up, from a bucket that only the edge reads."""

from components.content_delivery import ContentDelivery, ContentDeliveryArgs
from components.labels import Labels
from groundplan.plan import MISSING, Plan
from groundplan.settings.content_delivery import ContentDeliverySettings
from tests.components.recorded import of, only, recorded, used

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
ACCESS = "aws:cloudfront/originAccessControl:OriginAccessControl"
CERTIFICATE = "aws:acm/certificate:Certificate"
VALIDATION = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"
LOGS = "aws:cloudwatch/"
KINDS = (
    "logDeliverySource:LogDeliverySource",
    "logDeliveryDestination:LogDeliveryDestination",
    "logDelivery:LogDelivery",
)
ARN = "arn:aws:acm:us-east-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"


def delivery(arn: str | None = None, zone: str | None = "Z1") -> Plan:
    settings = ContentDeliverySettings(
        domain_name="media.example.com", certificate_arn=arn, price_class="100"
    )

    def program(labels: Labels) -> None:
        args = ContentDeliveryArgs("media", labels, settings, "the-bucket", "the-logs", zone)
        ContentDelivery("storage-media-cdn", args)

    return recorded(program)


def test_the_bucket_is_read_by_signed_requests() -> None:
    plan = delivery()
    (origin,) = only(plan, DISTRIBUTION).read("origins")

    assert origin["domainName"] == "the-bucket.s3.eu-west-1.amazonaws.com"
    assert used(plan, only(plan, DISTRIBUTION), "origins") == {only(plan, ACCESS).name}
    assert only(plan, ACCESS).read("signingBehavior") == "always"


def test_readers_come_over_tls_and_change_nothing() -> None:
    found = only(delivery(), DISTRIBUTION)

    assert found.read("viewerCertificate.minimumProtocolVersion") == "TLSv1.2_2021"
    assert found.read("defaultCacheBehavior.viewerProtocolPolicy") == "redirect-to-https"
    assert found.read("defaultCacheBehavior.allowedMethods") == ["GET", "HEAD", "OPTIONS"]


def test_access_is_logged_where_cloudfront_s_logs_come_from() -> None:
    plan = delivery()
    source, destination, joined = (only(plan, f"{LOGS}{kind}") for kind in KINDS)

    assert used(plan, source, "resourceArn") == {only(plan, DISTRIBUTION).name}
    assert destination.read("deliveryDestinationConfiguration.destinationResourceArn") == (
        "arn:aws:s3:::the-logs"
    )
    assert {one.read("region") for one in (source, destination, joined)} == {"us-east-1"}
    assert used(plan, joined, "deliverySourceName") == {source.name}


def test_its_certificate_is_issued_where_cloudfront_looks() -> None:
    plan = delivery()

    assert only(plan, CERTIFICATE).read("region") == "us-east-1"
    assert only(plan, VALIDATION).read("region") == "us-east-1"
    assert used(plan, only(plan, DISTRIBUTION), "viewerCertificate") == {
        only(plan, VALIDATION).name
    }


def test_a_certificate_that_is_brought_along_is_used_as_it_is() -> None:
    plan = delivery(arn=ARN)

    assert list(plan.of_kind(CERTIFICATE)) == []
    assert only(plan, DISTRIBUTION).read("viewerCertificate.acmCertificateArn") == ARN


def test_the_name_leads_to_it_where_there_is_a_zone() -> None:
    alias = of(delivery(), RECORD)["storage-media-cdn-media-example-com"]

    assert alias.read("name") == "media.example.com"
    assert alias.read("aliases") is not MISSING
    assert list(delivery(arn=ARN, zone=None).of_kind(RECORD)) == []
