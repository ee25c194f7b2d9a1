"""Every known trap is answered, and what its row names exists."""

import json
import re

import pytest

from groundplan.settings.guards import GUARDS
from groundplan.settings.json_schema import json_schema
from tests.conftest import ROOT

ROW = re.compile(r"^\| (\d+b?) \| .+ \| (built in|refused|setting|told) \| (.+) \|$", re.MULTILINE)
ROWS = ROW.findall((ROOT / "docs/traps.md").read_text(encoding="utf-8"))
GOTCHAS = (ROOT / "docs/gotchas.md").read_text(encoding="utf-8")
SCHEMA = json.dumps(json_schema())
NAMES = {guard.__name__ for guard in GUARDS}
TOLD = re.compile(r"(guard |gotcha )?`([^`]+)`")


def is_there(kind: str, name: str) -> bool:
    if kind == "guard ":
        return name in NAMES
    if kind == "gotcha ":
        return name in GOTCHAS
    if "/" in name:
        return (ROOT / name).is_file()
    return all(f'"{key}"' in SCHEMA for key in name.split(".")[1:] if key != "*")


def test_all_sixty_are_answered_once() -> None:
    assert sorted(number for number, *_ in ROWS) == sorted([*map(str, range(1, 61)), "27b"])


@pytest.mark.parametrize("row", ROWS, ids=lambda row: row[0])
def test_what_answers_a_trap_exists(row: tuple[str, str, str]) -> None:
    number, answer, where = row
    named = TOLD.findall(where)

    assert named, number
    assert [name for kind, name in named if not is_there(kind, name)] == []
    wanted = {"refused": "guard ", "told": "gotcha "}.get(answer)
    assert wanted is None or wanted in {kind for kind, _ in named}
