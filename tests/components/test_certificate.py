"""The certificate: issued and proven here for every name, or brought along."""

import pytest

from components.certificate import Certificate, CertificateArgs
from components.dns import Dns, DnsArgs
from components.labels import Labels
from groundplan.plan import Plan
from tests.components.recorded import of, only, recorded, used

CERTIFICATE = "aws:acm/certificate:Certificate"
PROVEN = "aws:acm/certificateValidation:CertificateValidation"
RECORD = "aws:route53/record:Record"

NAMES = {"domain_name": "api.example.com", "more_domain_names": ["tools.example.com"]}
ARN = "arn:aws:acm:eu-west-1:111122223333:certificate/0f1e2d3c-4b5a-6978-8796-a5b4c3d2e1f0"
ELSEWHERE = {"dns": {"hosted_zone_id": None}, "certificate": {"kind": "existing", "arn": ARN}}


def build_certificate(labels: Labels) -> None:
    stack = labels.settings
    names, zone = stack.load_balancer.domain_names, stack.dns.hosted_zone_id
    Certificate("certificate", CertificateArgs(stack.certificate, names, zone))


def build_names(labels: Labels) -> None:
    stack = labels.settings
    names, zone = stack.load_balancer.domain_names, stack.dns.hosted_zone_id
    Dns("dns", DnsArgs(zone, names, "alb-1.eu-west-1.elb.amazonaws.com", "Z32O12XQLNTSW2"))


@pytest.fixture
def certificate() -> Plan:
    return recorded(build_certificate, {"load_balancer": NAMES})


def test_one_certificate_is_for_all_names(certificate: Plan) -> None:
    issued = only(certificate, CERTIFICATE)

    assert issued.read("domainName") == "api.example.com"
    assert issued.read("subjectAlternativeNames") == ["tools.example.com"]
    assert issued.read("validationMethod") == "DNS"


def test_every_name_is_proven_by_a_record_in_the_zone(certificate: Plan) -> None:
    records = of(certificate, RECORD)

    assert set(records) == {"certificate-api-example-com", "certificate-tools-example-com"}
    assert {one.read("zoneId") for one in records.values()} == {"Z0STAGE1EXAMPLE"}
    assert used(certificate, only(certificate, PROVEN), "validationRecordFqdns") == set(records)


def test_a_certificate_that_exists_makes_nothing() -> None:
    plan = recorded(build_certificate, ELSEWHERE)

    assert [one for one in plan.resources if one.custom] == []


def test_every_name_leads_to_the_load_balancer() -> None:
    records = of(recorded(build_names, {"load_balancer": NAMES}), RECORD)

    assert {one.read("name") for one in records.values()} == {
        "api.example.com",
        "tools.example.com",
    }
    for record in records.values():
        assert record.read("type") == "A"
        assert record.read("aliases") == [
            {
                "name": "alb-1.eu-west-1.elb.amazonaws.com",
                "zoneId": "Z32O12XQLNTSW2",
                "evaluateTargetHealth": True,
            }
        ]


def test_names_that_are_made_elsewhere_are_left_alone() -> None:
    assert of(recorded(build_names, ELSEWHERE), RECORD) == {}
