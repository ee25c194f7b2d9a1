"""Each line of a guide is answered, and the answer stands in the plan of prod."""

from pathlib import Path

import pytest

from groundplan.cost import Usage
from groundplan.review import review
from tests.systems.readme import render
from tests.systems.requirements import read_requirements
from tests.systems.stacks import DAY, STACKS, SYSTEMS, System

PROD = [system for system in STACKS if system.stack == "prod"]


@pytest.mark.parametrize("system", PROD, ids=str)
def test_what_is_met_stands_in_the_plan(system: System) -> None:
    rows = read_requirements(system.folder).requirements
    wrong = [
        (row.id, where.setting or where.resource, where.found(system.plan))
        for row in rows
        for where in row.where
        if where.found(system.plan) != (where.value,)
    ]

    assert wrong == []


@pytest.mark.parametrize("folder", SYSTEMS, ids=lambda folder: folder.name)
def test_every_row_of_the_checklist_is_answered(folder: Path) -> None:
    data = read_requirements(folder)
    asked = {f"{data.checklist.prefix}.{number + 1}" for number in range(data.checklist.rows)}
    ids = [row.id for row in data.requirements]

    assert {row.checklist_row for row in data.requirements} == asked
    assert len(ids) == len(set(ids))


@pytest.mark.parametrize("folder", SYSTEMS, ids=lambda folder: folder.name)
def test_met_names_a_place_with_its_value_and_everything_else_a_reason(folder: Path) -> None:
    for row in read_requirements(folder).requirements:
        proven = any(one.value is not None for one in row.where)
        assert proven if row.status == "met" else row.reason, row.id


@pytest.mark.parametrize("system", PROD, ids=str)
def test_the_readme_is_the_rendered_one(system: System, request: pytest.FixtureRequest) -> None:
    file = system.folder / "README.md"
    usage = Usage.read(system.folder / "usage.prod.yaml")
    bill = review(system.plan, usage=usage, as_of=DAY).bill
    text = render(system.folder.name, read_requirements(system.folder), bill)
    if request.config.getoption("--rewrite-golden"):
        file.write_text(text, encoding="utf-8")

    assert text == file.read_text(encoding="utf-8"), "run `make golden` and read the diff"
