"""The faults that were tried on stacks and what came of them, as a table of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from groundplan.rehearsal.fault import FAULTS
from groundplan.rehearsal.fault_trial import Trial

BEGIN, END = "<!-- faults -->", "<!-- end of faults -->"
_TITLES = (
    "fault, on create, update and delete",
    *FAULTS,
    "runs of `up` and `destroy`",
    "rounds",
    "survived",
)
_SURVIVED = "yes"
_MOST_PROBLEMS = 3


@dataclass(frozen=True)
class Column:
    """One stack of the table: its name, and a cell for each of the titles below."""

    stack: str
    cells: tuple[str, ...]

    @property
    def survived(self) -> bool:
        """Whether the stack has converged after all that was tried."""
        return self.cells[-1] == _SURVIVED


def column(stack: str, trials: Sequence[Trial], extent: str) -> Column:
    """What each kind has struck, how much was tried, and the end."""
    struck = tuple(_struck(trials, kind) for kind in FAULTS)
    attempts = str(sum(trial.attempts for trial in trials))
    return Column(stack, (*struck, attempts, extent, _end(trials)))


def table(columns: Sequence[Column]) -> str:
    """A line for each title."""
    rule = ["---", *("---:" for _ in columns)]
    heads = [(one.stack, *one.cells) for one in columns]
    first, *rest = [list(line) for line in zip(_TITLES, *heads, strict=True)]
    return "\n".join(f"| {' | '.join(line)} |" for line in (first, rule, *rest))


def write_into(page: Path, new: Column) -> None:
    """Put the stack into the table between the marks of the page; other stacks stay in it."""
    before, _, rest = page.read_text("utf-8").partition(BEGIN)
    written, _, after = rest.partition(END)
    columns = {one.stack: one for one in (*_columns(written), new)}
    page.write_text(f"{before}{BEGIN}\n{table([*columns.values()])}\n{END}{after}", "utf-8")


def _columns(written: str) -> list[Column]:
    """Read a table again; none where its titles are not those of today."""
    lines = [line[2:-2].split(" | ") for line in written.splitlines() if line.startswith("| ")]
    titles, *columns = [*zip(*lines, strict=False)] or [()]
    if tuple(title for title in titles if title != "---") != _TITLES:
        return []
    return [Column(stack, tuple(cells)) for stack, _, *cells in columns]


def _struck(trials: Sequence[Trial], kind: str) -> str:
    operations = [(one.creations, one.updates, one.deletions) for one in trials]
    struck = [sum(one.get(kind, 0) for one in each) for each in zip(*operations, strict=True)]
    return " + ".join(map(str, struck))


def _end(trials: Sequence[Trial]) -> str:
    problems = [problem for trial in trials for problem in trial.problems]
    return f"no: {'; '.join(problems[:_MOST_PROBLEMS])}" if problems else _SURVIVED
