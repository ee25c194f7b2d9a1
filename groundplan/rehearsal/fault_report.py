"""The faults that were tried on stacks and what came of them, as a table of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_trial import Trial

BEGIN, END = "<!-- faults -->", "<!-- end of faults -->"
_MOST_PROBLEMS = 3


@dataclass(frozen=True)
class Row:
    """A trial and the name of its stack."""

    stack: str
    trial: Trial


def table(rows: Sequence[Row]) -> str:
    """A column for each stack: creations and updates that each kind has struck, and the end."""
    stacks = list(dict.fromkeys(row.stack for row in rows))
    columns = [[row.trial for row in rows if row.stack == stack] for stack in stacks]
    lines = [
        ["fault, on create and on update", *stacks],
        ["---", *("---:" for _ in stacks)],
        *([kind, *(_struck(trials, kind) for trials in columns)] for kind in FAULTS),
        ["runs of `up`", *(str(sum(trial.attempts for trial in one)) for one in columns)],
        ["survived", *(_end(trials) for trials in columns)],
    ]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def write_into(page: Path, rows: Sequence[Row], extent: str) -> None:
    """Put the table between the marks of the page, and below it how much was run."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n{table(rows)}\n\n{extent}\n{END}{after}", "utf-8")


def _struck(trials: Sequence[Trial], kind: str) -> str:
    creations = sum(trial.creations.get(kind, 0) for trial in trials)
    updates = sum(trial.updates.get(kind, 0) for trial in trials)
    return f"{creations} + {updates}"


def _end(trials: Sequence[Trial]) -> str:
    problems = [problem for trial in trials for problem in trial.problems]
    return f"no: {'; '.join(problems[:_MOST_PROBLEMS])}" if problems else "yes"
