"""Where things may stand, and that everything says to whom it belongs."""

from policies.kinds import AWS_PROVIDER, BUCKET, DATABASE, VPC
from policies.rule import ALWAYS, Rule
from policies.subject import Subject
from policies.tags import provider_of
from policies.verdict import Verdict, demand

_EUROPE = (
    *("eu-west-1", "eu-west-2", "eu-west-3", "eu-central-1", "eu-central-2"),
    *("eu-north-1", "eu-south-1", "eu-south-2"),
)


def _region(subject: Subject) -> object:
    if subject.has("region"):
        return subject.get("region")
    provider = None if subject.kind == AWS_PROVIDER else provider_of(subject)
    if provider is not None and provider.has("region"):
        return provider.get("region")
    return subject.plan.region


def _in_allowed_region(subject: Subject) -> Verdict | None:
    region = _region(subject)
    if region is None:
        return None
    return demand(region in subject.threshold("regions"), "region")


RULES = (
    Rule(
        name="region-allowed",
        control="GOV-02",
        severity="high",
        levels=ALWAYS,
        applies_to=(AWS_PROVIDER, VPC, BUCKET, DATABASE),
        graph=True,
        check=_in_allowed_region,
        thresholds={"regions": _EUROPE},
        problem="it stands in a Region that is not allowed",
        why="personal data of Europeans must not leave without a legal ground (GDPR chapter V)",
        fix="aws:region in the stack file, or the pack's setting `regions`",
    ),
)
