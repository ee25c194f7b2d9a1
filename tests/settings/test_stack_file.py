"""The file itself: whose keys are whose, where they stand, and that both files say the same."""

from pathlib import Path
from typing import Any

import pytest

from groundplan.settings import Problem
from tests.settings.stack_files import ABSENT, ROOT, config_of, problems_of, put, refusal, written

FIRST_LINE = 3
"""Below the schema's line and `config:`."""


def with_line(tmp_path: Path, line: str) -> tuple[Problem, ...]:
    """Give the problems of prod's file with one more line after `config:`."""
    path = tmp_path / "Pulumi.test.yaml"
    text = (ROOT / "Pulumi.prod.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace("config:\n", f"config:\n  {line}\n", 1), encoding="utf-8")
    return refusal(path)


@pytest.mark.parametrize(
    ("line", "key", "message"),
    [
        ("groundpan:network: {}", "groundplan:network", "written as groundpan:network"),
        ("groundplans:stack: {}", "groundplan:stack", "written as groundplans:stack"),
        ("database: {}", "groundplan:database", "our keys are written groundplan:database"),
        ("groundplan:region: eu-west-1", "aws:region", "written as groundplan:region, not aws:"),
        ("1: x", "groundplan:1", "our keys are written groundplan:1"),
    ],
)
def test_a_key_in_the_wrong_namespace_is_refused_at_its_line(
    line: str, key: str, message: str, tmp_path: Path
) -> None:
    (problem,) = with_line(tmp_path, line)

    assert (problem.key, problem.line) == (key, FIRST_LINE)
    assert message in problem.message


@pytest.mark.parametrize("line", ["aws:profile: dev", "random:x: 1", "elsewhere:network: {}"])
def test_keys_of_others_are_theirs(line: str, tmp_path: Path) -> None:
    assert with_line(tmp_path, line) == ()


def test_the_region_is_no_section_of_ours(tmp_path: Path) -> None:
    config = config_of("prod")
    put(config, ("aws:region",), ABSENT)
    put(config, ("groundplan:region",), "eu-west-1")

    assert {one.key for one in problems_of(config, tmp_path)} == {"aws:region"}


def test_a_file_may_say_something_once_and_merge_it(tmp_path: Path) -> None:
    section = "  groundplan:database:\n    main:\n"
    path = written(config_of("prod"), tmp_path)
    text = path.read_text(encoding="utf-8")
    lines = text.replace(section, f"{section}      <<: *shared\n")
    shared = "shared: &shared\n  read_replicas: 9\n  surplus: 1\n"
    path.write_text(shared + lines.replace("      read_replicas: 1\n", ""), encoding="utf-8")

    problems = refusal(path)

    assert [one.key for one in problems] == [
        "groundplan:database.main.read_replicas",
        "groundplan:database.main.surplus",
    ]
    at = path.read_text(encoding="utf-8").splitlines().index("  groundplan:database:") + 2
    assert {one.line for one in problems} == {at}, "the nearest key that stands in the file"


@pytest.mark.parametrize("text", ["", "- a list\n", "words\n", "config: 5\n", "config: [a]\n"])
def test_a_file_without_configuration_lacks_every_section(text: str, tmp_path: Path) -> None:
    path = tmp_path / "Pulumi.test.yaml"
    path.write_text(text, encoding="utf-8")

    assert {one.key for one in refusal(path)} == set(config_of("prod"))


def test_both_stack_files_state_the_same_keys_in_the_same_order() -> None:
    assert keys(config_of("prod")) == keys(config_of("staging"))


def keys(value: Any) -> Any:
    """Keys at every depth; a list counts once, by what its entries have in common."""
    if isinstance(value, dict):
        return [(key, keys(below)) for key, below in value.items()]
    return []
