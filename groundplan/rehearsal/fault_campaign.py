"""Every kind of fault on whole stacks, and the table of what was survived.

`python -m groundplan.rehearsal.fault_campaign STACK_FILE... [--report PAGE]`: in each round every
resource is struck once, and in as many rounds as there are kinds of faults, by each of them.
"""

import argparse
import random
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path

from groundplan.rehearsal.engine import Engine, required
from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_report import Row, table, write_into
from groundplan.rehearsal.fault_trial import Faults, Opener, Trial, try_faults, undisturbed
from groundplan.rehearsal.workspace import Workspace

_KINDS = tuple(FAULTS)
_GENTLE = tuple(kind for kind, fault in FAULTS.items() if not fault.ends)


@dataclass(frozen=True)
class Extent:
    """How much of a campaign is run."""

    rounds: int = len(_KINDS)
    most_ends: int = sys.maxsize
    """How many resources a fault that ends a process may strike in a round: each takes an `up`."""

    seed: int = 0

    @property
    def told(self) -> str:
        """Say it below the table."""
        rounds = f"Rounds: {self.rounds} of {len(_KINDS)}, drawn with seed {self.seed}"
        if self.most_ends == sys.maxsize:
            return f"{rounds}."
        return f"{rounds}; in each, a fault that ends a process strikes {self.most_ends} at most."


def campaign(opened: Opener, extent: Extent) -> Iterator[Trial]:
    """Strike every resource once a round, each time with another kind of fault."""
    sound = undisturbed(opened)
    chosen = random.Random(extent.seed)  # noqa: S311 - a draw that anybody can repeat
    created = chosen.sample(sound.created, len(sound.created))
    for number in range(extent.rounds):
        yield try_faults(
            opened,
            sound,
            creations=_spread(created, number, extent.most_ends),
            updates=_spread(sound.tagged, number, extent.most_ends),
            broken=chosen.choice(sound.tagged),
        )


def _spread(urns: Sequence[str], first: int, most_ends: int) -> Faults:
    """Give the kinds to the resources in turn."""
    given = Counter[str]()
    faults: dict[str, str] = {}
    for number, urn in enumerate(urns, first):
        kind = _KINDS[number % len(_KINDS)]
        if FAULTS[kind].ends and given[kind] >= most_ends:
            kind = _GENTLE[number % len(_GENTLE)]
        given[kind] += 1
        faults[urn] = kind
    return faults


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
    parser.add_argument("--most-ends", type=int, default=Extent.most_ends)
    parser.add_argument("--seed", type=int, default=Extent.seed)
    parser.add_argument("--report", type=Path)
    asked = parser.parse_args()
    extent = Extent(asked.rounds, asked.most_ends, asked.seed)
    rows = list(_rows(asked.stack_files, extent))
    if asked.report:
        write_into(asked.report, rows, extent.told)
    else:
        sys.stdout.write(f"{table(rows)}\n")
    return 1 if any(row.trial.problems for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
