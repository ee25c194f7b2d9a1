"""A rehearsal on a terminal: how far it is, and what it has shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from groundplan.rehearsal.rehearse import Rehearsal
from groundplan.rehearsal.rehearsed import AMPLE, AT_ONCE
from groundplan.review.forecast_lines import critical_path_line, long_step_lines, makespan_line
from groundplan.review.words import count, minutes, resource_label

CROWDED = 1.05


@contextmanager
def told(title: str) -> Iterator[Callable[[str, str], None]]:
    """Show progress on standard error: in place on a terminal, else a line for each phase."""
    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        with console.status(title) as status:
            yield lambda phase, how_far: status.update(f"{title}: {phase}{how_far}")
        return
    phases = set[str]()

    def tell(phase: str, _how_far: str) -> None:
        if phase not in phases:
            phases.add(phase)
            console.print(f"{title}: {phase}", markup=False, soft_wrap=True)

    yield tell


def show_rehearsal(rehearsal: Rehearsal, console: Console) -> None:
    """Print what was built, how long it takes in the cloud, and what waited for what."""
    schedule = rehearsal.schedule
    console.print(Text(f"Built {count(rehearsal.built, 'resource')} with the real engine"))
    console.print(Text(makespan_line(schedule), style="bold"))
    if path := critical_path_line(schedule):
        console.print(Text(path))
    if schedule.makespan > CROWDED * rehearsal.uncrowded:
        console.print(Text(_crowded_line(rehearsal), style="yellow"))
    for line in long_step_lines(schedule):
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 2), expand=False))
    _show_second_run(rehearsal, console)


def _crowded_line(rehearsal: Rehearsal) -> str:
    return (
        f"With {AT_ONCE} operations at once, as many as the engine runs on this machine, some wait "
        f"for their turn: `pulumi up --parallel {AMPLE}` takes {minutes(rehearsal.uncrowded)}."
    )


def _show_second_run(rehearsal: Rehearsal, console: Console) -> None:
    if not rehearsal.second_run:
        console.print(Text("A second run changes nothing", style="green"))
        return
    console.print(Text("A second run changes what nobody has changed:", style="bold red"))
    for step in rehearsal.second_run:
        console.print(Text(f"  {step.op} {resource_label(step.urn)}"))
