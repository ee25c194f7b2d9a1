"""Reviews whose reports several tests read: of many resources, and of hostile names."""

from dataclasses import replace
from datetime import date

from groundplan.plan import SECRET, UNKNOWN, Plan
from groundplan.review import Review, review
from tests.cost.plans import plan_of, resource

DAY = date(2026, 11, 21)
HOSTILE = """</script></style></title><img src=x onerror="alert(1)">'"&lt;{{ 7*7 }}"""


def reviewed(plan: Plan) -> Review:
    return review(plan, as_of=DAY)


def small() -> Plan:
    """Give a plan with findings of every severity in a few components."""
    orders = resource("shop:components:Database", "orders")
    network = resource("shop:components:Network", "network")
    vpc = resource("aws:ec2/vpc:Vpc", "network", parent=network, cidrBlock="10.9.0.0/16")
    primary = resource(
        "aws:rds/instance:Instance",
        "orders-primary",
        parent=orders,
        engine="postgres",
        instanceClass="db.m6g.large",
        storageEncrypted=UNKNOWN,
        password=SECRET,
        publiclyAccessible=True,
    )
    media = resource("aws:s3/bucket:Bucket", "media", bucket="media")
    invoices = resource("aws:s3/bucket:Bucket", "invoices", bucket="invoices")
    web = resource("aws:ecs/service:Service", "web", desiredCount=1, launchType="FARGATE")
    return plan_of(orders, network, vpc, primary, media, invoices, web)


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
