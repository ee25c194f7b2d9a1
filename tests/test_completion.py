"""What Tab offers, in the shells themselves."""

import os
import shutil
import subprocess

import pytest

from tests.command import COMMAND
from tests.conftest import ROOT

BASH = """
eval "$(groundplan --show-completion bash)"
COMP_WORDS=("$@")
COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
_groundplan_completion groundplan
printf '%s\\n' "${COMPREPLY[@]}"
"""
OFFERED = [
    ("re", {"review", "rehearse"}),
    ("review ", {"prod", "staging"}),
    ("review systems/parkme p", {"prod"}),
    ("review prod --fo", {"--format"}),
    ("review prod --format s", {"sarif"}),
    ("cost staging --compare p", {"prod"}),
    ("diff main.. s", {"staging"}),
    ("explain rds-storage-e", {"rds-storage-encrypted", "rds-storage-encrypted-with-own-key"}),
]
"""What is typed, and what is offered; with nothing, shells offer files."""

FILES = ["diff ", "review docs", "review docs "]
ENVIRONMENT = os.environ | {"PATH": f"{COMMAND.parent}:{os.environ['PATH']}"}


def in_bash(typed: str) -> set[str]:
    ran = subprocess.run(
        ["bash", "-c", BASH, "bash", "groundplan", *typed.split(" ")],
        cwd=ROOT,
        env=ENVIRONMENT | {"SHELL": "/bin/bash"},
        capture_output=True,
        text=True,
        check=True,
    )
    return set(ran.stdout.split())


@pytest.mark.parametrize(("typed", "offered"), OFFERED, ids=[typed for typed, _ in OFFERED])
def test_bash_offers_what_may_follow(typed: str, offered: set[str]) -> None:
    assert in_bash(typed) == offered


@pytest.mark.parametrize("typed", FILES)
def test_bash_offers_files_where_no_stack_may_follow(typed: str) -> None:
    assert in_bash(typed) == set()


@pytest.mark.parametrize(
    ("shell", "how"),
    [
        ("zsh", {"_GROUNDPLAN_COMPLETE": "complete_zsh"}),
        (
            "fish",
            {
                "_GROUNDPLAN_COMPLETE": "complete_fish",
                "_TYPER_COMPLETE_FISH_ACTION": "get-args",
            },
        ),
    ],
)
def test_other_shells_are_answered_the_same(shell: str, how: dict[str, str]) -> None:
    """Their functions ask the command so; the functions themselves come with Typer."""
    typed = {"_TYPER_COMPLETE_ARGS": "groundplan review systems/parkme p"}
    ran = subprocess.run(
        ["groundplan"],
        cwd=ROOT,
        env=ENVIRONMENT | how | typed,
        capture_output=True,
        text=True,
        check=False,
    )

    assert "prod" in ran.stdout
    assert "staging" not in ran.stdout
    assert shutil.which(shell) is None or in_shell(shell) == 0


def in_shell(shell: str) -> int:
    """How the shell takes the script that it is given to source."""
    script = subprocess.run(
        ["groundplan", "--show-completion", shell], env=ENVIRONMENT, capture_output=True, check=True
    )
    return subprocess.run([shell, "-n"], input=script.stdout, check=False).returncode
