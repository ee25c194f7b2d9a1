"""What the command looks like on terminals: their width, their colours, and who waits there."""

import re
from pathlib import Path

import pytest

from groundplan.examples import EXAMPLES
from tests.command import groundplan
from tests.conftest import PROGRAMS, ROOT

FOREIGN = (PROGRAMS / "foreign", "dev")
COLOUR = re.compile(r"\x1b\[[0-9;]*m")


@pytest.mark.parametrize("columns", [40, 60, 100, 200])
@pytest.mark.parametrize("command", ["review", "cost"])
def test_no_line_is_wider_than_the_terminal(command: str, columns: int) -> None:
    ran = groundplan(command, *FOREIGN, COLUMNS=str(columns))

    assert [line for line in ran.stdout.splitlines() if len(line) > columns] == []


@pytest.mark.parametrize("columns", [40, 200])
def test_no_name_is_cut_on_a_narrow_terminal(columns: int) -> None:
    ran = groundplan("review", *FOREIGN, COLUMNS=str(columns))

    assert "…" not in ran.stdout


def test_colours_are_for_terminals_that_want_them() -> None:
    coloured = groundplan("review", *FOREIGN, FORCE_COLOR="1", CI="true")
    plain = groundplan("review", *FOREIGN, FORCE_COLOR="1", NO_COLOR="1", CI="true")

    assert COLOUR.search(coloured.stdout)
    assert not re.search(r"\x1b\[[0-9;]*3[0-9]", plain.stdout)
    assert COLOUR.sub("", coloured.stdout) == COLOUR.sub("", plain.stdout)


def test_a_person_who_waits_is_told_for_what_and_ci_is_not() -> None:
    waiting = groundplan("review", *FOREIGN, FORCE_COLOR="1", CI="")
    in_ci = groundplan("review", *FOREIGN, FORCE_COLOR="1", CI="true")

    assert "Running the program for dev" in waiting.stderr
    assert "Judging and pricing" in waiting.stderr
    assert in_ci.stderr == ""


@pytest.mark.parametrize("command", [name for name in EXAMPLES if name])
def test_help_of_a_command_teaches_by_example(command: str) -> None:
    ran = groundplan(command, "--help", COLUMNS="80")

    assert "Examples:" in ran.stdout
    assert f"\n    groundplan {command} " in ran.stdout
    assert max(map(len, ran.stdout.splitlines())) <= 80


def test_a_stack_is_completed() -> None:
    ran = groundplan(
        cwd=ROOT,
        _GROUNDPLAN_COMPLETE="complete_bash",
        COMP_WORDS="groundplan review p",
        COMP_CWORD="2",
    )

    assert ran.stdout.split() == ["prod"]


@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_completion_is_there_for_every_common_shell(shell: str) -> None:
    assert "_GROUNDPLAN_COMPLETE=complete_" in groundplan("--show-completion", shell).stdout


def test_thousands_of_resources_are_counted_not_listed(tmp_path: Path) -> None:
    loop = (
        'import pulumi_aws as aws\n\nfor number in range(130):\n    aws.sqs.Queue(f"q-{number}")\n'
    )
    (tmp_path / "Pulumi.yaml").write_text("name: many\nruntime: python\n")
    (tmp_path / "__main__.py").write_text(loop)

    told = groundplan("review", f"{tmp_path}/.", "dev").stdout

    assert "and 30 more\n" in told
    assert "and 110 more; --output and --format have them all" in told
    assert len(told.splitlines()) < 400
