"""Every kind of fault on whole stacks, and the table of what was survived.

`python -m groundplan.rehearsal.fault_campaign STACK_FILE... [--report PAGE]`: in each round the
creation and the deletion of every resource are struck once, and in as many rounds as there are
kinds of faults, by each of them; the last round strikes every update. The page has what was tried
as soon as it was, so a campaign may be stopped at any time.
"""

import argparse
import os
import random
import sys
import time
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path

from groundplan.failures import CLEAN, INTERRUPTED, NOT_READY
from groundplan.interruption import ended_by_sigterm
from groundplan.plan import Project
from groundplan.rehearsal.engine import Engine, required
from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_report import Column, column, table, write_into
from groundplan.rehearsal.fault_trial import (
    Opener,
    Strikes,
    Trial,
    Undisturbed,
    try_faults,
    undisturbed,
)
from groundplan.rehearsal.side_by_side import Spread, side_by_side
from groundplan.rehearsal.workspace import Workspace

_FAMILIES = tuple(
    tuple(kind for kind, fault in FAULTS.items() if fault.ends == process)
    for process in ("", "provider", "engine")
)
"""Kinds that may strike side by side: the end of a process would hide another's."""

_Round = tuple[tuple[str, ...], int]
_ROUNDS: tuple[_Round, ...] = tuple(
    one
    for turn in zip_longest(
        *([(kinds, first) for first in range(len(kinds))] for kinds in _FAMILIES)
    )
    for one in turn
    if one
)
"""A family and the kind that it begins with: the first three rounds have one of each family."""

# While an engine that failed waits for its program to end, another one has work to do.
_PROCESSES = 2 * (os.cpu_count() or 1)


@dataclass(frozen=True)
class Extent:
    """How much of a campaign is run."""

    rounds: int = len(_ROUNDS) + 1
    seed: int = 0


def campaign(opened: Opener, extent: Extent, spread: Spread = map) -> Iterator[Trial]:
    """Strike every resource once a round, each time with another kind of fault.

    `spread` decides where the rounds run: `map` takes them one after another.
    """
    sound = undisturbed(opened)
    rounds = rounds_of(sound, extent.seed)[: extent.rounds]
    return iter(spread(partial(try_faults, opened, sound), rounds))


def rounds_of(sound: Undisturbed, seed: int) -> list[Strikes]:
    """Deal all kinds to all creations and deletions, to a share of the updates each.

    In the last round the answers to all updates are lost.
    """
    chosen = random.Random(seed)  # noqa: S311 - a draw that anybody can repeat
    operations = (sound.created, [*sound.changed], sound.deleted)
    created, updated, deleted = (chosen.sample(urns, len(urns)) for urns in operations)
    dealt = [
        Strikes(
            _dealt(created, kinds, first),
            _dealt(updated[number :: len(_ROUNDS)], kinds, first),
            _dealt(deleted, kinds, first),
        )
        for number, (kinds, first) in enumerate(_ROUNDS)
    ]
    return [*dealt, Strikes({}, dict.fromkeys(updated, "answer lost"), {})]


def _dealt(urns: Sequence[str], kinds: Sequence[str], first: int) -> dict[str, str]:
    """Give the kinds to the resources in turn."""
    return {urn: kinds[number % len(kinds)] for number, urn in enumerate(urns, first)}


def opener(stack_file: Path, engine: Engine, secrets: Mapping[str, str] | None = None) -> Opener:
    """Give what opens a fresh workspace for each trial; no operation takes time in it."""
    stack = stack_file.name.removeprefix("Pulumi.").removesuffix(".yaml")
    return partial(
        Workspace, stack_file.parent, stack, engine, secret_config=secrets, seconds_per_minute=0
    )


def _grown(file: Path, extent: Extent, processes: int) -> Iterator[Column]:
    """Give the column of the stack anew after each of its rounds."""
    name = f"{Project.read(file.parent).name} {file.name.split('.')[1]}"
    begun, trials = time.monotonic(), list[Trial]()
    with side_by_side(processes) as spread:
        for trial in campaign(opener(file, required()), extent, spread):
            trials.append(trial)
            minutes = (time.monotonic() - begun) / 60
            told = f"{len(trials)} of {Extent.rounds}"
            sys.stderr.write(f"{name}, round {told}, {minutes:.1f} min: {trial}\n")
            yield column(name, trials, f"{told}, seed {extent.seed}")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="fault_campaign", description=__doc__)
    parser.add_argument("stack_files", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=Extent.rounds)
    parser.add_argument("--seed", type=int, default=Extent.seed)
    parser.add_argument("--processes", type=int, default=_PROCESSES, help="at once")
    parser.add_argument("--report", type=Path)
    return parser.parse_args()


def main() -> int:
    """Print the table, or write it into a page; fail when something was not survived."""
    asked = _arguments()
    columns: dict[str, Column] = {}
    try:
        with ended_by_sigterm():
            for one in _all(asked):
                columns[one.stack] = one
                if asked.report:
                    write_into(asked.report, one)
    except KeyboardInterrupt:
        sys.stderr.write("stopped: what was tried is kept\n")
        return INTERRUPTED
    finally:
        if columns and not asked.report:
            sys.stdout.write(f"{table([*columns.values()])}\n")
    return CLEAN if all(one.survived for one in columns.values()) else NOT_READY


def _all(asked: argparse.Namespace) -> Iterator[Column]:
    for file in asked.stack_files:
        yield from _grown(file, Extent(asked.rounds, asked.seed), asked.processes)


if __name__ == "__main__":
    sys.exit(main())
