"""What is demanded of CloudFront: TLS on both sides, and buckets that only it may read."""

from collections.abc import Iterator

from policies.condition import every, where
from policies.kinds import DISTRIBUTION
from policies.properties import Properties
from policies.rule import ALWAYS, PROD_FIRST, Rule
from policies.subject import Subject
from policies.verdict import Verdict, all_of, demand

_MODERN = ("TLSv1.2", "TLSv1.3")


def _behaviors(distribution: Subject) -> Iterator[Properties]:
    yield distribution.sub("defaultCacheBehavior")
    for one in distribution.each("orderedCacheBehaviors"):
        yield one.known()


def _https_only(distribution: Subject) -> Verdict | None:
    return all_of(
        lambda one=one: demand(
            one.get("viewerProtocolPolicy") in ("https-only", "redirect-to-https"),
            one.at("viewerProtocolPolicy"),
        )
        for one in _behaviors(distribution)
    )


def _modern_tls(distribution: Subject) -> Verdict | None:
    """CloudFront's own certificate always lets TLS 1.0 in.

    Source: CloudFront API, ViewerCertificate, MinimumProtocolVersion.
    """
    path = "viewerCertificate.minimumProtocolVersion"
    return demand(str(distribution.get(path, "TLSv1")).startswith(_MODERN), path)


def _reads_privately(origin: Properties) -> Verdict | None:
    if origin.has("customOriginConfig") or origin.has("vpcOriginConfig"):
        return None
    private = origin.has("originAccessControlId") or origin.has(
        "s3OriginConfig.originAccessIdentity"
    )
    return demand(private, origin.at("originAccessControlId"))


def _speaks_tls(origin: Properties) -> Verdict | None:
    if not origin.has("customOriginConfig"):
        return None
    path = "customOriginConfig.originProtocolPolicy"
    return demand(origin.get(path) == "https-only", origin.at(path))


def _has_origins(distribution: Subject) -> bool:
    return distribution.has("origins")


RULES = (
    Rule(
        name="cdn-https-only",
        control="CDN-01",
        ids="FSBP:CloudFront.3 CKV_AWS_34",
        severity="medium",
        levels=ALWAYS,
        applies_to=(DISTRIBUTION,),
        check=_https_only,
        problem="readers may come without TLS",
        why="whoever sits between reads along and changes what arrives",
        fix='"viewer_protocol_policy": "redirect-to-https" in every cache behavior',
    ),
    Rule(
        name="cdn-tls-modern",
        control="CDN-01",
        ids="CKV_AWS_174",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DISTRIBUTION,),
        check=_modern_tls,
        problem="readers may come with TLS 1.0 or 1.1",
        why="both have been withdrawn, and audits fail on them",
        fix='viewer_certificate={"minimum_protocol_version": "TLSv1.2_2021", ...}',
    ),
    Rule(
        name="cdn-bucket-private",
        control="CDN-02",
        ids="FSBP:CloudFront.13",
        severity="high",
        levels=ALWAYS,
        applies_to=(DISTRIBUTION,),
        check=where(_has_origins, every("origins", _reads_privately)),
        problem="it reads a bucket as everybody could",
        why="the bucket would have to be public, beside the edge and its rules",
        fix='"origin_access_control_id": access.id in the origin',
    ),
    Rule(
        name="cdn-origin-tls",
        control="CDN-02",
        ids="FSBP:CloudFront.9",
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(DISTRIBUTION,),
        check=where(_has_origins, every("origins", _speaks_tls)),
        problem="what the edge fetches crosses the internet in clear",
        why="readers see a lock, and half of the way has none",
        fix='custom_origin_config={"origin_protocol_policy": "https-only", ...}',
    ),
)
