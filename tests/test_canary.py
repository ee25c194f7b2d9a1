"""No secret value in any byte that the tool writes or prints."""

from pathlib import Path

import pytest

from groundplan.cli import ReviewFormat
from tests.command import groundplan
from tests.conftest import PROGRAMS

CANARY = "CANARY"


def test_no_secret_in_any_output_or_file(tmp_path: Path) -> None:
    ran = groundplan(
        "review", PROGRAMS / "canary", "dev", "--output", tmp_path / "out", "--verbose"
    )
    written = [file for file in tmp_path.rglob("*") if file.is_file()]

    assert {file.name for file in written} == {
        "plan.json",
        "report.md",
        "report.html",
        "findings.json",
        "findings.sarif",
        "junit.xml",
    }
    assert CANARY not in ran.stdout + ran.stderr
    assert not [file for file in written if CANARY in file.read_text()]


@pytest.mark.parametrize("form", list(ReviewFormat))
def test_no_secret_in_any_form_that_is_printed(form: ReviewFormat) -> None:
    ran = groundplan("review", PROGRAMS / "canary", "dev", "--format", form)

    assert "ecs-task-isolated" in ran.stdout or form is not ReviewFormat.JSON
    assert CANARY not in ran.stdout + ran.stderr


def test_no_secret_in_the_words_or_the_traceback_of_a_failure() -> None:
    ran = groundplan("review", PROGRAMS / "leaking", "dev", "--verbose")

    assert "cannot log in with [secret]" in ran.stderr
    assert "Traceback" in ran.stderr
    assert CANARY not in ran.stdout + ran.stderr


def test_no_secret_that_a_child_of_the_program_prints() -> None:
    ran = groundplan("review", PROGRAMS / "shouting", "dev", "--verbose")

    assert "ended without an answer (exit code 7)" in ran.stderr
    assert CANARY not in ran.stdout + ran.stderr


def test_secrets_of_the_stack_file_are_in_the_plan_as_a_marker(tmp_path: Path) -> None:
    groundplan("review", PROGRAMS / "canary", "dev", "--output", tmp_path)

    assert '"canary:api-key": {\n   "$secret": true' in (tmp_path / "plan.json").read_text()
