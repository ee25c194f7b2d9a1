"""A rehearsal on a terminal: how far it is, and what it has shown."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.padding import Padding
from rich.text import Text

from groundplan.rehearsal.rehearse import Rehearsal
from groundplan.review.forecast_lines import critical_path_line, long_step_lines, makespan_line
from groundplan.review.words import count, resource_label


@contextmanager
def told(title: str) -> Iterator[Callable[[str], None]]:
    """Show progress on standard error: in place on a terminal, else each change on a line."""
    console = Console(stderr=True, highlight=False)
    if console.is_terminal:
        with console.status(title) as status:
            yield lambda text: status.update(f"{title}: {text}")
        return
    last = ""

    def tell(text: str) -> None:
        nonlocal last
        if text != last:
            last = text
            console.print(f"{title}: {text}", markup=False, soft_wrap=True)

    yield tell


def show_rehearsal(rehearsal: Rehearsal, console: Console) -> None:
    """Print what was built, how long it takes in the cloud, and what waited for what."""
    schedule = rehearsal.schedule
    console.print(Text(f"Built {count(rehearsal.built, 'resource')} with the real engine"))
    console.print(Text(makespan_line(schedule), style="bold"))
    if path := critical_path_line(schedule):
        console.print(Text(path))
    for line in long_step_lines(schedule):
        console.print(Padding(Text(line, style="dim"), (0, 0, 0, 2), expand=False))
    _show_second_run(rehearsal, console)


def _show_second_run(rehearsal: Rehearsal, console: Console) -> None:
    if not rehearsal.second_run:
        console.print(Text("A second run changes nothing", style="green"))
        return
    console.print(Text("A second run changes what nobody has changed:", style="bold red"))
    for step in rehearsal.second_run:
        console.print(Text(f"  {step.op} {resource_label(step.urn)}"))
