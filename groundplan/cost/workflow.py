"""Workflows: Step Functions by state transition.

Source: aws.amazon.com/step-functions/pricing; express workflows are charged by duration instead.
"""

from collections.abc import Iterator, Mapping

from groundplan.cost import inputs
from groundplan.cost.line_item import LineItem
from groundplan.cost.quote import Quote
from groundplan.cost.registry import PricingRule
from groundplan.plan import PlannedResource


def state_machine(resource: PlannedResource, quote: Quote) -> Iterator[LineItem]:
    """Yield the state transitions of a standard workflow."""
    if inputs.text(resource, "type", "STANDARD") == "EXPRESS":
        yield quote.unpriced("Express workflow", "no price of requests and duration in the list")
        return
    yield from quote.metered(
        "State transitions", "step-functions/transitions", "monthly_transitions"
    )


RULES: Mapping[str, PricingRule] = {"aws:sfn/stateMachine:StateMachine": state_machine}
