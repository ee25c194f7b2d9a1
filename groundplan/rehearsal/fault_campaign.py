"""Every kind of fault on a stack, and the table of what was survived.

`python -m groundplan.rehearsal.fault_campaign PATH STACK [--sample N] [--seed S]`: all resources,
or a sample that a seed decides.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Sequence
from functools import partial
from pathlib import Path

from groundplan.rehearsal.engine import Engine, required
from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_trial import (
    Opener,
    Trial,
    try_creation_for_good,
    try_creations,
    try_updates,
)
from groundplan.rehearsal.workspace import Workspace

HEADER = """\
| fault | on | resources | `up` until it was built | survived |
|---|---|---:|---:|---|"""


def campaign(opened: Opener, *, sample: int | None = None, seed: int = 0) -> Iterator[Trial]:
    """Try each kind of fault on all resources, or on a sample of them."""
    with opened() as undisturbed:
        undisturbed.up()
        urns = {one["urn"] for one in undisturbed.export()["deployment"]["resources"]}
        made = [one.urn for one in undisturbed.cloud.operations]
        tagged = [one.urn for one in undisturbed.cloud.built if one.inputs.get("tags")]
    chosen = random.Random(seed)  # noqa: S311 - a sample that anybody can draw again
    for kind, fault in FAULTS.items():
        yield try_creations(opened, kind, _drawn(chosen, made, sample), urns)
        if fault.message or sample:
            yield try_updates(opened, kind, _drawn(chosen, tagged, sample), urns)
    for urn in _drawn(chosen, made, sample):
        yield try_creation_for_good(opened, urn, urns)


def table(trials: Sequence[Trial]) -> str:
    """The trials as a Markdown table."""
    rows = [
        f"| {one.kind} | {one.operation} | {one.resources} | {one.attempts} "
        f"| {'yes' if one.survived else 'no: ' + '; '.join(one.problems[:3])} |"
        for one in trials
    ]
    return "\n".join([HEADER, *rows])


def opener(project: Path, stack: str, engine: Engine) -> Opener:
    """Give what opens a fresh workspace for each trial; no operation takes time in it."""
    return partial(Workspace, project, stack, engine, seconds_per_minute=0)


def _drawn(chosen: random.Random, urns: Sequence[str], sample: int | None) -> list[str]:
    if sample is None:
        return list(urns)
    return chosen.sample(list(urns), min(sample, len(urns)))


def main() -> int:
    """Print the table; fail when something was not survived."""
    parser = argparse.ArgumentParser(prog="fault_campaign", description=__doc__)
    parser.add_argument("project", type=Path)
    parser.add_argument("stack")
    parser.add_argument("--sample", type=int)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    trials = []
    for trial in campaign(
        opener(asked.project, asked.stack, required()), sample=asked.sample, seed=asked.seed
    ):
        sys.stderr.write(f"{table([trial]).splitlines()[-1]}\n")
        trials.append(trial)
    sys.stdout.write(f"{table(trials)}\n")
    return 0 if all(one.survived for one in trials) else 1


if __name__ == "__main__":
    sys.exit(main())
