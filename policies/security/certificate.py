"""What is demanded of certificates: renewed without anybody, strong, and for known names."""

from typing import Unpack

from policies.condition import Check, one_of, property_is, where
from policies.kinds import CERTIFICATE
from policies.rule import PROD_FIRST, Rule, Text
from policies.subject import Subject
from policies.verdict import Verdict, demand

_STRONG = (*("RSA_2048", "RSA_3072", "RSA_4096", "EC_prime256v1", "EC_secp384r1", "EC_secp521r1"),)


def _is_requested(certificate: Subject) -> bool:
    return certificate.has("domainName") and not certificate.has("certificateBody")


def _no_wildcard(certificate: Subject) -> Verdict | None:
    names = [certificate.get("domainName"), *certificate.strings("subjectAlternativeNames")]
    return demand(not any(str(one).startswith("*") for one in names), "domainName")


def _rule(name: str, ids: str, check: Check, **text: Unpack[Text]) -> Rule:
    return Rule(
        name=name,
        control="ALB-13",
        ids=ids,
        severity="medium",
        levels=PROD_FIRST,
        applies_to=(CERTIFICATE,),
        check=where(_is_requested, check),
        **text,
    )


RULES = (
    _rule(
        "certificate-renewed-by-dns",
        "FSBP:ACM.1 CKV_AWS_233",
        property_is("validationMethod", lambda one: str(one).upper() == "DNS"),
        problem="renewal waits for a person",
        why="a certificate that is confirmed by mail expires when nobody reads the mail",
        fix='validation_method="DNS" with the validation records in Route 53',
    ),
    _rule(
        "certificate-transparent",
        "CKV_AWS_234",
        property_is(
            "options.certificateTransparencyLoggingPreference",
            lambda one: str(one).upper() != "DISABLED",
        ),
        problem="the certificate is kept out of the public logs",
        why="browsers distrust it, and a forged one would not be noticed",
        fix='options={"certificate_transparency_logging_preference": "ENABLED"}',
    ),
    _rule(
        "certificate-without-wildcard",
        "CKV2_AWS_71",
        _no_wildcard,
        problem="the certificate is good for every name of the domain",
        why="whoever steals it can be any of your hosts",
        fix="domain_name and subject_alternative_names with the names that are served",
    ),
    _rule(
        "certificate-key-strong",
        "FSBP:ACM.2",
        one_of("keyAlgorithm", _STRONG, default="RSA_2048"),
        problem="the key is too short",
        why="RSA under 2048 bits can be broken",
        fix='key_algorithm="EC_prime256v1" or "RSA_2048"',
    ),
)
