"""Whether a deployment has taken the time that was foreseen, and waited for nothing else."""

from collections.abc import Sequence
from math import inf

import pytest

from groundplan.forecast import forecast, needed
from groundplan.plan import Plan, read_export
from groundplan.rehearsal.cloud import Operation
from groundplan.rehearsal.rehearsed import rehearsed

TWO_PROCESSORS = 8
"""What the engine runs at once on the smallest machine: four operations for each processor."""


def its_order_is_good(exported: str, made: Sequence[Operation], planned: Plan) -> None:
    """Judge the operations of an `up` by the state after it and by the forecast before it."""
    state, foreseen = read_export(exported), forecast(planned)
    shown, ended = rehearsed(state, made, TWO_PROCESSORS), {one.urn: one.ended for one in made}
    free = rehearsed(state, made, at_once=inf)
    hasty = [
        (one.urn, before)
        for one in made
        for before in needed(state.by_urn[one.urn]) & ended.keys()
        if (ended[before] or inf) > one.started
    ]

    assert hasty == [], "the engine started it before what it needs was there"
    assert shown.makespan == pytest.approx(foreseen.makespan, rel=0.10)
    assert shown.makespan <= 1.05 * free.makespan
