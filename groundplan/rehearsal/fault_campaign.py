"""Every kind of fault on whole stacks, and the table of what was survived.

`python -m groundplan.rehearsal.fault_campaign STACK_FILE... [--report PAGE]`: in each round every
resource is struck once, and in as many rounds as there are kinds of faults, by each of them.
"""

import argparse
import random
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest
from pathlib import Path

from groundplan.interruption import ended_by_sigterm
from groundplan.rehearsal.engine import Engine, required
from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_report import Row, table, write_into
from groundplan.rehearsal.fault_trial import Faults, Opener, Trial, try_faults, undisturbed
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


@dataclass(frozen=True)
class Extent:
    """How much of a campaign is run."""

    rounds: int = len(_ROUNDS)
    seed: int = 0

    @property
    def told(self) -> str:
        """Say it below the table."""
        return f"Rounds: {self.rounds} of {len(_ROUNDS)}, drawn with seed {self.seed}."


def campaign(opened: Opener, extent: Extent) -> Iterator[Trial]:
    """Strike every resource once a round, each time with another kind of fault."""
    sound = undisturbed(opened)
    chosen = random.Random(extent.seed)  # noqa: S311 - a draw that anybody can repeat
    created = chosen.sample(sound.created, len(sound.created))
    updated = chosen.sample(list(sound.labelled), len(sound.labelled))
    for kinds, first in _ROUNDS[: extent.rounds]:
        yield try_faults(
            opened,
            sound,
            creations=_spread(created, kinds, first),
            updates=_spread(updated, kinds, first),
        )


def _spread(urns: Sequence[str], kinds: Sequence[str], first: int) -> Faults:
    """Give the kinds to the resources in turn."""
    return {urn: kinds[number % len(kinds)] for number, urn in enumerate(urns, first)}


def opener(stack_file: Path, engine: Engine, secrets: Mapping[str, str] | None = None) -> Opener:
    """Give what opens a fresh workspace for each trial; no operation takes time in it."""
    stack = stack_file.name.removeprefix("Pulumi.").removesuffix(".yaml")
    return partial(
        Workspace, stack_file.parent, stack, engine, secret_config=secrets, seconds_per_minute=0
    )


def _rows(files: Sequence[Path], extent: Extent) -> Iterator[Row]:
    engine = required()
    for file in files:
        name = f"{file.resolve().parent.name} {file.name.split('.')[1]}"
        for number, trial in enumerate(campaign(opener(file, engine), extent), 1):
            sys.stderr.write(f"{name}, round {number}: {trial}\n")
            yield Row(name, trial)


def main() -> int:
    """Print the table, or write it into a page; fail when something was not survived."""
    parser = argparse.ArgumentParser(prog="fault_campaign", description=__doc__)
    parser.add_argument("stack_files", type=Path, nargs="+")
    parser.add_argument("--rounds", type=int, default=Extent.rounds)
    parser.add_argument("--seed", type=int, default=Extent.seed)
    parser.add_argument("--report", type=Path)
    asked = parser.parse_args()
    extent = Extent(asked.rounds, asked.seed)
    with ended_by_sigterm():
        rows = list(_rows(asked.stack_files, extent))
    if asked.report:
        write_into(asked.report, rows, extent.told)
    else:
        sys.stdout.write(f"{table(rows)}\n")
    return 1 if any(row.trial.problems for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
