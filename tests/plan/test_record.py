import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from groundplan.plan import UNKNOWN, Plan, ProgramInvalid, record
from tests.conftest import PROGRAMS, ROOT

STARTED_BY = "from groundplan.plan import record; import sys; record(sys.argv[1], sys.argv[2])"


def named(plan: Plan, name: str, kind: str) -> object:
    return next(one for one in plan.of_kind(kind) if one.name == name)


def test_computed_values_are_unknown_and_known_inputs_stay(prod_plan: Plan) -> None:
    primary = named(prod_plan, "database-main-primary", "aws:rds/instance:Instance")

    assert primary.read("kmsKeyId") is UNKNOWN
    assert primary.read("instanceClass") == "db.m6g.large"


def test_two_recordings_of_a_program_are_equal(staging_plan: Plan) -> None:
    assert record(ROOT, "staging").to_json() == staging_plan.to_json()


def test_a_program_finds_its_own_modules_with_our_names() -> None:
    plan = record(PROGRAMS / "foreign", "dev")

    assert [one.name for one in plan.of_kind("aws:s3/bucket:Bucket")] == ["theirs"]


def test_a_type_that_nobody_knows_is_in_the_plan() -> None:
    plan = record(PROGRAMS / "foreign", "dev")

    assert named(plan, "orders", "acme:queues/queue:Queue").inputs == {"size": 3}


def test_a_failing_program_is_told_with_its_line() -> None:
    with pytest.raises(ProgramInvalid, match=r"__main__\.py:4: KeyError: 'large'"):
        record(PROGRAMS / "raising", "dev")


def test_a_look_up_without_an_answer_is_refused_by_name() -> None:
    with pytest.raises(ProgramInvalid, match=r"acme:index/getSite.*--from-preview"):
        record(PROGRAMS / "lookup", "dev")


def test_a_missing_stack_is_told_with_the_nearest_and_all_there_are() -> None:
    with pytest.raises(ProgramInvalid, match=r"did you mean prod\?.*prod, staging"):
        record(ROOT, "prdo")


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProgramInvalid, match=r"no Pulumi\.yaml"):
        record(tmp_path, "dev")


def test_a_syntax_error_is_told_with_file_line_and_column(tmp_path: Path) -> None:
    (tmp_path / "Pulumi.yaml").write_text("name: x\nruntime: python\n")
    (tmp_path / "Pulumi.dev.yaml").write_text("config:\n  a: [1\n  b: 2\n")

    with pytest.raises(ProgramInvalid, match=r"Pulumi\.dev\.yaml:3:4: this is not YAML"):
        record(tmp_path, "dev")


class RefusedError(Exception):
    """What somebody finds while the program runs."""


def refuse() -> None:
    raise RefusedError


def test_what_is_found_wrong_while_the_program_runs_ends_it() -> None:
    with pytest.raises(RefusedError):
        record(PROGRAMS / "raising", "dev", meanwhile=refuse)


@pytest.fixture
def endless(tmp_path: Path) -> tuple[Path, Path]:
    """A program that tells its process id through a pipe and never ends."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for file in (PROGRAMS / "endless").glob("*.*"):
        (tmp_path / file.name).write_text(file.read_text())
    (tmp_path / "Pulumi.dev.yaml").write_text(f"config:\n  endless:pipe: {pipe}\n")
    return tmp_path, pipe


@pytest.mark.parametrize("end", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
def test_no_child_is_left_behind_however_the_caller_ends(
    endless: tuple[Path, Path], end: signal.Signals
) -> None:
    folder, pipe = endless
    caller = subprocess.Popen(
        [sys.executable, "-c", STARTED_BY, str(folder), "dev"], stderr=subprocess.DEVNULL
    )
    with pipe.open() as told:
        child = int(told.readline())
    watched = os.pidfd_open(child)
    caller.send_signal(end)
    caller.wait(timeout=20)

    assert signal_is_over(watched), "the program went on without anybody to read it"


def signal_is_over(pidfd: int) -> bool:
    """Whether the process ends within the time that a machine may need for it."""
    import select  # noqa: PLC0415 - Linux only, as is pidfd_open

    ready, _, _ = select.select([pidfd], [], [], 20)
    return bool(ready)
