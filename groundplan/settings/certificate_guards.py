"""Guards between the certificate, the zone that proves it and the names that it serves."""

from collections.abc import Iterator

from groundplan.settings.certificate import ExistingCertificate, IssuedCertificate
from groundplan.settings.problem import Problem
from groundplan.settings.settings import Settings


def issued_certificate_has_a_zone(settings: Settings) -> Iterator[Problem]:
    """ACM waits up to 72 hours for a record that nobody makes.

    Source: ACM User Guide, DNS validation.
    """
    if isinstance(settings.certificate, IssuedCertificate) and not settings.dns.hosted_zone_id:
        yield Problem(
            ("dns", "hosted_zone_id"),
            "certificate.kind is issued, and without a zone nobody makes the records by which ACM "
            "proves the names: the update would wait until it gives up; name the zone, or write "
            "certificate: {kind: existing, arn: ...}",
            None,
        )


def certificate_is_of_this_region_and_account(settings: Settings) -> Iterator[Problem]:
    """A load balancer takes certificates of its own region and account only.

    Source: ELB User Guide, certificates for your Application Load Balancer.
    """
    if not isinstance(settings.certificate, ExistingCertificate):
        return
    here = f"arn:aws:acm:{settings.region}:{settings.stack.account_id}:"
    if not settings.certificate.arn.startswith(here):
        yield Problem(
            ("certificate", "arn"),
            f"the load balancer takes certificates that begin with {here} only; import or request "
            "one there, or write kind: issued",
            settings.certificate.arn,
        )


def hosts_are_names_of_the_load_balancer(settings: Settings) -> Iterator[Problem]:
    """A host that is no name of the load balancer has neither certificate nor record."""
    names = settings.load_balancer.domain_names
    for name, service in settings.web_services.items():
        places = [(host, ("hosts",)) for host in service.hosts]
        tested = [(service.test_host, ("deployment", "test_host"))] if service.test_host else []
        for host, key in (*places, *tested):
            if host not in names:
                yield Problem(
                    ("services", name, *key),
                    f"{host} is none of the load balancer's names ({', '.join(names)}), so no "
                    "browser would get there; add it to load_balancer.more_domain_names",
                    host,
                )
