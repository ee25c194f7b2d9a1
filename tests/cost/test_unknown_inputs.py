"""An input that only the cloud knows is never a default: no total drops in silence."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

import pytest

from groundplan.cost import Bill, alternatives, assume, estimate
from groundplan.plan import UNKNOWN, PlannedResource
from tests.cost.plans import AS_OF, plan_of
from tests.cost.sample_resources import CONTEXT, RESOURCES


def hidden(value: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield (path, value with what lies there unknown), for every place in a value."""
    if path:
        yield path, UNKNOWN
    if isinstance(value, Mapping):
        for key, inner in value.items():
            for place, changed in hidden(inner, f"{path}.{key}"):
                yield place, {**value, key: changed}
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            for place, changed in hidden(inner, f"{path}[{index}]"):
                yield place, [*value[:index], changed, *value[index + 1 :]]


def bill_of(changed: PlannedResource) -> Bill:
    rest = [one for one in CONTEXT if one.urn != changed.urn]
    users = (
        RESOURCES[2:5] if changed in CONTEXT or changed.urn in {one.urn for one in CONTEXT} else ()
    )
    return estimate(plan_of(changed, *rest, *users), as_of=AS_OF)


CASES = [
    pytest.param(replace(one, inputs=changed), id=f"{one.name}{path}")
    for one in RESOURCES
    for path, changed in hidden(one.inputs)
]


@pytest.mark.parametrize("changed", CASES)
def test_an_unknown_input_is_unpriced_or_makes_no_difference(changed: PlannedResource) -> None:
    (original,) = [one for one in RESOURCES if one.urn == changed.urn]
    before, after = bill_of(original), bill_of(changed)
    assert len(after.unpriced) > len(before.unpriced) or after.total == before.total


@pytest.mark.parametrize("changed", CASES)
def test_alternatives_and_assumptions_cope_with_unknown_inputs(changed: PlannedResource) -> None:
    plan = plan_of(changed, *(one for one in CONTEXT if one.urn != changed.urn))
    usage = assume(plan)
    bill = estimate(plan, usage=usage, as_of=AS_OF)
    assert bill.total.low <= bill.total.expected <= bill.total.high
    for one in alternatives(plan, usage=usage, as_of=AS_OF):
        assert one.rate_unknown or one.saving.expected > 0
