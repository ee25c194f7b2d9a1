"""`groundplan rehearse` as a user runs it."""

import os
import select
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from groundplan.rehearsal.engine import Engine
from tests.command import groundplan
from tests.conftest import PROGRAMS
from tests.engine.conftest import CANARY
from tests.engine.test_interruption import PROGRAM


def files(folder: Path) -> set[str]:
    return {file.name for file in folder.iterdir() if "pycache" not in file.name}


def test_a_stack_is_built_and_the_time_is_told(engine: Engine, project: Path) -> None:
    assert engine is not None
    before = files(project)

    ran = groundplan("rehearse", project, "dev", "--config", f"small:canary={CANARY}", seconds=300)

    assert ran.exit_code == 0, ran.stderr
    assert "Built 7 resources with the real engine" in ran.stdout
    assert "Under a minute by typical times." in ran.stdout
    assert "A second run changes nothing" in ran.stdout
    assert ran.stderr.splitlines() == [
        "Rehearsing dev: Preparing",
        "Rehearsing dev: Building",
        "Rehearsing dev: Looking for changes in a second run",
    ], "in a pipe each phase is told once"
    assert CANARY not in ran.stdout + ran.stderr
    assert files(project) == before


def test_a_program_that_fails_is_told_in_the_engines_words(engine: Engine, project: Path) -> None:
    assert engine is not None
    ran = groundplan(
        "rehearse", project, "dev", "--config", "small:ingress_sources=cidr_block", seconds=300
    )

    assert ran.exit_code == 2
    assert "cidr_block is unknown; did you mean cidrBlocks?" in ran.stderr
    assert "Traceback" not in ran.stderr


@pytest.mark.parametrize(
    ("target", "said"),
    [
        (("/nowhere", "dev"), "/nowhere: no Pulumi.yaml here; name the folder of a project"),
        ((PROGRAMS / "assets", "prd"), "there is no Pulumi.prd.yaml in assets/"),
        ((PROGRAMS / "package", "dev"), "nothing stands in for the provider `acme`"),
        ((PROGRAMS / "existing", "dev"), "reads another stack by StackReference"),
    ],
    ids=["no project", "no such stack", "a provider without a stand-in", "another stack"],
)
def test_what_cannot_be_rehearsed_is_told(
    engine: Engine, target: tuple[Path | str, str], said: str
) -> None:
    assert engine is not None

    ran = groundplan("rehearse", *target, seconds=300)

    assert ran.exit_code == 2
    assert said in ran.stderr


@pytest.mark.parametrize("program", ["asynchronous", "documents", "transforms"])
def test_a_program_of_others_is_rehearsed(engine: Engine, program: str) -> None:
    assert engine is not None

    ran = groundplan("rehearse", PROGRAMS / program, "dev", seconds=300)

    assert ran.exit_code == 0, ran.stderr
    assert "with the real engine" in ran.stdout
    assert "A second run changes nothing" in ran.stdout


def test_without_an_engine_it_says_what_to_install(
    project: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))

    ran = groundplan("rehearse", project, "dev")

    assert ran.exit_code == 3
    assert "https://www.pulumi.com/docs/install" in ran.stderr


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_request_to_end_leaves_no_process_and_no_folder(
    engine: Engine, project: Path, tmp_path: Path, number: signal.Signals
) -> None:
    assert engine is not None
    (project / "__main__.py").write_text(PROGRAM)
    alive, folders = tmp_path / "alive", tmp_path / "temporary"
    folders.mkdir()
    os.mkfifo(alive)
    environment = {**os.environ, "ALIVE": str(alive), "TMPDIR": str(folders)}
    command = [Path(sys.executable).with_name("groundplan"), "rehearse", str(project), "dev"]

    with (
        subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as rehearsal,
        alive.open() as program,
    ):
        assert program.readline() == "started\n"
        rehearsal.send_signal(number)
        _, said = rehearsal.communicate(timeout=60)
        ended, _, _ = select.select([program], [], [], 60)

    assert rehearsal.returncode == 130
    assert "Traceback" not in said
    assert ended, "the program still runs"
    assert [folder.name for folder in folders.iterdir() if "groundplan" in folder.name] == []
