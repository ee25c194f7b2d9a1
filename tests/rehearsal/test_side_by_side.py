"""Work in several processes: in order, and ended with all that it has opened."""

import os
import signal
import sys
from pathlib import Path

import pytest

from groundplan.rehearsal.side_by_side import side_by_side

BIT_OF_SIGTERM = 1 << (signal.SIGTERM - 1)


def doubled(number: int) -> int:
    return 2 * number


@pytest.mark.parametrize("processes", [1, 2])
def test_results_come_in_the_order_of_the_work(processes: int) -> None:
    with side_by_side(processes) as spread:
        assert list(spread(doubled, range(5))) == [0, 2, 4, 6, 8]


def work_until_told(folder: Path) -> None:
    """Say through a pipe that the work has begun, and in a file that it was closed."""
    try:
        (folder / "begun").write_text("begun\n")
        signal.pause()
    finally:
        (folder / "closed").touch()


def test_leaving_closes_what_the_work_has_opened(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("one", "two")]
    for folder in folders:
        folder.mkdir()
        os.mkfifo(folder / "begun")

    with side_by_side(2) as spread:
        spread(work_until_told, folders)
        assert [(folder / "begun").read_text() for folder in folders] == ["begun\n"] * 2

    assert [(folder / "closed").exists() for folder in folders] == [True] * 2


def caught(process: int) -> int:
    """Give the signals that a process hears itself, a bit for each, from the first."""
    status = Path(f"/proc/{process}/status").read_text()
    return int(dict(line.split(":\t", 1) for line in status.splitlines())["SigCgt"], 16)


def process_that_hears_of_its_end(_: int) -> int:
    assert caught(os.getpid()) & BIT_OF_SIGTERM
    return os.getpid()


@pytest.mark.skipif(sys.platform != "linux", reason="asks the kernel what a process hears")
def test_a_process_without_work_ends_at_once() -> None:
    with side_by_side(2) as spread:
        idle = set(spread(process_that_hears_of_its_end, range(20)))

        assert [caught(one) & BIT_OF_SIGTERM for one in idle] == [0] * len(idle)
