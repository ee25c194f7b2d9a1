"""Reviews whose reports several tests read: of many resources, and of hostile names."""

from dataclasses import replace
from datetime import date

from groundplan.plan import Plan
from groundplan.review import Review, review
from tests.cost.plans import plan_of, resource

DAY = date(2026, 11, 21)
HOSTILE = """</script></style></title><img src=x onerror="alert(1)">'"&lt;{{ 7*7 }}"""


def reviewed(plan: Plan) -> Review:
    return review(plan, as_of=DAY)


def crowded(plan: Plan, number: int) -> Plan:
    """Give a plan with at least that many resources: the same again under other names."""
    copies = [
        replace(
            one,
            urn=f"{one.urn}-{copy}",
            name=f"{one.name}-{copy}",
            parent=one.parent and f"{one.parent}-{copy}",
            property_dependencies={
                key: tuple(f"{urn}-{copy}" for urn in urns)
                for key, urns in one.property_dependencies.items()
            },
        )
        for copy in range(-(-number // len(plan.resources)))
        for one in plan.resources
    ]
    return replace(plan, resources=tuple(sorted(copies, key=lambda one: one.urn)))


def hostile() -> Plan:
    """Give a plan that says markup wherever a program can say anything."""
    name = HOSTILE.replace("::", "")
    named = resource("aws:s3/bucket:Bucket", name, bucket=name, tags={name: name})
    return replace(plan_of(named), project=name, stack=name)
