"""Guards between buckets, the regions and the names that they are copied to and served under."""

from collections import Counter
from collections.abc import Iterator

from groundplan.settings.problem import KeyPath, Problem
from groundplan.settings.settings import Settings


def copies_of_buckets_go_to_another_region(settings: Settings) -> Iterator[Problem]:
    """A copy beside the original is lost with it."""
    for name, bucket in settings.storage.items():
        if bucket.replica_region == settings.region:
            yield Problem(
                ("storage", name, "replica_region"),
                "a copy in the stack's own region does not survive the loss of the region; write "
                "another one, such as eu-central-1, or leave it out",
                bucket.replica_region,
            )


def delivery_has_a_certificate(settings: Settings) -> Iterator[Problem]:
    """Without a zone nobody proves the name, and the update would wait for it in vain."""
    for name, bucket in settings.storage.items():
        cdn = bucket.cdn
        if cdn and cdn.certificate_arn is None and settings.dns.hosted_zone_id is None:
            yield Problem(
                ("storage", name, "cdn", "certificate_arn"),
                "dns.hosted_zone_id is null, so nobody makes the record by which ACM proves "
                f"{cdn.domain_name}; name the zone, or write the ARN of a certificate in us-east-1",
            )


def delivery_has_names_of_its_own(settings: Settings) -> Iterator[Problem]:
    """A name leads to the load balancer or to one distribution; CloudFront refuses a second."""
    served = {name: one.cdn for name, one in settings.storage.items() if one.cdn}
    taken = Counter(settings.load_balancer.domain_names)
    for name, cdn in served.items():
        if taken[cdn.domain_name]:
            place: KeyPath = ("storage", name, "cdn", "domain_name")
            yield Problem(
                place,
                "this name leads to the load balancer or to another bucket already; write one of "
                f"its own, such as {name}.{settings.load_balancer.domain_name.partition('.')[2]}",
                cdn.domain_name,
            )
        taken[cdn.domain_name] += 1
