"""Reviews that run at the same time, as pipelines and editors start them."""

import subprocess
from pathlib import Path

import pytest

from tests.command import COMMAND
from tests.conftest import PROGRAMS

NOT_READY = 1
WRITTEN = (
    "findings.json",
    "findings.sarif",
    "junit.xml",
    "plan.json",
    "report.html",
    "report.md",
)


def start(output: Path) -> "subprocess.Popen[str]":
    words = ["review", str(PROGRAMS / "foreign"), "dev", "--as-of", "2026-11-20"]
    return subprocess.Popen(
        [str(COMMAND), *words, "--output", str(output)], stdout=subprocess.PIPE, text=True
    )


@pytest.fixture(scope="module")
def alone(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("alone")
    start(folder).communicate()
    return folder


@pytest.mark.parametrize("folders", [("out", "out"), ("left", "right")], ids=["same", "different"])
def test_two_reviews_of_a_stack_do_not_disturb_each_other(
    tmp_path: Path, alone: Path, folders: tuple[str, str]
) -> None:
    both = [start(tmp_path / folder) for folder in folders]
    printed = [one.communicate()[0] for one in both]

    assert [one.returncode for one in both] == [NOT_READY, NOT_READY]
    assert printed[0].replace(folders[0], "") == printed[1].replace(folders[1], "")
    for folder in folders:
        found = {file.name: file.read_text() for file in (tmp_path / folder).iterdir()}
        assert found == {name: (alone / name).read_text() for name in WRITTEN}


def test_whoever_reads_a_report_while_it_is_written_anew_reads_a_whole_one(tmp_path: Path) -> None:
    start(tmp_path).communicate()
    whole = {name: (tmp_path / name).read_text() for name in WRITTEN}
    both = [start(tmp_path), start(tmp_path)]
    seen = {name: {whole[name]} for name in WRITTEN}
    while any(one.poll() is None for one in both):
        for name in WRITTEN:
            seen[name].add((tmp_path / name).read_text())
    for one in both:
        one.communicate()

    assert seen == {name: {text} for name, text in whole.items()}
