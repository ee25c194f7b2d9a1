"""Plans made by hand: a resource is its type token, its name and what matters for its price."""

from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any

from groundplan.cost import Bill, LineItem, Usage, estimate
from groundplan.plan import Plan, PlannedResource

AS_OF = date(2026, 11, 20)


def resource(token: str, name: str, /, **inputs: Any) -> PlannedResource:
    """Give a planned resource; `uses` maps a property to the resources it was made from."""
    uses: Mapping[str, tuple[PlannedResource, ...]] = inputs.pop("uses", {})
    parent: PlannedResource | None = inputs.pop("parent", None)
    return PlannedResource(
        urn=urn_of(token, name),
        type=token,
        name=name,
        custom=":components:" not in token,
        parent=parent.urn if parent else None,
        inputs=inputs,
        property_dependencies={
            key: tuple(one.urn for one in resources) for key, resources in uses.items()
        },
    )


def urn_of(token: str, name: str) -> str:
    return f"urn:pulumi:test::shop::{token}::{name}"


def plan_of(*resources: PlannedResource, region: str | None = "us-east-1") -> Plan:
    config = {} if region is None else {"aws:region": region}
    ordered = tuple(sorted(resources, key=lambda one: one.urn))
    return Plan(project="shop", stack="test", config=config, resources=ordered)


def monthly(bill: Bill, name: str, kind: str | None = None) -> Decimal:
    """Give the sum of the lines of the resources called name."""
    return sum(
        (
            line.monthly or Decimal(0)
            for line in bill.items
            if line.urn.endswith(f"::{name}") and kind in {None, line.kind}
        ),
        Decimal(0),
    )


def lines_of(bill: Bill, name: str) -> dict[str, LineItem]:
    """Give the lines of the resource called name, by what they are for."""
    return {line.item: line for line in bill.items if line.urn.endswith(f"::{name}")}


def priced(
    *resources: PlannedResource,
    usage: Mapping[str, Any] | None = None,
    region: str | None = "us-east-1",
    as_of: date = AS_OF,
) -> Bill:
    """Price resources; usage is by resource name."""
    given = Usage.from_mapping({"resource_usage": usage or {}})
    return estimate(plan_of(*resources, region=region), usage=given, as_of=as_of)
