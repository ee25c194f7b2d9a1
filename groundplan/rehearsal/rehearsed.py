"""When everything would start and end in the cloud, by what the engine did in a rehearsal.

The engine decides what waits for what and which operation comes first; the durations are those
of the cloud. So the figure does not depend on how fast this machine is.
"""

import os
from collections.abc import Iterable

from groundplan.forecast import Schedule, Task, needed, schedule
from groundplan.plan import Plan
from groundplan.rehearsal.cloud import Operation

# Four for each processor:
# https://github.com/pulumi/pulumi/blob/master/pkg/cmd/pulumi/operations/up.go (defaultParallel)
AT_ONCE = 4 * (os.cpu_count() or 1)
AMPLE = 32
"""So many that the stacks of this repository wait for nothing but what they need."""


def rehearsed(state: Plan, operations: Iterable[Operation], at_once: float = AT_ONCE) -> Schedule:
    """The schedule of an `up`, from the state after it and its operations by their start."""
    minutes: dict[str, float] = {}
    for one in operations:
        if one.operation != "delete" and one.urn in state.by_urn:
            minutes[one.urn] = minutes.get(one.urn, 0) + one.minutes
    # What takes no time stands first: the engine has registered it before.
    order = [*sorted(state.by_urn.keys() - minutes.keys()), *minutes]
    tasks = {urn: Task(minutes.get(urn, 0), needed(state.by_urn[urn])) for urn in order}
    return schedule(tasks, at_once)
